"""The hint to the queue: quick, quiet, and never the supporter's trouble."""

import logging
import os
import socket
import time
from threading import Event

import pytest
from celery import current_app

from petitions import hint
from petitions.hint import tell  # the real one: in other tests no hint leaves the process


@pytest.fixture
def publish_by(monkeypatch):
    """Let the thread publish by this function, until it has nothing left to publish."""
    yield lambda function: monkeypatch.setattr(hint, "_publish", function)
    hint._flag.clear()
    time.sleep(hint.COALESCE_SECONDS * 2)


@pytest.fixture
def published(publish_by):
    """A queue that counts what it is told."""
    told, done = [], Event()

    def publish() -> bool:
        told.append(time.monotonic())
        done.set()
        return True

    publish_by(publish)
    return told, done


@pytest.fixture
def broker(settings, monkeypatch):
    """Let the queue be at this address."""

    def act(url: str) -> None:
        for name in ("broker_url", "broker_write_url"):
            monkeypatch.setitem(current_app.conf, name, url)
        hint._connection.cache_clear()

    yield act
    hint._connection.cache_clear()


def seconds_of(act) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start


def test_a_hundred_supporters_at_once_are_one_or_two_hints(published):
    told, done = published
    for _ in range(100):
        tell()
    assert done.wait(5)
    time.sleep(hint.COALESCE_SECONDS * 2)
    assert len(told) in (1, 2)


def test_telling_costs_the_supporter_nothing_even_when_the_queue_hangs(publish_by):
    hangs, release = Event(), Event()

    def publish() -> bool:
        hangs.set()
        return release.wait(10)

    publish_by(publish)
    tell()
    assert hangs.wait(5)
    assert seconds_of(lambda: [tell() for _ in range(50)]) < 5
    release.set()


def test_a_process_that_was_forked_starts_a_thread_of_its_own(published, monkeypatch):
    told, done = published
    monkeypatch.setattr(hint, "_thread_of_pid", os.getpid() + 1)  # as the child finds it
    tell()
    assert (done.wait(5), hint._thread_of_pid) == (True, os.getpid())


def test_a_dead_broker_is_one_line_in_the_log_and_no_error(broker, caplog):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens: refused
        broker(f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        with caplog.at_level(logging.WARNING, "petitions.hint"):
            assert hint._publish() is False
    assert len(caplog.records) == 1


def test_a_frozen_broker_is_given_up_within_seconds(broker):
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # accepts, and never says a word
        broker(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
        answers = []
        assert seconds_of(lambda: answers.append(hint._publish())) < 5
    assert answers == [False]


def test_all_hints_of_a_process_go_over_one_connection(monkeypatch):
    made, connect = [], current_app.connection_for_write
    monkeypatch.setattr(current_app, "connection_for_write", lambda **options: made.append(1) or connect(**options))
    hint._connection.cache_clear()
    assert ([hint._publish() for _ in range(5)], len(made)) == ([True] * 5, 1)


def test_a_broker_that_was_restarted_is_told_over_a_new_connection(monkeypatch, caplog):
    hint._publish()
    tries, send = [], hint._send

    def meet_the_dead_one_first(connection):
        tries.append(id(connection))
        if len(tries) == 1:
            raise ConnectionResetError
        send(connection)

    monkeypatch.setattr(hint, "_send", meet_the_dead_one_first)
    assert (hint._publish(), len(tries), caplog.records) == (True, 2, [])


def test_a_hint_names_a_task_that_there_is_and_carries_nothing():
    current_app.loader.import_default_modules()
    assert hint.TASK in current_app.tasks
    assert hint._publish() is True
    with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        message = queue.get(timeout=5)
        message.ack()
    assert (message.headers["task"], message.payload[:2]) == (hint.TASK, [[], {}])
    assert message.headers["expires"] is not None


def test_after_a_failure_the_thread_rests_longer_each_time():
    rests = [min(hint.BREAK_FIRST * 2**n, hint.BREAK_LONGEST) for n in range(6)]
    assert rests == [1, 2, 4, 8, 15, 15]
