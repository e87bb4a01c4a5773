"""Who asks for a language that is not live lands on the nearest live one and reads one sentence in their own."""

import re

import pytest

from campaign import nearest
from campaign.languages import NATIVE
from tests.crawl import browser
from tests.pages import text_of, tree, with_class


@pytest.fixture(autouse=True)
def _a_few_languages_are_live(settings, petition):
    settings.LIVE_LANGUAGES = ["de", "el", "en", "mt"]
    settings.LANGUAGES = [(code, NATIVE[code]) for code in settings.LIVE_LANGUAGES]


def door(wish: str) -> str:
    return browser().get("/", headers={"accept-language": wish})["Location"]


def said_on(path: str) -> list[tuple[str | None, str | None, str]]:
    notes = with_class(tree(browser().get(path).content.decode()), "note")
    return [(part.get("lang"), part.get("dir"), text_of(part)) for note in notes[:1] for part in note.iter("span")]


@pytest.mark.parametrize(
    ("wish", "home"),
    [
        ("lb", "/de/?asked=lb"),  # the nearest that is live
        ("sk", "/en/?asked=sk"),  # its nearest, Czech, is not live
        ("sk, el;q=0.5", "/el/?asked=sk"),  # the visitor named one that is
        ("uk-UA, de-AT;q=0.8, en;q=0.5", "/de/?asked=uk"),
        ("de, lb;q=0.9", "/de/"),  # the first wish is met: nothing to say
        ("de-LU", "/de/"),
        ("ja", "/en/"),  # a language that the table doesn't know
        ("*", "/en/"),
        ("", "/en/"),
    ],
)
def test_the_door_leads_to_the_nearest(wish, home):
    assert door(wish) == home


def test_an_address_in_a_language_that_is_not_live_leads_to_the_same_page():
    answer = browser().get("/lb/petition/?utm_source=x")
    assert (answer.status_code, answer["Location"]) == (302, "/de/petition/?utm_source=x&asked=lb")
    assert answer["Cache-Control"] == "max-age=300"


def test_what_was_typed_comes_along():
    answer = browser().post("/SK/petition/", {"name": "Anna"})
    assert (answer.status_code, answer["Location"]) == (307, "/en/petition/?asked=sk")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rest", ["/evil.example/", "\\evil.example/", "%0d%0aX:y/", "%3fasked=de", "../../x"])
def test_no_address_leads_away_from_the_site(rest):
    location = browser().get(f"/sk/{rest}")["Location"]
    assert location.startswith("/en/")
    assert not re.search(r"[\r\n\\]", location)
    assert location.endswith("?asked=sk")


def test_an_unknown_language_is_not_found():
    assert [browser().get(f"/{code}/").status_code for code in ("xx", "ja", "zz")] == [404] * 3


def test_the_page_says_it_in_the_visitors_own_language():
    assert said_on("/en/petition/?asked=uk") == [
        ("uk", "ltr", "Цієї сторінки ще немає українською. Мова сторінки:"),
        ("en", None, "English"),
    ]


def test_arabic_runs_from_right_to_left():
    assert said_on("/en/?asked=ar")[0][:2] == ("ar", "rtl")


def test_the_help_page_says_it_too():
    assert said_on("/de/help/?asked=lb")[0][0] == "lb"


@pytest.mark.parametrize("asked", ["de", "ja", "", "<b>", "uk-UA"])
def test_every_other_question_changes_nothing(asked):
    assert browser().get("/en/?asked=" + asked).content == browser().get("/en/").content


def test_each_of_our_languages_is_in_the_table_and_leads_to_others():
    assert set(NATIVE) <= set(nearest.table())
    assert [code for code, row in nearest.table().items() if code in row.to or not set(row.to) <= set(NATIVE)] == []


def test_every_sentence_ends_where_the_name_of_the_language_follows():
    says = {code: row.says for code, row in nearest.table().items()}
    assert [code for code, text in says.items() if not re.fullmatch(r"[^.:]+\. [^.:]+:", text)] == []
