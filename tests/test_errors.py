"""Every error is a page that a person can read, in the language of the address, and that hides our insides."""

import pytest
from django import __version__
from django.conf import settings
from django.template import TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from campaign import errors
from petitions import card
from tests.crawl import GOOD, browser, post

CANARY = "canary-in-the-message /srv/app/views.py SELECT * FROM petitions_signature"
INSIDES = ("canary", "/srv/", "SELECT", "petitions_", "Traceback", "Exception", "Error", ".py", "Django", __version__)


@pytest.fixture
def broken(monkeypatch):
    """broken(error): every page with the form now fails with it."""

    def act(error: Exception) -> None:
        def context(*_: object) -> None:
            raise error

        monkeypatch.setattr(card, "context", context)

    return act


UNWRITABLE = UnicodeEncodeError("utf-8", CANARY, 0, 1, "surrogate")
ERRORS = [RuntimeError(CANARY), KeyError(CANARY), TemplateSyntaxError(CANARY), UNWRITABLE]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_view_that_fails_shows_a_page_without_our_insides_WB_24(petition, broken, error, language):
    broken(error)
    response = browser().get(f"/{language}/petition/")
    page = response.content.decode()
    headers = response["Content-Language"], response["Cache-Control"]
    assert (response.status_code, *headers) == (500, language, "no-store")
    assert [inside for inside in INSIDES if inside in page] == []
    assert (page.count("<h1>"), f'<html lang="{language}"' in page) == (1, True)


def test_a_view_that_fails_says_that_signing_again_does_no_harm(petition, broken):
    broken(RuntimeError(CANARY))
    assert "Signing again does no harm: you are counted once." in browser().get("/en/petition/").content.decode()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("status", errors.STATUSES)
def test_every_error_has_its_page_in_every_live_language(db, status, language):
    with translation.override("en" if language == "de" else "de"):  # whatever was active before
        response = errors.page(RequestFactory().get(f"/{language}/somewhere/"), status, minutes=3)
    page = response.content.decode()
    assert (response.status_code, response["Content-Language"], response["Retry-After"]) == (status, language, "180")
    assert (page.count("<h1>"), f'<html lang="{language}"' in page) == (1, True)
    assert [inside for inside in INSIDES if inside in page] == []
    assert f"/{language}/petition/" in page


@pytest.mark.parametrize("status", errors.STATUSES)
def test_every_error_page_leads_to_help(db, status):
    page = errors.page(RequestFactory().get("/en/"), status).content.decode()
    assert '/en/help/"' in page
    assert 'name="robots" content="noindex"' in page


def test_no_error_page_promises_minutes_that_nobody_counted(db):
    response = errors.page(RequestFactory().get("/en/"), 503)
    assert ("Retry-After" in response, "Minutes" in response.content.decode()) == (False, False)


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (400, lambda lang: browser().get(f"/{lang}/", headers={"host": "evil.example"})),
        (403, lambda lang: post(f"/{lang}/petition/", GOOD, origin="https://evil.example")),
        (404, lambda lang: browser().get(f"/{lang}/nowhere/")),
        (405, lambda lang: browser().put(f"/{lang}/petition/")),
        (413, lambda lang: post(f"/{lang}/petition/", "x" * 40_000)),
        (415, lambda lang: post(f"/{lang}/petition/", "{}", kind="application/json")),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_real_errors_speak_the_language_of_the_address_WB_24(petition, status, ask, language):
    response = ask(language)
    assert (response.status_code, response["Content-Language"]) == (status, language)
    assert f'<html lang="{language}"' in response.content.decode()


def test_what_a_stranger_typed_into_an_address_is_not_shown_back(petition):
    page = browser().get("/en/<script>alert(1)</script>/?q=<img src=x>").content.decode()
    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_an_address_without_a_language_gets_a_page_in_the_browsers(db):
    response = browser().get("/nowhere/", headers={"accept-language": "de"})
    assert (response.status_code, response["Content-Language"]) == (404, "de")


def test_no_test_of_this_site_shows_the_insides_by_setting():
    assert settings.DEBUG is False
