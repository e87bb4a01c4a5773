"""Staff read their area in English, German or French: as they chose, else as their browser asks."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign import digest
from campaign.models import StaffLanguage
from petitions import counting
from tests.pages import tree

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)

GERMAN, FRENCH, GREEK = ({"accept-language": wish} for wish in ("de-AT,en;q=0.5", "fr-BE", "el,mt;q=0.9"))
PASSWORD = "a long password"


def spoken(answer) -> tuple[str, str]:
    """What the page says of its language: to the reader's machine in its head, and in the answer's header."""
    return tree(answer.content.decode()).get("lang", ""), answer["Content-Language"]


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("de", "de"), ("de-AT,en;q=0.5", "de"), ("en;q=0.3,fr-CH;q=0.9", "fr"), ("el,fr;q=0.2", "fr"), ("el", "en"),
        ("*", "en"), ("", "en"), ("garbage;q=x, de", "en"), ("DE", "de"), ("pt-BR, en-US;q=0.9, de;q=0.8", "en"),
    ],
)  # fmt: skip
def test_the_login_page_speaks_as_the_browser_asks(petition, wish, language):
    assert spoken(Client().get("/staff/login/", headers={"accept-language": wish})) == (language, language)


def test_a_password_link_speaks_as_the_browser_asks(petition):
    assert spoken(Client().get("/staff/set-password/x/y/", headers=FRENCH)) == ("fr", "fr")


@pytest.mark.parametrize("code", ["en", "de", "fr"])
def test_who_has_chosen_a_language_reads_it_whatever_the_browser_asks(petition, enter, code):
    ana = enter("owner")
    assert ana.post("/staff/language/", {"language": code})["Location"] == "/staff/"
    assert [spoken(ana.get("/staff/", headers=wish)) for wish in (GERMAN, FRENCH, GREEK)] == [(code, code)] * 3


def test_the_choice_comes_along_to_the_next_login_in_another_browser(petition, enter, settings, same_origin):
    settings.STAFF_SECOND_FACTOR = False
    enter("owner").post("/staff/language/", {"language": "fr"})
    User.objects.get().totpdevice_set.all().delete()
    elsewhere = Client(headers=same_origin | GERMAN)
    assert spoken(elsewhere.get("/staff/login/")) == ("de", "de")
    elsewhere.post("/staff/login/", {"username": "ana", "password": PASSWORD})
    assert spoken(elsewhere.get("/staff/")) == ("fr", "fr")


def test_a_language_that_is_none_of_ours_is_refused_and_changes_nothing(petition, enter):
    ana = enter("owner")
    assert [ana.post("/staff/language/", {"language": code}).status_code for code in ("el", "", "xx")] == [400] * 3
    assert list(StaffLanguage.objects.all()) == []


def test_the_choice_of_one_account_is_not_the_choice_of_another(petition, enter):
    enter("owner").post("/staff/language/", {"language": "de"})
    assert spoken(enter("editor", "eva").get("/staff/")) == ("en", "en")


def test_a_page_asks_the_database_for_no_language(petition, enter, django_assert_max_num_queries):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "de"})
    with django_assert_max_num_queries(99) as asked:
        assert spoken(ana.get("/staff/second-factor/")) == ("de", "de")
    assert [query for query in asked.captured_queries if "stafflanguage" in query["sql"]] == []


def test_public_pages_stay_in_the_language_of_their_address(petition, enter):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "de"})
    answer = ana.get("/en/privacy/", headers=FRENCH)
    assert (answer.status_code, *spoken(answer)) == (200, "en", "en")


def test_an_address_that_does_not_exist_answers_in_a_language_that_visitors_have(petition, enter):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "fr"})
    answer = ana.get("/staff/nowhere/")
    assert (answer.status_code, answer["Content-Language"]) == (404, "en")


def test_the_components_of_the_public_pages_stay_english(petition, enter):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "de"})
    assert spoken(ana.get("/staff/components/")) == ("en", "en")


def test_the_daily_summary_comes_in_the_language_of_each_account(petition, enter, mailoutbox):
    enter("owner", "ana").post("/staff/language/", {"language": "de"})
    enter("owner", "bob")
    User.objects.update(email="staff@example.org")
    digest.send()
    day = counting.day_of(petition.opens_at)
    wanted = [digest.letter(day, language=language) for language in ("de", "en")]
    assert [message.subject for message in mailoutbox] == [subject for subject, _ in wanted]
