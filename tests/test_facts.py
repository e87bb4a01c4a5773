"""The figures that the public may see: what ships, what staff change, and what never gets out."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from campaign.living import facts
from campaign.living.models import Fact
from campaign.living.numbers import written
from petitions import briefly
from tests.pages import text_of, tree, with_class

SHOWING = (
    "/en/", "/en/asks/", "/en/asks/detect-report-remove/", "/en/asks/listen/", "/en/poster/teacher/", "/en/evidence/",
    "/en/press/", "/en/evidence/figures.csv",
)  # fmt: skip
OWN = {
    "value_words": {"en": "<b>9</b> in 10 & more", "de": "9 von 10"},
    "counts": {"en": "Answers."},
    "not_told": {"en": "The rest."},
    "source_name": "IWF",
    "source_year": "2026",
    "source_url": "https://iwf.example/",
    "published": True,
    "changed_by": "ada",
}


def ship(key: str, **changed) -> Fact:
    """A row of what ships, as staff have changed it, two seconds later."""
    briefly.forget_everything()
    [one] = [one for one in facts.DELIVERED if one.key == key]
    return Fact.objects.create(key=key, **{**one.row, "changed_by": "ada", "changed_at": timezone.now()} | changed)


@pytest.fixture
def read(petition):
    """read(address) → the words of the page."""
    return lambda path: text_of(tree(Client().get(path).content.decode()).find("body/main"))


def test_all_eighteen_ship_and_only_the_one_without_a_published_report_is_hidden(db):
    assert [one.key for one in facts.DELIVERED] == [f"F{number}" for number in range(1, 19)]
    assert {one.key for one in facts.DELIVERED} - {*facts.published()} == {"F3"}


def test_every_sentence_that_ships_finds_its_numbers(db):
    ship("F3", published=True, source_url="https://iwf.example/")
    for language in ("en", "de", "el", "mt"):
        with translation.override(language):
            whole = [str(words) for one in facts.published().values() for words in words_of(one)]
            assert [words for words in whole if "%(" in words or not words] == []


def words_of(figure: facts.Figure) -> list[str]:
    return [figure.value, figure.counts, figure.not_told, figure.says, figure.hero_value, figure.hero_text]


def test_no_number_ships_that_stands_in_no_sentence():
    for one in facts.DELIVERED:
        text = " ".join(str(words) for words in one.words.values())
        assert [name for name in one.row["values"] if f"%({name})s" not in text] == []


def test_every_source_that_ships_can_be_opened_and_says_its_year():
    shipped = [one.row for one in facts.DELIVERED if one.row["published"]]
    assert [row for row in shipped if not row["source_url"].startswith("https://")] == []
    assert [row for row in shipped if row["grade"] not in ("A", "B")] == []


def test_an_address_of_our_own_words_is_theirs_only_with_the_name_and_year_that_ship(db):
    ship("F2", source_year="2025")
    ship("F15", source_url="https://elsewhere.example/")
    found = facts.published()
    assert found["F2"].sources == (facts.Source("Source: IWF, reported by The Brussels Times, 2025", SHIPPED_URL),)
    assert found["F15"].sources[0] == facts.Source(
        "Source: #ChildSafetyON statement, undated", "https://elsewhere.example/"
    )


SHIPPED_URL = next(one.row["source_url"] for one in facts.DELIVERED if one.key == "F2")


@pytest.mark.parametrize("grade", ["C", "X"])
def test_the_database_refuses_a_public_figure_with_a_doubtful_source(db, grade):
    with pytest.raises(IntegrityError, match="fact_has_a_good_source"), transaction.atomic():
        ship("F1", grade=grade)


def test_the_database_refuses_a_public_figure_without_a_link(db):
    with pytest.raises(IntegrityError, match="fact_has_a_good_source"), transaction.atomic():
        ship("F1", source_url="")


@pytest.mark.parametrize("change", [{"grade": "C"}, {"grade": "X"}, {"source_url": ""}, {"published": False}])
def test_such_a_figure_would_reach_no_page_even_if_the_database_let_it_in(change):
    row = Fact(**OWN | change)
    assert not facts.is_public(row)


@pytest.mark.parametrize("path", SHOWING)
def test_what_is_not_published_is_in_no_page(petition, path):
    for key in facts.published():
        ship(key, published=False)
    html = Client().get(path).content.decode()
    gone = ["62.9", "62%", "3,440", "92%", "95%", "200 companies", "518,720", "ncmec.org", "fell by half", "VOICE"]
    assert [words for words in gone if words in html] == []


def test_without_the_first_figure_the_second_stands_large_on_the_home_page(petition):
    ship("F1", published=False)
    [box] = with_class(tree(Client().get("/en/").content.decode()), "figure")
    assert text_of(box).startswith("62% hosted in the EU in 2024. Web pages the Internet Watch Foundation traced")


def test_without_both_none_stands_large(petition):
    ship("F1", published=False)
    ship("F2", published=False)
    assert with_class(tree(Client().get("/en/").content.decode()), "figure") == []


def test_a_number_that_staff_change_shows_everywhere(read):
    ship("F2", values={"percent": 58, "year": 2025, "pages": 200001})
    assert "58% of the child sexual abuse web pages" in read("/en/")
    assert "58% of the child sexual abuse web pages" in read("/en/press/")
    assert "58% hosted in the EU in 2025." in read("/en/evidence/")
    assert "traced to servers in EU countries: 200,001 pages." in read("/en/evidence/")


def test_a_number_in_a_sentence_of_an_ask_is_the_one_that_staff_keep(read):
    ship("F15", values={"companies": 230, "companies_before": 300})
    assert "more than 230 companies" in read("/en/asks/")
    assert "more than 230 companies" in read("/en/asks/detect-report-remove/")


def test_words_of_staff_stand_on_the_asks_as_well(read):
    ship("F15", says={"en": "About 190 companies do so."})
    assert "About 190 companies do so." in read("/en/asks/")
    assert "more than 200 companies" not in read("/en/asks/detect-report-remove/")


def test_words_of_staff_stand_large_as_well(petition):
    ship("F1", value_words={"en": "Many files"}, counts={"en": "Reported."})
    hero = facts.hero(facts.published())
    assert (str(hero.hero_value), str(hero.hero_text)) == ("Many files", "Reported.")


def test_a_number_that_staffs_row_lacks_is_the_one_that_ships(db):
    ship("F2", values={"percent": 58})
    assert str(facts.published()["F2"].value) == "<strong>58%</strong> hosted in the EU in 2024."


def test_words_of_staff_are_no_markup(db):
    Fact.objects.create(key="own-1", **OWN)
    assert conditional_escape(facts.published()["own-1"].value) == "&lt;b&gt;9&lt;/b&gt; in 10 &amp; more"


def test_a_figure_of_staff_falls_back_to_english_and_the_page_says_so(petition):
    Fact.objects.create(key="own-1", **OWN)
    root = tree(Client().get("/de/evidence/").content.decode())
    [card] = [one for one in with_class(root, "evidence-card") if one.get("id") == "own-1"]
    assert [one.get("lang") for one in card.iter("dd") for one in one.iter("span")] == ["en", "en"]
    assert text_of(card.find("h2")) == "9 von 10"
    assert len([one for one in with_class(root, "note") if one.find("a") is not None]) == 1


def test_figures_stand_in_the_order_of_their_places(db):
    Fact.objects.create(key="own-1", **OWN | {"place": 0})
    assert [*facts.published()][:2] == ["own-1", "F1"]


@pytest.mark.parametrize(
    ("name", "number", "language", "text"),
    [
        ("percent_duty", 81, "de", "81\u00a0%"),
        ("percent", 62.5, "en", "62.5%"),
        ("files", 62.9, "de", "62,9"),
        ("pages", 181112, "mt", "181,112"),
        ("year_then", 2021, "el", "2021"),
    ],
)
def test_a_number_is_written_as_its_name_and_the_language_say(name, number, language, text):
    with translation.override(language):
        assert written(name, number) == text


def test_bars_are_as_long_as_their_numbers(db):
    assert [(bar.label, bar.number, bar.share) for bar in facts.published()["F4"].bars] == [
        ("2024", "13", 0.4),
        ("2025", "3,440", 100.0),
    ]


def test_all_figures_cost_one_query_in_two_seconds_whatever_the_language(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        facts.for_pages()
        with translation.override("de"):
            assert str(facts.published()["F2"].numbers["percent"]) == "62\u00a0%"
