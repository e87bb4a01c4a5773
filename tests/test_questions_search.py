"""Searching the questions: as people type, in any language, without JavaScript, and never an error page."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone

from campaign.living import search
from campaign.models import Answer
from petitions import flagship
from tests.crawl import browser
from tests.test_questions import keys, page


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, whose last day stands in an answer."""


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Ħelp", "help"), ("ΠΑΙΔΊΣ", "παιδισ"), ("Straße", "strasse"), ("Øl, łódź", "ol, lodz"), ("cœur", "coeur"),
     ("Kin\u00adder", "kinder"), ("žlutý KŮŇ", "zluty kun"), ("дитина", "дитина"), ("طفل", "طفل")],
)  # fmt: skip
def test_accents_and_capitals_make_no_difference(typed, found):
    assert search.fold(typed) == found


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("scientists letter", ["e2ee", "errors"]),
        ("  SCIENTISTS   lètter ", ["e2ee", "errors"]),
        ("“chat control”?", ["chatcontrol"]),
        ("citizens’ initiative", ["sig-official"]),
        ("xyzzy", []),
        ("???", []),
    ],
)
def test_a_search_finds_every_answer_that_holds_all_the_words(typed, answers):
    assert keys(page(f"?q={quote(typed)}")) == answers


def test_a_search_looks_through_the_words_of_the_pages_language():
    Answer.objects.create(key="own-1", changed_by="ada", changed_at=timezone.now(), group="law", published=True,
                          question={"de": "Wer beschließt über Zuständigkeiten?", "en": "Who has a say?"},
                          says={"de": "Das Parlament.", "en": "Parliament."})  # fmt: skip
    found = [keys(page("?q=BESCHLIESST", language=code)) for code in ("de", "en")]
    assert found == [["own-1"], []]


def test_who_runs_the_site_is_found_by_name(monkeypatch):
    monkeypatch.setitem(settings.CONTROLLER, "name", "Fundación Ejemplo")
    assert keys(page("?q=fundacion")) == ["who"]


def test_signs_that_nobody_can_see_are_dropped():
    assert search.wish(" la\x00w\u202e\n") == search.Wish("law")


def test_what_was_typed_stays_in_the_field_and_the_number_of_answers_is_told():
    html = page("?q=scientists+letter").html
    assert ('value="scientists letter"' in html, "Answers found: 2" in html) == (True, True)


def test_the_only_answer_that_was_found_is_open():
    assert [
        one.get("open") for one in page("?q=citizens+initiative").root.iter("details") if one.get("class") == "answer"
    ] == [""]


def test_a_search_without_result_says_so_and_leads_back_to_all():
    html = page("?q=xyzzy").html
    assert ("Nothing found. Try another word." in html, "Show all questions" in html) == (True, True)


def test_a_search_that_is_too_long_is_told_so_and_shows_everything():
    found = page(f"?q={'a' * (search.LONGEST + 1)}")
    assert (found.status, "Most characters: 100" in found.html, len(keys(found))) == (400, True, len(keys(page())))


@pytest.mark.parametrize("query", ["?q=%00", "?q=%FF%FE", "?q=<script>", "?q=%E2%80%AE", "?q", "?q=&q=law", "?q[]=1",
                                   "?q=" + "%25" * 50, "?q=(", "?Q=law", "?q=" + "%F0%9F%94%A5" * 90])  # fmt: skip
def test_odd_input_is_never_an_error(query):
    answer = browser().get(f"/en/questions/{query}")
    assert (answer.status_code, b"<script>" in answer.content) == (200, False)


def test_a_search_costs_as_many_questions_to_the_database_as_the_page(django_assert_num_queries):
    flagship.flagship()
    with django_assert_num_queries(3):  # answers, the state of the law, the banner
        browser().get("/en/questions/?q=law")
