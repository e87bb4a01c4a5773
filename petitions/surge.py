"""Surge mode: while far more people than usual press our forms, limits are tighter.

On when each of two full minutes in a row had more than five times the median minute of the last 24 hours, and more than
SURGE_FLOOR; off after fifteen minutes of which none had. Staff may decide instead, until a moment or until they give it
back to the rate; SURGE=on or off stands above both. Every change is a row and a line in the log. While it is on:
`limits` halves, `domain_budget` is a quarter, staff see a banner, and `statusz` says so.

What is counted is letters owed to a press on a form, by their numbers since the last look; one whose transaction took
longer than that look is left out. So a minute may be a few too low, and nothing is read twice.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from django.conf import settings
from django.db import Error, transaction
from django.db.models import Count, F, Max
from django.db.models.functions import TruncMinute

from petitions import clock, turns
from petitions.briefly import briefly
from petitions.models import AskedMinute, Letter, SurgeChange

log = logging.getLogger(__name__)
Cause = SurgeChange.Cause

FORMS = (Letter.Kind.REPLY, Letter.Kind.NEWS, Letter.Kind.YOURS)
TIMES, ON_AFTER, OFF_AFTER, DAY = 5, 2, 15, 24 * 60  # times the usual; minutes
KEPT = timedelta(hours=25)
MINUTE = timedelta(minutes=1)
OVERRIDES = {"on": True, "off": False}
_LOOKING = 7_215_003  # advisory lock: two beats must not count one minute twice


@dataclass(frozen=True, slots=True)
class Reading:
    """Presses by minute, the newest full minute first (24 hours of them); the usual one; above `limit` is a wave."""

    minutes: list[int]
    usual: int
    limit: int

    @property
    def rate(self) -> int:
        return self.minutes[0]

    @property
    def is_wave(self) -> bool:
        return all(n > self.limit for n in self.minutes[:ON_AFTER])

    @property
    def is_calm(self) -> bool:
        return not any(n > self.limit for n in self.minutes[:OFF_AFTER])


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now: on or off, the change that made it so, whether staff hold it, whether SURGE stands above all."""

    is_on: bool
    change: SurgeChange | None
    is_by_hand: bool
    is_overridden: bool


def is_on() -> bool:
    """Whether limits are tighter now: at most five seconds old, and without a database no."""
    return OVERRIDES[settings.SURGE] if settings.SURGE in OVERRIDES else _was_on_lately()


@briefly(seconds=5)
def _was_on_lately() -> bool:
    try:
        return bool(SurgeChange.objects.values_list("is_on", flat=True).first())
    except Error:  # who signs hears of it from `signing`, not from here
        return False


def standing(now: datetime | None = None) -> Standing:
    """What holds now, read afresh."""
    change = SurgeChange.objects.first()
    by_rate_or_hand = bool(change and change.is_on)
    is_by_hand = _is_held(change, now or clock.now())
    return Standing(
        is_on=OVERRIDES.get(settings.SURGE, by_rate_or_hand),
        change=change,
        is_by_hand=is_by_hand,
        is_overridden=settings.SURGE in OVERRIDES,
    )


def _is_held(change: SurgeChange | None, now: datetime) -> bool:
    """Whether the hand decides: its change is the last, and its time, if it has one, is not over."""
    return change is not None and change.cause == Cause.HAND and (change.until is None or change.until > now)


def look(now: datetime | None = None) -> None:
    """Count what was asked for since the last look, and switch by the rate (every minute). A second look at once, or
    one that comes late, counts nothing twice and judges full minutes only.
    """
    with transaction.atomic():
        turns.take(_LOOKING)
        now = now or clock.now()
        _count(_minute(now))
        _decide(now)
        AskedMinute.objects.filter(minute__lt=now - KEPT).delete()


def _count(this_minute: datetime) -> None:
    last = AskedMinute.objects.aggregate(n=Max("last_letter"))["n"]
    newest = Letter.objects.aggregate(n=Max("id"))["n"] or 0
    if last is not None:  # the first look of all only begins
        asked = Letter.objects.filter(id__gt=last, id__lte=newest, kind__in=FORMS)
        by_minute = asked.annotate(minute=TruncMinute("created_at", tzinfo=UTC)).values("minute")
        for found in by_minute.annotate(n=Count("id")).order_by("minute"):
            _add(found["minute"], found["n"])
    AskedMinute.objects.get_or_create(minute=this_minute)
    AskedMinute.objects.filter(minute=this_minute).update(last_letter=max(newest, last or 0))


def _add(minute: datetime, asked: int) -> None:
    AskedMinute.objects.get_or_create(minute=minute)
    AskedMinute.objects.filter(minute=minute).update(asked=F("asked") + asked)


def _decide(now: datetime) -> None:
    change = SurgeChange.objects.first()
    if settings.SURGE in OVERRIDES or _is_held(change, now):
        return
    is_surge, found = bool(change and change.is_on), reading(now)
    if not is_surge and found.is_wave:
        _change(True, Cause.RATE, found, now)
    elif is_surge and found.is_calm:
        _change(False, Cause.CALM, found, now)


def reading(now: datetime | None = None) -> Reading:
    """The last 24 hours as they were counted; minutes of which nothing is known had none."""
    this_minute = _minute(now or clock.now())
    rows = AskedMinute.objects.filter(minute__gte=this_minute - DAY * MINUTE, minute__lt=this_minute)
    counted = dict(rows.values_list("minute", "asked"))
    minutes = [counted.get(this_minute - back * MINUTE, 0) for back in range(1, DAY + 1)]
    usual = int(median(minutes))
    return Reading(minutes, usual, max(TIMES * usual, settings.SURGE_FLOOR))


def switch(is_on: bool, *, reason: str, by_name: str, until: datetime | None = None) -> SurgeChange:
    """On or off by hand, until this moment or until it is given back; the rate changes nothing meanwhile."""
    return _change(is_on, Cause.HAND, reading(), clock.now(), reason=reason, by_name=by_name, until=until)


def give_back(*, by_name: str) -> bool:
    """Let the rate decide again, from the next look; until then all stays as it is. False if the hand held nothing."""
    now = clock.now()
    change = SurgeChange.objects.first()
    if change is None or not _is_held(change, now):
        return False
    _change(change.is_on, Cause.RELEASED, reading(now), now, by_name=by_name)
    return True


def _change(is_on: bool, cause: str, found: Reading, now: datetime, **by: object) -> SurgeChange:
    log.warning(
        "surge: %s, %s (%s presses a minute, usual %s)", "on" if is_on else "off", cause, found.rate, found.usual
    )
    return SurgeChange.objects.create(at=now, is_on=is_on, cause=cause, rate=found.rate, usual=found.usual, **by)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
