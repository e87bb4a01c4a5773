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


@pytest.mark.parametrize(("live", "language"), [(["en", "fr"], "fr"), (["de", "en"], "en")])
def test_an_address_that_does_not_exist_answers_in_a_language_that_visitors_have(
    petition, enter, settings, live, language
):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "fr"})
    settings.LANGUAGES = [(code, code) for code in live]
    answer = ana.get("/staff/nowhere/")
    assert (answer.status_code, answer["Content-Language"]) == (404, language)


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


def test_what_the_staff_host_does_not_have_is_said_as_the_browser_asks(petition, settings):
    settings.STAFF_HOST, settings.ALLOWED_HOSTS = "staff.example.org", ["staff.example.org"]
    answer = Client(headers={"host": "staff.example.org"} | GERMAN).get("/nowhere/")
    assert (answer.status_code, *spoken(answer)) == (404, "de", "de")
    assert "Hier ist nichts." in answer.content.decode()


@pytest.mark.parametrize(
    ("wish", "opens", "export"),
    [(GERMAN, "26. Nov", "Zahlen exportieren"), (FRENCH, "26 nov", "Exporter les chiffres")],
)
def test_words_numbers_and_dates_of_a_page_go_together(petition, enter, wish, opens, export):
    petition.opens_at = petition.opens_at.replace(year=petition.opens_at.year - 1, month=11, day=26, hour=12)
    petition.save()
    html = enter("owner").get("/staff/", headers=wish).content.decode()
    assert (opens in html, export in html, ">Export counts<" in html) == (True, True, False)


def test_countries_stand_in_the_order_of_the_readers_language(petition, enter):
    """Austria is Österreich, and stands among the O."""
    html = enter("owner").get("/staff/export/", headers=GERMAN).content.decode()
    order = [html.index(f">{name}</option>") for name in ("Niederlande", "Österreich", "Polen")]
    assert order == sorted(order)


def test_an_export_is_the_same_file_in_every_language(petition, enter, confirmed):
    confirmed("a@example.org", country="AT")
    counting.refresh()
    ana = enter("owner")
    files = [ana.post("/staff/export/", {"format": "csv"}, headers=wish).getvalue() for wish in (GERMAN, FRENCH, {})]
    assert files[0] == files[1] == files[2] != b""


def test_an_act_stays_as_it_was_written_while_its_name_is_translated(petition, enter):
    ana = enter("owner")
    ana.post("/staff/language/", {"language": "de"})
    ana.post("/staff/accounts/invite/", {"name": "newcomer", "email": "new@example.org", "roles": ["counts"]})
    html = ana.get("/staff/campaign/staffact/").content.decode()
    assert ("Konto eingeladen" in html, "Rollen: counts" in html) == (True, True)
