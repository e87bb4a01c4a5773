"""A process remembers for a few seconds what everybody asks, and never a failure."""

import threading

import pytest

from petitions import briefly as room
from petitions.briefly import briefly, forget_everything


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves only when told: clock.now += 5."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(room.time, "monotonic", lambda: Clock.now)
    return Clock


@pytest.fixture
def asked(clock):
    """A function that is remembered for five seconds, and the list of the times it really ran."""
    calls: list[object] = []

    @briefly(seconds=5)
    def ask(*args: object, **kwargs: object) -> int:
        calls.append((args, kwargs))
        if args == ("fail",):
            raise LookupError
        return len(calls)

    return ask, calls


def test_within_the_seconds_the_answer_is_the_same(asked, clock):
    ask, calls = asked
    first = ask()
    clock.now += 4.9
    assert (ask(), len(calls)) == (first, 1)


def test_after_the_seconds_it_is_asked_again(asked, clock):
    ask, calls = asked
    first = ask()
    clock.now += 5.1
    assert (ask() == first, len(calls)) == (False, 2)


def test_each_question_has_its_own_answer(asked):
    ask, _ = asked
    assert [ask(1), ask(2), ask(n=1), ask(1), ask(2), ask(n=1)] == [1, 2, 3, 1, 2, 3]


def test_a_failure_is_not_remembered(asked):
    ask, calls = asked
    for _ in range(2):
        with pytest.raises(LookupError):
            ask("fail")
    assert len(calls) == 2


def test_an_answer_of_nothing_is_an_answer(clock):
    calls = []
    nothing = briefly(seconds=5)(lambda: calls.append(1))
    assert (nothing(), nothing(), len(calls)) == (None, None, 1)


def test_everything_can_be_forgotten_at_once(asked):
    ask, calls = asked
    ask()
    forget_everything()
    ask()
    assert len(calls) == 2


def test_many_threads_get_one_answer_or_its_equal():
    answers = []
    ask = briefly(seconds=60)(lambda: "same")
    threads = [threading.Thread(target=lambda: answers.append(ask())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["same"] * 20


def test_a_remembering_function_keeps_its_name():
    assert briefly(seconds=1)(test_a_remembering_function_keeps_its_name).__name__.startswith("test_a_remembering")


def test_a_look_afresh_asks_anew_and_is_forgotten():
    answers = iter("abc")

    @briefly(seconds=60)
    def ask() -> str:
        return next(answers)

    before = ask()
    with room.afresh():
        looked = ask()
    assert (before, looked, ask()) == ("a", "b", "a")


def test_what_was_asked_before_everything_was_forgotten_is_not_remembered():
    answers = iter("abc")

    @briefly(seconds=60)
    def ask() -> str:
        answer = next(answers)
        if answer == "a":
            forget_everything()  # somebody changes it while it is read
        return answer

    assert [ask(), ask(), ask()] == ["a", "b", "b"]
