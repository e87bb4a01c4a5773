"""A kept connection that has died is replaced before somebody's signature is lost on it, and nobody waits for that."""

import pytest
from django.db import connection

from campaign.postgresql import base
from petitions.models import Signature
from tests.crawl import GOOD, post

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the backend of the grown profile"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def line():
    """Our connection, checked at every request as in production; a second ago it lived."""
    connection.ensure_connection()
    connection.health_check_enabled = True
    assert connection.is_usable()
    yield connection
    connection.close()


def asked(line, monkeypatch) -> list[str]:
    """From now on each question to the server is noted here."""
    questions = []
    ask = base.base.DatabaseWrapper.is_usable
    monkeypatch.setattr(base.base.DatabaseWrapper, "is_usable", lambda self: questions.append("?") or ask(self))
    return questions


def hang_up(line):
    """The server ends our connection, as when it is restarted."""
    other = line.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [line.connection.info.backend_pid])
    other.close()


def test_within_a_second_nobody_asks_the_server(line, monkeypatch):
    questions = asked(line, monkeypatch)
    assert ([line.is_usable() for _ in range(3)], questions) == ([True] * 3, [])


def test_after_a_second_the_server_is_asked_once_more(line, monkeypatch):
    questions = asked(line, monkeypatch)
    line._lived_at -= base.ASK_AFTER_SECONDS
    assert ([line.is_usable() for _ in range(3)], questions) == ([True] * 3, ["?"])


def test_after_an_error_the_server_is_asked(line, monkeypatch):
    questions = asked(line, monkeypatch)
    line.errors_occurred = True
    assert (line.is_usable(), questions) == (True, ["?"])


def test_a_server_that_has_hung_up_is_noticed_without_asking(line):
    hang_up(line)
    assert not line.is_usable()


def test_a_connection_that_was_closed_is_no_error(line):
    line.connection.close()
    assert not line.is_usable()


def test_a_signature_right_after_a_restart_of_the_server_is_saved(petition, line):
    assert post("/en/petition/", GOOD).status_code == 303
    line.health_check_enabled = line.health_check_done = False
    line.is_usable()
    hang_up(line)
    line.health_check_enabled = True
    assert post("/en/petition/", GOOD | {"email": "bela@example.org"}).status_code == 303
    assert Signature.objects.count() == 2
