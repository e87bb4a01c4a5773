"""Staff keep the figures: numbers in boxes, nothing doubtful in public, and a look before it is published."""

import pytest
from django.test import Client
from django.urls import reverse

from campaign.living import facts
from campaign.living.models import Fact, PressItem
from campaign.models import StaffAct
from tests.test_facts import ship

pytest_plugins = ("tests.staff",)
OWN = {
    "value_words_en": "9 in 10", "counts_en": "Answers.", "not_told_en": "The rest.", "source_name": "IWF",
    "source_year": "2026", "source_url": "https://iwf.example/", "also_name": "", "also_year": "", "also_url": "",
    "grade": "A", "checked_on": "", "place": "100", "published": "on",
}  # fmt: skip
ITEM = {"title_en": "Release", "url": "https://files.example/a.pdf", "file_format": "PDF", "size_kb": "120",
        "day": "2026-11-20", "published": "on"}  # fmt: skip


@pytest.fixture
def editor(enter, petition):
    return enter("editor")


def form_of(row: Fact, **changed) -> dict[str, str]:
    """What the browser would send, with these boxes changed; None leaves a box out."""
    form = {f"values_{name}": str(number) for name, number in row.values.items()}
    for name in ("source_name", "source_year", "source_url", "also_name", "also_year", "also_url", "grade", "place"):
        form[name] = str(getattr(row, name))
    form |= {"checked_on": "", "published": "on"} | changed
    return {name: value for name, value in form.items() if value is not None}


def save(client: Client, row: Fact, **changed):
    return client.post(reverse("staff:campaign_fact_change", args=[row.pk]), form_of(row, **changed))


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["adminform"].form.errors)


def test_each_number_has_a_box_of_its_own(editor):
    html = editor.get(reverse("staff:campaign_fact_change", args=[ship("F2").pk])).content.decode()
    for name, number in (("percent", 62), ("year", 2024), ("pages", 181112)):
        assert f'<label for="id_values_{name}">%({name})s</label>' in html
        assert f'name="values_{name}" value="{number}"' in html


def test_a_changed_number_is_on_the_page_and_in_the_history(editor):
    row = ship("F2")
    assert save(editor, row, values_percent="58.5").status_code == 302
    assert "<strong>58.5%</strong> hosted in the EU" in editor.get("/en/evidence/").content.decode()
    assert StaffAct.objects.filter(about__values_percent={"was": 62, "now": 58.5}).count() == 1


@pytest.mark.parametrize("number", ["", "many", "62%", "6,2", "-1", "1e9", "NaN", "٦٢", "101"])
def test_what_is_no_number_is_refused_and_the_box_is_named(editor, number):
    answer = save(editor, ship("F2"), values_percent=number)
    assert [error.partition(" ")[0] for error in errors(answer)["values"]] == ["%(percent)s"]


@pytest.mark.parametrize("year", ["24", "2024.5", "20244"])
def test_a_year_has_four_digits(editor, year):
    assert errors(save(editor, ship("F2"), values_year=year))["values"] == [
        "%(year)s is a year: write it with four digits."
    ]


def test_a_form_that_lacks_a_box_is_refused(editor):
    assert list(errors(save(editor, ship("F2"), values_pages=None))) == ["values"]


@pytest.mark.parametrize("change", [{"grade": "C"}, {"grade": "X"}, {"source_url": ""}])
def test_nothing_doubtful_is_published_through_the_form(editor, change):
    row = ship("F1")
    assert list(errors(save(editor, row, **change))) == [*change]
    assert facts.published()["F1"].sources[0].url == row.source_url


def test_it_may_stay_in_the_list_unpublished(editor):
    assert save(editor, ship("F1"), grade="C", published=None).status_code == 302
    assert "F1" not in facts.published()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"source_url": "http://iwf.example/"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"also_url": "http://iwf.example/"}, "also_url"),
        ({"also_url": "https://iwf.example/", "also_name": ""}, "also_name"),
        ({"source_year": "last year"}, "source_year"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"value_words_de": "62 Prozent"}, "value_words"),
    ],
)
def test_a_mistake_is_refused_at_its_box(editor, change, wrong):
    assert list(errors(save(editor, ship("F2"), **change))) == [wrong]


def test_a_figure_of_our_own_needs_its_three_texts_in_english(editor):
    add = reverse("staff:campaign_fact_add")
    short = {name: value for name, value in OWN.items() if not name.endswith("_en")}
    assert list(errors(editor.post(add, short))) == ["value_words", "counts", "not_told"]
    assert editor.post(add, OWN).status_code == 302
    assert [*facts.published()][-1] == Fact.objects.get().key


def test_a_look_before_publishing_shows_the_page_and_saves_nothing(editor):
    row = ship("F3", source_url="https://iwf.example/")
    answer = save(editor, row, published=None, _preview="1", _preview_language="de")
    assert 'id="F3"' in answer.content.decode()
    assert "310.437" in answer.content.decode()
    assert "F3" not in facts.published()


def test_what_ships_stands_in_the_list_with_its_figure(editor):
    ship("F2")
    html = editor.get(reverse("staff:campaign_fact_changelist")).content.decode()
    assert "62% hosted in the EU in 2024." in html


def test_a_press_item_is_added_and_seen(editor):
    assert editor.post(reverse("staff:campaign_pressitem_add"), ITEM).status_code == 302
    assert "https://files.example/a.pdf" in editor.get("/en/press/").content.decode()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [({"title_en": ""}, "title"), ({"title_en": "a" * 61}, "title"), ({"url": "http://files.example/"}, "url")],
)
def test_a_mistake_in_a_press_item_is_refused(editor, change, wrong):
    answer = editor.post(reverse("staff:campaign_pressitem_add"), ITEM | change)
    assert list(errors(answer)) == [wrong]
    assert PressItem.objects.count() == 0


def test_a_look_at_a_press_item_saves_nothing(editor):
    answer = editor.post(reverse("staff:campaign_pressitem_add"), ITEM | {"_preview": "1", "_preview_language": "en"})
    assert "https://files.example/a.pdf" in answer.content.decode()
    assert PressItem.objects.count() == 0
