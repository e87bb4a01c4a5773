"""What staff change is forgotten by every process within a second, and a Valkey that is away costs readers nothing."""

import socket
import threading

import pytest
import redis
from django.db import transaction

from campaign import audit
from petitions import briefly, changed
from tests.copies import Site


class Valkey:
    """One key, and switches for its moods."""

    def __init__(self):
        self.mark, self.is_away = None, False

    def get(self, _):
        if self.is_away:
            raise redis.TimeoutError
        return self.mark

    def set(self, _, mark):
        self.get(_)
        self.mark = mark


class Enough(Exception):
    """The watcher has looked often enough."""


@pytest.fixture
def valkey(monkeypatch, settings):
    settings.REDIS_URL = "redis://valkey.example/0"
    valkey = Valkey()
    monkeypatch.setattr(changed.valkey, "client", lambda url, seconds: valkey)
    return valkey


@pytest.fixture
def forgotten(monkeypatch):
    times: list[int] = []
    monkeypatch.setattr(briefly, "_forget", [lambda: times.append(1)])
    return times


def watch(*happens) -> list[float]:
    """Let another process watch; before each further look one of these happens. Its pauses."""
    pauses, left = [], list(happens)

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if not left:
            raise Enough
        left.pop(0)()

    with pytest.raises(Enough):
        changed.watch(sleep)
    return pauses


def test_another_process_forgets_when_somebody_tells_and_only_then(valkey, forgotten):
    watch(lambda: None, lambda: valkey.set("", b"new"), lambda: None, lambda: valkey.set("", b"newer"))
    assert len(forgotten) == 2


def test_who_tells_forgets_at_once_and_leaves_a_new_mark_each_time(valkey, forgotten, transactional_db):
    changed.tell()
    first = valkey.mark
    changed.tell()
    assert (len(forgotten), bool(first), first == valkey.mark) == (2, True, False)


def test_nobody_hears_of_what_is_not_committed(valkey, forgotten, transactional_db):
    with transaction.atomic():
        changed.tell()
        assert (forgotten, valkey.mark) == ([], None)
    assert (len(forgotten), bool(valkey.mark)) == (1, True)


def test_without_valkey_staff_are_not_kept_from_their_work(valkey, forgotten, transactional_db):
    valkey.is_away = True
    changed.tell()
    assert len(forgotten) == 1


def test_what_was_told_while_nobody_could_hear_is_heard_afterwards(valkey, forgotten):
    def comes_back():
        valkey.is_away, valkey.mark = False, b"new"

    pauses = watch(lambda: setattr(valkey, "is_away", True), comes_back)
    assert (len(forgotten), pauses) == (1, [changed.LOOK_SECONDS, changed.REST_SECONDS, changed.LOOK_SECONDS])


def test_the_demo_is_one_process_and_watches_nobody(settings):
    settings.REDIS_URL = ""
    assert changed.watch(lambda _: pytest.fail("it waits")) is None


def test_a_frozen_valkey_holds_up_the_watcher_alone_and_for_a_tenth_of_a_second(settings):
    frozen = socket.create_server(("127.0.0.1", 0))  # takes connections, says nothing
    settings.REDIS_URL = f"redis://127.0.0.1:{frozen.getsockname()[1]}/0"
    settings.ALLOWED_HOSTS, site, pauses = ["*"], Site(), []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        raise Enough

    watcher = threading.Thread(target=lambda: pytest.raises(Enough, changed.watch, sleep))
    watcher.start()
    assert [site.get().status for _ in range(100)] == [200] * 100
    watcher.join(5)
    frozen.close()
    assert pauses == [changed.REST_SECONDS]


@pytest.mark.parametrize(("act", "is_told"), [(audit.Act.CONTENT, True), (audit.Act.HOLD, True),
                                             (audit.Act.LOGIN, False), (audit.Act.EXPORT, False)])  # fmt: skip
def test_whatever_staff_do_that_pages_show_is_told(monkeypatch, admin_user, act, is_told):
    told = []
    monkeypatch.setattr(changed, "tell", lambda: told.append(1))
    audit.record(act, by=admin_user)
    assert bool(told) == is_told
