"""No faster than a provider allows: letters leave evenly spaced, run after run, and no lease ends meanwhile."""

import pytest

from petitions import delivery, outbox
from petitions.delivery import Pace


@pytest.fixture
def clock(monkeypatch):
    """A clock that only waiting moves; returns how long each wait was."""

    class Clock:
        now, waits = 1000.0, []

        def monotonic(self) -> float:
            return self.now

        def sleep(self, seconds: float) -> None:
            self.waits.append(round(seconds, 3))
            self.now += seconds

    clock = Clock()
    clock.waits = []
    monkeypatch.setattr(delivery, "time", clock)
    return clock


def test_letters_leave_evenly_spaced_and_the_first_at_once(clock, settings):
    settings.MAIL_PER_SECOND = 4
    pace = Pace()
    for _ in range(4):
        pace.wait()
    assert clock.waits == [0, 0.25, 0.25, 0.25]


def test_who_took_long_over_a_letter_waits_no_longer_for_the_next(clock, settings):
    settings.MAIL_PER_SECOND = 4
    pace = Pace()
    pace.wait()
    clock.now += 0.2
    pace.wait()
    clock.now += 60
    pace.wait()
    assert clock.waits == [0, 0.05, 0]


def test_a_pause_is_not_made_up_for_by_a_burst(clock, settings):
    settings.MAIL_PER_SECOND = 2
    pace = Pace()
    pace.wait()
    clock.now += 3600
    for _ in range(3):
        pace.wait()
    assert clock.waits == [0, 0, 0.5, 0.5]


def test_without_a_limit_nobody_waits(clock, settings):
    settings.MAIL_PER_SECOND = 0
    Pace().wait()
    assert clock.waits == []


def test_a_limit_of_almost_nothing_still_ends_before_a_lease_does(clock, settings):
    settings.MAIL_PER_SECOND = 0.001
    pace = Pace()
    pace.wait(), pace.wait()
    # the last letter of a batch is begun before half of the lease is over
    assert clock.waits[1] + 2 * settings.EMAIL_TIMEOUT < outbox.LEASE_SECONDS / 2


def test_every_letter_of_every_run_of_a_process_waits_for_its_turn(clock, settings, sign, monkeypatch, mailoutbox):
    monkeypatch.setattr(delivery, "PACE", Pace())
    settings.MAIL_PER_SECOND = 10
    for name in ("anna", "ben"):
        sign(f"{name}@example.org")
    outbox.pay()
    sign("carla@example.org")
    outbox.pay()
    assert (clock.waits, len(mailoutbox)) == ([0, 0.1, 0.1], 3)
