"""Surge mode: on at five times the usual rate for two minutes, off after fifteen calm ones; staff may decide."""

from datetime import timedelta

import pytest
import time_machine
from django.db import Error
from django.test import RequestFactory

from petitions import briefly, clock, limits, surge, tasks
from petitions.models import AskedMinute, Letter, SurgeChange
from tests.crowd import at_once

MINUTE = timedelta(minutes=1)
# A recorded evening, presses a minute: people come home, a newspaper writes (twice the usual), then a machine starts,
# pauses for twelve minutes, goes on for three, and is gone.
USUAL_DAY = [40, 44, 39, 41, 47, 42, 38, 45] * 180
EVENING = [52, 61, 58, 90, 84, 88, 79, 60] + [230, 2_050, 2_400, 2_310, 2_390] + [60] * 12 + [2_100] * 3 + [49] * 20


@pytest.fixture
def start(petition, settings):
    """The first minute after a usual day of 24 hours."""
    settings.SURGE, settings.SURGE_FLOOR = "auto", 100
    now = clock.now().replace(second=0, microsecond=0)
    rows = (AskedMinute(minute=now - back * MINUTE, asked=n) for back, n in enumerate(USUAL_DAY, start=1))
    AskedMinute.objects.bulk_create(rows)
    return now


@pytest.fixture
def replay(start):
    """replay([50, 60]) lets each minute pass with so many presses; returns in which minutes it changed, to what."""

    def act(curve: list[int]) -> list[tuple[int, bool]]:
        changes, before = [], surge.standing(start).is_on
        for minute, asked in enumerate(curve):
            AskedMinute.objects.update_or_create(minute=start + minute * MINUTE, defaults={"asked": asked})
            surge.look(start + (minute + 1) * MINUTE + timedelta(seconds=5))
            if (now := surge.standing(start + (minute + 1) * MINUTE).is_on) != before:
                changes.append((minute, now))
                before = now
        return changes

    return act


# --- by the rate ----------------------------------------------------------------------------------------------------


def test_a_recorded_evening_switches_it_on_once_and_off_once_AB_09(replay):
    """230 is more than five times the usual minute (41 or so) for one minute only until 2,050 follows."""
    first_wave, last_wave = EVENING.index(230) + 1, len(EVENING) - 21
    assert replay(EVENING) == [(first_wave, True), (last_wave + 15, False)]
    causes = list(SurgeChange.objects.order_by("id").values_list("cause", "is_on", "rate", "usual"))
    assert causes == [("rate", True, 2_050, 42), ("calm", False, 49, 42)]


def test_one_minute_is_no_wave_AB_09(replay):
    assert replay([40, 5_000, 40, 5_000, 40]) == []


def test_twice_the_usual_is_a_good_evening_AB_09(replay):
    assert replay([80, 90, 85, 200, 205] * 4) == []  # 205 is not more than five times 41


def test_fourteen_calm_minutes_do_not_end_it_AB_09(replay):
    assert replay([900, 900] + [40] * 14 + [900] + [40] * 14) == [(1, True)]
    assert surge.standing().is_on is True


def test_on_a_quiet_site_five_times_nothing_means_nothing(petition, settings):
    settings.SURGE_FLOOR = 300
    now = clock.now().replace(second=0, microsecond=0)
    for back, asked in ((1, 300), (2, 300)):
        AskedMinute.objects.create(minute=now - back * MINUTE, asked=asked)
    surge.look(now)
    assert SurgeChange.objects.count() == 0
    AskedMinute.objects.filter(minute__lt=now).update(asked=301)
    surge.look(now)
    assert SurgeChange.objects.get().is_on is True


def test_the_log_says_when_and_why(replay, caplog):
    replay([900, 900])
    assert [record.getMessage() for record in caplog.records if record.name == "petitions.surge"] == [
        "surge: on, rate (900 presses a minute, usual 42)"
    ]


# --- what is counted ------------------------------------------------------------------------------------------------


def counted() -> int:
    return sum(AskedMinute.objects.values_list("asked", flat=True))


def test_presses_on_our_forms_are_counted_once_however_often_somebody_looks(petition, sign, ask_for_news):
    surge.look()
    for number in range(3):
        sign(f"person{number}@example.org")
    ask_for_news("reader@example.org")
    for _ in range(3):
        tasks.look_for_a_surge()
    assert counted() == 4


def test_a_look_that_comes_late_puts_each_press_into_its_own_minute(petition, sign):
    surge.look()
    for ago in (2, 2, 3):
        row = sign(f"person{ago}@example.org")
        Letter.objects.filter(signature_id=row.pk).update(created_at=clock.now() - ago * MINUTE)
    surge.look()
    assert sorted(AskedMinute.objects.filter(asked__gt=0).values_list("asked", flat=True)) == [1, 2]


def test_letters_that_we_send_by_ourselves_are_no_presses(petition, confirmed):
    surge.look()
    confirmed()  # one press on Sign; the receipt is ours
    Letter.objects.filter(kind="receipt").update(kind="milestone")
    surge.look()
    assert counted() == 1


def test_what_happened_before_the_first_look_is_not_counted_as_one_minute(petition, sign):
    sign()
    surge.look()
    assert counted() == 0


def test_minutes_are_kept_for_a_day_and_an_hour(start):
    AskedMinute.objects.create(minute=start - timedelta(hours=25, minutes=1), asked=1)
    surge.look(start)
    assert AskedMinute.objects.count() == len(USUAL_DAY) + 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_count_nothing_twice(petition, sign):
    surge.look()
    for number in range(5):
        sign(f"person{number}@example.org")
    at_once(6, lambda _: surge.look())
    assert counted() == 5


# --- by hand --------------------------------------------------------------------------------------------------------


def test_the_hand_beats_the_rate_until_it_is_given_back(replay):
    surge.switch(False, reason="our own broadcast", by_name="gina")
    assert replay([900] * 3) == []
    assert surge.give_back(by_name="gina") is True
    assert replay([900] * 3) == [(1, True)]


def test_the_hand_beats_calm_as_well(replay, start):
    surge.switch(True, reason="a warning of others", by_name="gina")
    assert replay([40] * 20) == []
    assert surge.standing().is_on is True


def test_when_the_hands_time_is_over_the_rate_decides_again(replay, start):
    surge.switch(True, reason="for ten minutes", by_name="gina", until=start + 10 * MINUTE)
    assert replay([40] * 20) == [(9, False)]


def test_giving_back_what_nobody_holds_changes_nothing(start):
    assert (surge.give_back(by_name="gina"), SurgeChange.objects.count()) == (False, 0)


# --- what it does ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("setting", "is_on"), [("on", True), ("off", False), ("auto", True)])
def test_the_setting_stands_above_all(start, settings, setting, is_on):
    surge.switch(True, reason="a test", by_name="gina")
    settings.SURGE = setting
    assert (surge.is_on(), surge.standing().is_on) == (is_on, is_on)


def test_who_signs_costs_the_database_one_look_in_five_seconds(start, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [surge.is_on() for _ in range(100)] == [False] * 100


def test_without_a_database_nobody_meets_an_error_and_it_is_asked_once(start, monkeypatch):
    asked = []

    def away(*_: object, **__: object) -> None:
        asked.append(1)
        raise Error("away")

    monkeypatch.setattr(SurgeChange.objects, "values_list", away)
    assert ([surge.is_on() for _ in range(3)], len(asked)) == ([False] * 3, 1)


def tries(settings, per_minute: list[int]) -> int:
    """How many of so many tries in each minute of ten one network has."""
    settings.REDIS_URL, settings.LIMIT_LOOPBACK, settings.TRUSTED_PROXIES = "", True, ["10.0.0.1"]
    request, accepted = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "203.0.113.7"}), 0
    for minute, count in enumerate(per_minute):
        with time_machine.travel(f"2026-11-25T12:{minute:02}:10+00:00", tick=False):
            for _ in range(count):
                try:
                    limits.check(request, "sign")
                    accepted += 1
                except limits.TooMany:
                    pass
    return accepted


def test_in_a_surge_one_network_has_half_as_many_tries(start, settings):
    settings.SURGE = "on"
    assert tries(settings, [60] * 10) == 300
    limits._here.clear()
    settings.SURGE = "off"
    assert tries(settings, [60] * 10) == 600


@pytest.mark.parametrize(
    "per_minute", [[30] * 10, [60, 60, 60, 0, 0, 0, 60, 0, 0, 60], [5, 58, 12, 33, 60, 41, 7, 44, 21, 19]]
)
def test_a_school_of_three_hundred_signs_in_a_surge_as_well_AB_07(start, settings, per_minute):
    settings.SURGE = "on"
    assert sum(per_minute) == tries(settings, per_minute) == 300


def test_a_process_hears_of_it_within_five_seconds(start, monkeypatch):
    assert surge.is_on() is False
    surge.switch(True, reason="a test", by_name="gina")
    assert surge.is_on() is False
    later = briefly.time.monotonic() + 5.01
    monkeypatch.setattr(briefly.time, "monotonic", lambda: later)
    assert surge.is_on() is True
