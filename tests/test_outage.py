"""When something under the site is away, a person reads a calm page, in their language, and nothing is half saved."""

import pytest
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError
from django.test import override_settings

from petitions import briefly, signing
from petitions.models import Letter, Petition, Signature, Wording
from tests.crawl import GOOD, browser, post, public_pages

PETITION = "/en/petition/"


@pytest.fixture
def fails(monkeypatch):
    """fails(OperationalError("…")): every signature now fails with this error."""

    def act(error: Exception) -> None:
        def sign(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(signing, "sign", sign)

    return act


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("already closed")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_database_that_is_away_is_a_short_break_FT_14(petition, fails, error, language):
    fails(error)
    response = post(f"/{language}/petition/", GOOD)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")
    assert (response["Content-Language"], f'lang="{language}"' in response.content.decode()) == (language, True)


def crossed() -> OperationalError:
    """What Django raises when PostgreSQL has ended our transaction in favour of another one's."""
    error = OperationalError("deadlock detected")
    error.__cause__ = Deadlock()
    return error


class Deadlock(Exception):
    pgcode = "40P01"


@pytest.mark.parametrize(("failures", "status", "tries"), [(1, 303, 2), (2, 503, 2)])
def test_two_who_met_in_the_database_are_tried_once_more_and_not_for_ever_FT_21(
    petition, monkeypatch, failures, status, tries
):
    tried, sign = [], signing.sign

    def meet_first(*args, **kwargs):
        tried.append(1)
        if len(tried) <= failures:
            raise crossed()
        sign(*args, **kwargs)

    monkeypatch.setattr(signing, "sign", meet_first)
    assert (post(PETITION, GOOD).status_code, len(tried)) == (status, tries)
    assert status == 503 or (Signature.objects.count(), Letter.objects.count()) == (1, 1)


class Standby(Exception):
    pgcode = "25006"


def test_a_database_that_can_only_be_read_is_a_break_in_which_nothing_was_taken_in(petition, fails):
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = Standby()
    fails(error)
    response = post("/en/petition/", GOOD)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Your signature was not taken in" in response.content.decode()


@pytest.mark.parametrize("error", [ProgrammingError("no column"), ValueError("x"), InternalError("y")])
def test_a_mistake_of_ours_is_not_called_a_break(petition, fails, error):
    fails(error)
    assert post(PETITION, GOOD).status_code == 500


def test_the_page_does_not_say_that_a_signature_was_refused_when_nobody_knows(petition, fails):
    fails(OperationalError("lost while committing"))
    assert "Your signature was not taken in" not in post(PETITION, GOOD).content.decode()


@override_settings(VAULT_PUBLIC_KEYS=[])
@pytest.mark.parametrize("path", [PETITION, f"{PETITION}check-your-email/"])
def test_without_a_key_nothing_personal_is_taken_in_and_the_page_says_so_PV_07(petition, path):
    response = post(path, GOOD if path == PETITION else {"email": "anna@example.org"})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Your signature was not taken in" in response.content.decode()
    assert (Signature.objects.count(), Letter.objects.count()) == (0, 0)


@override_settings(VAULT_PUBLIC_KEYS=[])
def test_every_page_can_still_be_read_without_a_key(petition):
    assert {browser().get(page).status_code for page in public_pages()} == {200}


@pytest.mark.parametrize("missing", [Petition, Wording])
def test_before_the_release_step_the_site_is_on_a_break_and_not_broken(petition, missing):
    Wording.objects.all().delete()
    if missing is Petition:
        petition.delete()
    briefly.forget_everything()
    answers = [browser().get(PETITION), browser().get("/en/"), post(PETITION, GOOD)]
    assert [(answer.status_code, answer.get("Retry-After")) for answer in answers] == [(503, "60")] * 3


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("closed")])
def test_the_page_of_the_break_needs_no_database_itself(db, monkeypatch, error):
    def away(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Petition.objects, "get", away)
    for path in ("/de/", "/de/petition/"):
        response = browser().get(path)
        assert (response.status_code, "Kurze Unterbrechung" in response.content.decode()) == (503, True)
    assert browser().get("/de/nowhere/").status_code == 404


def test_the_log_says_what_is_away_and_not_who_wanted_to_sign(petition, fails, caplog):
    fails(OperationalError("connection of anna@example.org refused"))
    post(PETITION, GOOD)
    assert [record.getMessage() for record in caplog.records if record.name == "campaign.outage"] == [
        "database: OperationalError"
    ]
