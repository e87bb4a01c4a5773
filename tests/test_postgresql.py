"""A kept connection that has died is replaced before somebody's signature is lost on it, and nobody waits for that."""

import socket
import threading
import time

import psycopg2
import pytest
from django.db import OperationalError, connection

from campaign.postgresql import base, patience
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
    connection._lived_at = float("-inf")  # another test's clock may have been ahead
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


# --- a server that says nothing more ------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch, line):
    """Watched with half a second of patience, until the test is over."""
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.05):
            patience.look()

    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.5)
    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    yield line
    is_over.set()
    watch.join()


def test_who_waits_for_a_server_that_says_nothing_more_hears_of_a_lost_line(impatient, caplog):
    began = time.monotonic()
    with pytest.raises(OperationalError), impatient.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    assert 0.5 <= time.monotonic() - began < 10
    assert [record.levelname for record in caplog.records if record.name == "campaign.postgresql.patience"] == ["ERROR"]


def test_a_line_on_which_nobody_waits_is_left_alone_however_long_it_rests(impatient):
    before = impatient.connection
    time.sleep(0.8)
    with impatient.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert (impatient.connection is before, before.closed) == (True, 0)


def test_how_long_a_line_is_silent_is_known_of_tcp_alone(line):
    time.sleep(0.3)
    assert 0.2 < patience.seconds_since_sent(line.connection.fileno()) < 3
    ours, theirs = socket.socketpair()
    assert (patience.seconds_since_sent(ours.fileno()), patience.seconds_since_sent(10**6)) == (0, 0)
    ours.close(), theirs.close()


@pytest.fixture
def silence(monkeypatch):
    """silence(2.0): the next connections take so long and then fail; returns who tried."""
    tried, clock = [], [1000.0]
    monkeypatch.setattr(base.time, "monotonic", lambda: clock[0])

    def act(seconds: float) -> tuple[list[str], list[float]]:
        def fail(_self, _params):
            tried.append("!")
            clock[0] += seconds
            raise psycopg2.OperationalError("no answer")

        monkeypatch.setattr(base.base.DatabaseWrapper, "get_new_connection", fail)
        return tried, clock

    yield act
    base.DatabaseWrapper._silent_until = float("-inf")


def connect(line) -> str:
    with pytest.raises(psycopg2.OperationalError) as failed:
        line.get_new_connection({})
    return str(failed.value)


def test_after_one_has_waited_for_nothing_the_others_hear_so_at_once(line, silence):
    tried, clock = silence(2.0)
    assert [connect(line) for _ in range(3)] == ["no answer", *["the server did not answer a moment ago"] * 2]
    clock[0] += base.REST_SECONDS
    assert (connect(line), len(tried)) == ("no answer", 2)


def test_a_server_that_refuses_is_asked_each_time_because_it_costs_nothing(line, silence):
    tried, _ = silence(0.01)
    assert ([connect(line) for _ in range(3)], len(tried)) == (["no answer"] * 3, 3)
