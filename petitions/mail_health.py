"""How many of those who signed confirm, and how soon, by mail provider: a provider that drops or delays our letters
shows here before anybody complains; and so do addresses that somebody made up.

Looked at are rows that were made in the last 24 hours and are older than one hour, so that their owners had time. Rows
that were withdrawn, disowned, forgotten or deleted meanwhile are not there any more and count in neither column; what
is left are numbers by bucket of `providers`. The time to confirm runs from the first press of Sign; its median is that
of the 10,000 newest confirmations.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, QuerySet

from petitions import clock
from petitions.briefly import briefly
from petitions.models import Petition, Signature

WINDOW, HAD_TIME = timedelta(hours=24), timedelta(hours=1)
LEAST_ASKED, LEAST_CONFIRMED = 50, 10  # fewer say nothing about a share, or about a median
HALF, TIMES = 2, 10  # suspicious: less than half of the others' share, or ten times their median
SAMPLE = 10_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """One provider's numbers; `median_seconds` is None where nobody has confirmed."""

    provider: str
    asked: int
    confirmed: int
    median_seconds: int | None
    hardly_confirms: bool = False
    confirms_late: bool = False

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.confirmed / self.asked if self.asked else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def is_suspicious(self) -> bool:
        return self.hardly_confirms or self.confirms_late


@briefly(seconds=60)
def buckets() -> list[Bucket]:
    """Every bucket of which rows were made in the window, most asked first; at most a minute old."""
    now = clock.now()
    confirmed, seconds = _confirmed(now), _seconds(now)
    asked = _asked(now, confirmed)
    return [
        _judged(provider, asked, confirmed, seconds)
        for provider in sorted(asked, key=lambda one: (-asked[one], one))
    ]  # fmt: skip


def suspicious() -> list[Bucket]:
    """Those that are an alarm."""
    return [bucket for bucket in buckets() if bucket.is_suspicious]


def _made(now: datetime) -> QuerySet[Signature]:
    rows = Signature.objects.filter(created_at__gt=now - WINDOW, created_at__lte=now - HAD_TIME)
    return rows.exclude(provider="")


def _asked(now: datetime, confirmed: dict[str, int]) -> dict[str, int]:
    # each of the two halves has its own index: rows that wait by their last press, the others by their confirmation
    waiting = _made(now).filter(confirmed_at__isnull=True, asked_at__gt=now - WINDOW)
    counts = defaultdict(int, confirmed)
    for provider, n in waiting.values_list("provider").annotate(n=Count("id")).order_by():
        counts[provider] += n
    return dict(counts)


def _who_confirmed(now: datetime) -> QuerySet[Signature]:
    petitions = list(Petition.objects.values_list("pk", flat=True))  # their index is by petition and moment
    return _made(now).filter(petition__in=petitions, confirmed_at__gt=now - WINDOW)


def _confirmed(now: datetime) -> dict[str, int]:
    return dict(_who_confirmed(now).values_list("provider").annotate(n=Count("id")).order_by())


def _seconds(now: datetime) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    took = _who_confirmed(now).order_by("-confirmed_at").values_list("provider", F("confirmed_at") - F("created_at"))
    for provider, time in took[:SAMPLE]:
        found[provider].append(time.total_seconds())
    return found


def _judged(
    provider: str, asked: dict[str, int], confirmed: dict[str, int], seconds: dict[str, list[float]]
) -> Bucket:  # fmt: skip
    """Against all others together: one that is nearly everybody would else be compared with itself."""
    own = Bucket(provider, asked[provider], confirmed.get(provider, 0), _median(seconds.get(provider, [])))
    others = [one for one in asked if one != provider]
    asked_there, confirmed_there = (sum(of.get(one, 0) for one in others) for of in (asked, confirmed))
    if own.asked < LEAST_ASKED or asked_there < LEAST_ASKED:
        return own
    hardly = HALF * own.share < confirmed_there / asked_there
    usual = _median([time for one in others for time in seconds.get(one, [])])
    return Bucket(own.provider, own.asked, own.confirmed, own.median_seconds, hardly, _is_late(own, usual))


def _is_late(own: Bucket, usual: int | None) -> bool:
    return (
        own.median_seconds is not None
        and usual is not None
        and own.confirmed >= LEAST_CONFIRMED
        and own.median_seconds > TIMES * max(usual, 1)
    )


def _median(seconds: list[float]) -> int | None:
    return round(median(seconds)) if seconds else None


def numbers() -> Iterator[tuple[str, dict[str, int | None]]]:
    """(provider, its numbers), for machines."""
    for bucket in buckets():
        yield (
            bucket.provider,
            {
                "asked": bucket.asked,
                "confirmed": bucket.confirmed,
                "median_seconds": bucket.median_seconds,
            },
        )
