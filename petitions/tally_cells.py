"""What tallies, marks and rows say, cell by cell, at one moment: what every recount and every check is made of.

One statement reads all three. A confirmation that is committed while it runs is in neither the rows nor the marks that
it sees, so what was counted and which marks are done with always fit each other, while people go on signing.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from petitions.models import Signature, Tally, TallyMark

BRUSSELS = ZoneInfo("Europe/Brussels")
COUNTS = Q(confirmed_at__isnull=False, held_at__isnull=True)
_TALLY, _MARK, _ROWS = "tally", "mark", "rows"

Cell = tuple[date, str, str]  # Brussels day, country, language


def day_of(moment: datetime) -> date:
    """The Brussels day of an aware moment."""
    return moment.astimezone(BRUSSELS).date()


def start_of(day: date) -> datetime:
    """The first moment of a Brussels day."""
    return datetime.combine(day, time.min, tzinfo=BRUSSELS)


@dataclass(slots=True)
class Seen:
    """`waiting`: what marks of one signature will add or take; `whole`: days that are marked as such; `marks`: ids."""

    tallies: Counter[Cell] = field(default_factory=Counter)
    rows: Counter[Cell] = field(default_factory=Counter)
    waiting: Counter[Cell] = field(default_factory=Counter)
    whole: set[date] = field(default_factory=set)
    frozen: set[date] = field(default_factory=set)
    marks: list[int] = field(default_factory=list)

    def outdated(self) -> dict[Cell, int]:
        """The cells whose tally is not what the rows say → the true number, vanished cells zero; frozen days aside."""
        return {
            cell: self.rows[cell]
            for cell in self.tallies.keys() | self.rows.keys()
            if self.tallies[cell] != self.rows[cell] and cell[0] not in self.frozen
        }

    def wrong(self) -> dict[Cell, tuple[int, int]]:
        """The cells that the waiting marks would not put right → (what they would make of it, what the rows say).

        Days that are frozen or marked as a whole are left out.
        """
        skipped = self.frozen | self.whole
        found = {}
        for cell in sorted(self.tallies.keys() | self.rows.keys() | self.waiting.keys()):
            was, now = self.tallies[cell] + self.waiting[cell], self.rows[cell]
            if was != now and cell[0] not in skipped:
                found[cell] = (was, now)
        return found


def look(petition_id: int, first: date | None = None, last: date | None = None) -> Seen:
    """Everything about the days from first to last, both inclusive; without them about every day."""
    days, moments = _span(first, last)
    frozen = Case(When(frozen_at__isnull=False, then=Value(1)), default=Value(0))
    tallies = Tally.objects.filter(days, petition_id=petition_id)
    marks = TallyMark.objects.filter(days, petition_id=petition_id)
    return _sorted(
        _lines(tallies, _TALLY, F("confirmed"), frozen).union(
            _lines(marks, _MARK, F("id"), F("change")),
            _counted(Signature.objects.filter(COUNTS, moments, petition_id=petition_id)),
            all=True,
        )
    )


def _span(first: date | None, last: date | None) -> tuple[Q, Q]:
    """The same span for rows that have a day, and for rows that have a moment."""
    if first is None or last is None:
        return Q(), Q()
    moments = Q(confirmed_at__gte=start_of(first), confirmed_at__lt=start_of(last + timedelta(days=1)))
    return Q(day__range=(first, last)), moments


def _counted(rows: QuerySet[Signature]) -> QuerySet:
    by_day = rows.order_by().annotate(kind=Value(_ROWS), cell_day=TruncDate("confirmed_at", tzinfo=BRUSSELS))
    by_cell = by_day.values("kind", "cell_day", "country", "language").annotate(n=Count("id"), extra=Value(0))
    return by_cell.values_list("kind", "cell_day", "country", "language", "n", "extra")


def _lines(rows: QuerySet, kind: str, n: Any, extra: Any) -> QuerySet:
    named = rows.order_by().annotate(kind=Value(kind), n=n, extra=extra)
    return named.values_list("kind", "day", "country", "language", "n", "extra")


def _sorted(lines: QuerySet) -> Seen:
    seen = Seen()
    for kind, day, country, language, n, extra in lines.iterator(chunk_size=5000):
        cell = (day, country, language)
        if kind == _TALLY:
            seen.tallies[cell] = n
            seen.frozen |= {day} if extra else set()
        elif kind == _ROWS:
            seen.rows[cell] = n
        else:
            seen.marks.append(n)
            if country:
                seen.waiting[cell] += extra
            else:
                seen.whole.add(day)
    return seen
