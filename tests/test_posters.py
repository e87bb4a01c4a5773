"""Pages to print: what stands on the sheets, in the reader's language, and where their codes lead."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from petitions import qr
from tests.pages import Page, text_of, with_class

LIVE = settings.LIVE_LANGUAGES
SHEETS = {"poster/": 1, "poster/class/": 1, "poster/teacher/": 2}
LEADS_TO = {"poster/": "petition/", "poster/class/": "asks/easy/", "poster/teacher/": "petition/"}
each_language = pytest.mark.parametrize("language", LIVE)


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition that posters lead to."""


def page(path: str) -> Page:
    answer = Client().get(path)
    return Page(path, answer.status_code, answer.content.decode())


def sheets(path: str) -> str:
    """The words on paper."""
    return " ".join(text_of(sheet) for sheet in with_class(page(path).root, "sheet"))


@each_language
@pytest.mark.parametrize("address", SHEETS)
def test_every_sheet_leads_to_its_page_in_the_readers_language(language, address):
    found = page(f"/{language}/{address}")
    target = f"{settings.SITE_ORIGIN}/{language}/{LEADS_TO[address]}"
    drawn = [path.get("d") for svg in with_class(found.root, "qr") for path in svg.iter("path")]
    assert drawn[1:] == [qr.code(target).path]
    assert [text_of(one) for one in with_class(found.root, "sheet-address")] == [target.partition("://")[2]]
    assert len(with_class(found.root, "sheet")) == SHEETS[address]


@each_language
@pytest.mark.parametrize("address", SHEETS)
def test_every_sheet_says_where_help_is_and_who_answers_for_it(language, address):
    found = page(f"/{language}/{address}")
    feet = [text_of(foot) for foot in with_class(found.root, "sheet-foot")]
    assert len(feet) == SHEETS[address]
    assert [re.findall(r"112|116 111", foot) for foot in feet] == [["112", "116 111"]] * SHEETS[address]
    assert all(settings.CONTROLLER["name"] in foot for foot in feet)


@each_language
def test_the_poster_carries_headline_words_and_street(language):
    with translation.override(language):
        words = gettext(
            "Children have a right to be safe, online as offline. Ask the EU for a lasting law. "
            "You can sign in your language. #ChildSafetyON"
        )
        headline = re.sub("<.*?>", "", gettext("Switch child safety <strong>on.</strong>"))
    for said in (headline, words):
        assert " ".join(said.split()) in sheets(f"/{language}/poster/")
    assert len(with_class(page(f"/{language}/poster/").root, "window")) == 27


def test_a_class_finds_one_lit_window_and_colours_in_the_others():
    lights = [light.get("height") for light in with_class(page("/en/poster/class/").root, "window-light")]
    assert sorted(lights) == ["0"] * 26 + ["46"]


def test_no_child_is_asked_to_sign():
    assert "Sign the petition" in sheets("/en/poster/")
    assert "Sign the petition" not in sheets("/en/poster/class/")


def test_teachers_get_asks_and_figures_with_sources_and_with_what_they_leave_open():
    root = page("/en/poster/teacher/").root
    facts = with_class(root, "fact")
    assert len(with_class(root, "ask")) == 4
    assert len(facts) == 3
    assert [len(with_class(fact, "source")) for fact in facts] == [1, 1, 1]
    assert [len(with_class(fact, "fact-not")) for fact in facts] == [1, 1, 1]


def test_everybody_who_may_want_a_poster_finds_the_way_to_it():
    ways = {
        "/en/petition/thank-you/": "/en/poster/",
        "/en/about/": "/en/poster/",
        "/en/petition/": "/en/poster/class/",
        "/en/privacy/young-readers/": "/en/poster/class/",
        "/en/prevention/education/": "/en/poster/teacher/",
    }
    assert {start: target for start, target in ways.items() if target not in page(start).links()} == {}


def test_the_printed_form_is_a_code_and_the_address_of_the_petition():
    for start in ("/en/", "/en/petition/", "/en/asks/listen/"):
        [printed] = with_class(page(start).root, "sign-printed")
        target = qr.code(f"{settings.SITE_ORIGIN}/en/petition/")
        assert [path.get("d") for path in printed.iter("path")][1:] == [target.path]
        assert text_of(printed) == f"Sign the petition {target.short}"
