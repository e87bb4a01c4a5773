"""The press kit: texts, figures and files, and what staff add."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone, translation

from campaign import press
from campaign.living import switches
from campaign.living.models import PressItem, Switch
from petitions import counting
from tests.pages import text_of, tree, with_class
from tests.test_facts import ship

ITEM = {"url": "https://files.example/a.pdf", "day": date(2026, 11, 1), "published": True, "changed_by": "ada"}


@pytest.fixture
def page(petition):
    """page(language) → the page's <main>."""
    return lambda language="en": tree(Client().get(f"/{language}/press/").content.decode()).find("body/main")


def test_both_texts_can_be_copied_as_they_stand(page):
    boxes = with_class(page(), "press-text")
    assert [text_of(box.find("p")) for box in boxes] == [box.find("p/button").get("data-copy") for box in boxes]
    assert len(boxes) == 2


def test_the_key_figures_stand_there_with_their_sources(page):
    [figures] = with_class(page(), "press-figures")
    assert [text_of(one).split()[0] for one in figures] == ["In", "62%", "Analysts", "95%"]
    assert all(one.find("p/a").get("href").startswith("https://") for one in figures)


def test_a_figure_that_is_hidden_is_no_key_figure(page):
    ship("F4", published=False)
    [figures] = with_class(page(), "press-figures")
    assert [text_of(one).split()[0] for one in figures] == ["In", "62%", "95%"]


def test_every_file_exists_and_says_its_format_and_size(page):
    for file in press.downloads():
        size = Path(finders.find(file.path)).stat().st_size
        assert file.kind in ("SVG", "PNG")
        assert file.size == f"{max(1, round(size / 1000))} kB"
        assert f"{file.kind}, {file.size}" in text_of(page())


def test_every_picture_can_be_described_and_every_language_has_its_own(db):
    files = press.downloads()
    assert [file for file in files if not file.alt] == []
    shared = [file.path for file in files if "/share/" in file.path]
    assert shared == [f"img/share/{code}.png" for code in settings.LIVE_LANGUAGES]


def test_pictures_that_look_alike_are_described_once(page):
    lines = [text_of(line) for line in with_class(page(), "downloads")[0]]
    assert [line.count("Alternative text:") for line in lines] == [1] * len({file.alt for file in press.downloads()})


def test_drawings_to_take_hold_no_script_and_no_outside_address():
    for file in press.downloads():
        if file.kind == "SVG":
            text = Path(finders.find(file.path)).read_text().replace("http://www.w3.org/", "")
            assert [bad for bad in ("<script", "http", "<text", "onload") if bad in text] == []


def test_the_other_side_of_the_debate_is_named_only_when_staff_say_so(page):
    words = "The other side of the debate, with sources"
    assert words not in text_of(page())
    Switch.objects.create(key=switches.PRESS_FAIR, about="", is_on=True, changed_by="ada", changed_at=timezone.now())
    assert words in text_of(page())


def test_what_staff_add_stands_there_the_newest_first_with_its_day(page):
    PressItem.objects.create(key="own-1", title={"en": "Release"}, file_format="PDF", size_kb=120, **ITEM)
    PressItem.objects.create(key="own-2", title={"en": "March"}, **ITEM | {"day": date(2026, 11, 20)})
    lines = [text_of(one) for one in with_class(page(), "downloads")[-1]]
    assert lines == ["March 20 November 2026", "Release 1 November 2026, PDF, 120 kB"]


def test_what_is_not_published_is_not_in_the_page(page):
    PressItem.objects.create(key="own-1", title={"en": "Draft of a release"}, **ITEM | {"published": False})
    assert "Draft of a release" not in Client().get("/en/press/").content.decode()


def test_a_title_without_a_translation_stands_there_in_english_and_says_so(page):
    PressItem.objects.create(key="own-1", title={"en": "Release"}, **ITEM)
    [link] = [one for one in page("de").iter("a") if one.get("href") == ITEM["url"]]
    assert link.find("span").get("lang") == "en"


def test_sizes_are_written_for_the_language():
    with translation.override("en"):
        assert [press.kilobytes(0.2), press.kilobytes(1234.4)] == ["1 kB", "1,234 kB"]


def test_journalists_find_our_address(page, settings):
    assert settings.CONTROLLER["press_email"] in text_of(page())


@pytest.mark.parametrize(("count", "is_said"), [(99, False), (1_234, True)])
def test_the_count_and_the_way_to_the_countries_stand_there_from_a_hundred_on(page, monkeypatch, count, is_said):
    monkeypatch.setattr(counting, "confirmed", lambda _: count)
    main = page()
    links = {one.get("href") for one in main.iter("a")}
    assert ("Confirmed signatures: 1,234" in text_of(main), "/en/petition/countries/" in links) == (is_said, is_said)


def test_programmers_find_the_description_of_the_open_numbers(page):
    assert "/api/v1/openapi.json" in {one.get("href") for one in page().iter("a")}
