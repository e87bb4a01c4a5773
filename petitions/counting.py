"""Every number that is shown or exported: marks, refresh, recount, and the reading of tallies.

A confirmation writes a mark in its own transaction; the refresher recounts the marked days from rows (absolute
numbers) and deletes exactly the marks that it read. So nobody waits for a counter row, and a lost run costs nothing.
Days are Europe/Brussels.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from petitions import turns
from petitions.models import Petition, Signature, Tally, TallyMark

log = logging.getLogger(__name__)

BRUSSELS = ZoneInfo("Europe/Brussels")
SMALLEST_SHOWN = 100  # below this the pages show no number and no bar (campaign brief §0.1, 10)
MILESTONES = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
_REFRESHER = 7_215_001  # advisory lock: one refresher at a time
COUNTS = Q(confirmed_at__isnull=False, held_at__isnull=True)


class Busy(Exception):
    """Another refresher is at work; it does what this one would have done."""


def day_of(moment: datetime) -> date:
    """The Brussels day of an aware moment."""
    return moment.astimezone(BRUSSELS).date()


def start_of(day: date) -> datetime:
    """The first moment of a Brussels day."""
    return datetime.combine(day, time.min, tzinfo=BRUSSELS)


def mark(petition_id: int, moment: datetime) -> None:
    """Note, in the caller's transaction, that this moment's day has changed."""
    TallyMark.objects.create(petition_id=petition_id, day=day_of(moment))


def refresh() -> int:
    """Recount every marked day; returns how many days. Run twice, the second finds no mark. Raises Busy."""
    with transaction.atomic():
        _only_one()
        marks = list(TallyMark.objects.values_list("id", "petition_id", "day")[:50_000])
        days = sorted({(petition, day) for _, petition, day in marks})
        for petition, day in days:
            _recount_days(petition, day, day)
        TallyMark.objects.filter(id__in=[number for number, _, _ in marks]).delete()
    return len(days)


def recount(petition: Petition) -> dict[tuple[date, str, str], tuple[int, int]]:
    """Recount every tally that isn't frozen from rows; returns the cells that were wrong: {(day, country, language):
    (was, is)}. A cell whose day is marked is not wrong, only not counted yet; it is counted all the same. Raises Busy.
    """
    with transaction.atomic():
        _only_one()
        differences = check(petition)
        span = _span(petition)
        if span:
            _recount_days(petition.pk, *span)
    return differences


def report(petition: Petition, differences: dict[tuple[date, str, str], tuple[int, int]]) -> list[str]:
    """One line per wrong cell, logged as errors; no line when all agree."""
    lines = [f"{petition} {day} {country} {language}: tally {was}, rows {now}"
             for (day, country, language), (was, now) in differences.items()]  # fmt: skip
    for line in lines:
        log.error("recount: %s", line)
    return lines


def check(petition: Petition) -> dict[tuple[date, str, str], tuple[int, int]]:
    """What `recount` would put right, changing nothing; marked days and frozen tallies are left out."""
    skipped = set(TallyMark.objects.filter(petition=petition).values_list("day", flat=True)) | _frozen_days(petition.pk)
    tallies = Counter(
        {
            (row["day"], row["country"], row["language"]): row["confirmed"]
            for row in Tally.objects.filter(petition=petition).values("day", "country", "language", "confirmed")
        }
    )
    rows = Counter(_count(Signature.objects.filter(petition=petition)))
    return {
        cell: (tallies[cell], rows[cell])
        for cell in sorted(set(tallies) | set(rows))
        if tallies[cell] != rows[cell] and cell[0] not in skipped
    }


def freeze(petition: Petition) -> int:
    """Count once more, then fix the petition's tallies for ever, in the caller's transaction; returns how many.

    Called before rows disappear (retention, closing). A second call finds nothing left to freeze. Waits for a refresher
    at work: one that has looked for frozen days before could otherwise write over the numbers that stay for ever.
    """
    turns.take(_REFRESHER)
    span = _span(petition)
    if span:
        _recount_days(petition.pk, *span)
    TallyMark.objects.filter(petition=petition).delete()
    return Tally.objects.filter(petition=petition, frozen_at__isnull=True).update(frozen_at=Now())


def _only_one() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_REFRESHER])
            if not cursor.fetchone()[0]:
                raise Busy  # SQLite's IMMEDIATE transaction already lets only one in


def _frozen_days(petition_id: int) -> set[date]:
    return set(
        Tally.objects.filter(petition_id=petition_id, frozen_at__isnull=False).values_list("day", flat=True).distinct()
    )


def _span(petition: Petition) -> tuple[date, date] | None:
    """First and last day that rows or tallies speak of."""
    confirmed = Signature.objects.filter(petition=petition, confirmed_at__isnull=False)
    rows = [day_of(moment) for moment in _ends(confirmed, "confirmed_at")]
    days = rows + list(_ends(Tally.objects.filter(petition=petition), "day"))
    return (min(days), max(days)) if days else None


def _ends(rows: QuerySet, field: str) -> list:
    ordered = rows.order_by(field).values_list(field, flat=True)
    first = ordered.first()
    return [] if first is None else [first, ordered.last()]


def _count(signatures: QuerySet[Signature]) -> dict[tuple[date, str, str], int]:
    cells = (
        signatures.filter(COUNTS)
        .annotate(day=TruncDate("confirmed_at", tzinfo=BRUSSELS))
        .values_list("day", "country", "language")
        .annotate(n=Count("id"))
    )
    return {(day, country, language): n for day, country, language, n in cells.order_by()}


def _recount_days(petition_id: int, first: date, last: date) -> None:
    """Write absolute numbers for the days first to last; vanished cells become zero, frozen days stay."""
    frozen = _frozen_days(petition_id)
    counted_at = timezone.now()
    signatures = Signature.objects.filter(
        petition_id=petition_id,
        confirmed_at__gte=start_of(first),
        confirmed_at__lt=start_of(last + timedelta(days=1)),
    )
    cells = {cell: n for cell, n in _count(signatures).items() if cell[0] not in frozen}
    old = Tally.objects.filter(petition_id=petition_id, day__range=(first, last), frozen_at__isnull=True)
    for cell in old.filter(confirmed__gt=0).values_list("day", "country", "language"):
        cells.setdefault(cell, 0)
    Tally.objects.bulk_create(
        [
            Tally(
                petition_id=petition_id, day=day, country=country, language=language, confirmed=n, counted_at=counted_at
            )
            for (day, country, language), n in cells.items()
        ],
        update_conflicts=True,
        unique_fields=["petition", "day", "country", "language"],
        update_fields=["confirmed", "counted_at"],
        batch_size=500,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page shows of the count. `confirmed` is exact as of the last refresh."""

    confirmed: int

    @property
    def is_shown(self) -> bool:
        return self.confirmed >= SMALLEST_SHOWN

    @property
    def milestone(self) -> int:
        """The next milestone; beyond the last, the next full million."""
        later = [step for step in MILESTONES if step > self.confirmed]
        return later[0] if later else (self.confirmed // 1_000_000 + 1) * 1_000_000

    @property
    def percent(self) -> int:
        return self.confirmed * 100 // self.milestone

    @property
    def milestones(self) -> str:
        """All of them, for the script that moves the number on open pages: "100 250 500 …"."""
        return " ".join(map(str, MILESTONES))


def confirmed(petition_id: int) -> int:
    """Confirmed signatures of a petition as of the last refresh; zero when there is none."""
    return Tally.objects.filter(petition_id=petition_id).aggregate(n=Sum("confirmed"))["n"] or 0


def by_country(petition_id: int) -> dict[str, int]:
    """Country code → confirmed signatures; exact, so for staff or for a function that hides small numbers."""
    rows = Tally.objects.filter(petition_id=petition_id, confirmed__gt=0).values_list("country")
    return dict(rows.annotate(n=Sum("confirmed")).order_by("-n", "country"))


def by_day(petition_id: int, *, since: date | None = None) -> dict[date, int]:
    """Brussels day → confirmed signatures, oldest first, days without any left out."""
    rows = Tally.objects.filter(petition_id=petition_id, confirmed__gt=0)
    if since:
        rows = rows.filter(day__gte=since)
    return dict(rows.values_list("day").annotate(n=Sum("confirmed")).order_by("day"))


def cells(
    *,
    petition: str | None = None,
    since: date | None = None,
    until: date | None = None,
    country: str | None = None,
    language: str | None = None,
) -> Iterator[tuple[str, date, str, str, int]]:
    """The long form of the export, streamed: (petition slug, day, country, language, confirmed), zeros left out.

    Days are Brussels days, both ends inclusive; None means every petition, day, country or language.
    """
    wanted = {
        "petition__slug": petition, "day__gte": since, "day__lte": until, "country": country, "language": language,
    }  # fmt: skip
    rows = Tally.objects.filter(confirmed__gt=0, **{name: value for name, value in wanted.items() if value})
    return (
        rows.order_by("petition__slug", "day", "country", "language")
        .values_list("petition__slug", "day", "country", "language", "confirmed")
        .iterator(chunk_size=2000)
    )
