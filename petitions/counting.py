"""Every number that is shown or exported: marks, refresh, recount, and the reading of tallies.

Whoever confirms or leaves writes a mark in the same transaction: one more, or one less, in this cell. The refresher
adds up the marks that it reads and deletes exactly those, so its work depends on how many came and not on how many
there are; nobody waits for a counter row, and a lost run costs nothing. A mark without a country says that a whole day
is to be counted from rows, in absolute numbers; the nightly recount counts everything so that is not frozen, and tells
what it found. Days are Europe/Brussels. (Decision 12)
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils import timezone

from petitions import tally_cells, turns
from petitions.models import Petition, Signature, Tally, TallyMark
from petitions.tally_cells import BRUSSELS, COUNTS, Cell, day_of, start_of

__all__ = ["BRUSSELS", "COUNTS", "Cell", "day_of", "start_of"]  # what the others know from here

log = logging.getLogger(__name__)

SMALLEST_SHOWN = 100  # below this the pages show no number and no bar (campaign brief §0.1, 10)
MILESTONES = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
_REFRESHER = 7_215_001  # advisory lock: one refresher at a time
_MOST_MARKS = 50_000  # of one refresh; the next one takes the others
_CELL = ("day", "country", "language")


class Busy(Exception):
    """Another refresher is at work; it does what this one would have done."""


def enters(row: Signature) -> None:
    """Note, in the caller's transaction, which holds the row, that it counts from now on; nothing if it does not."""
    _change(row, +1)


def leaves(row: Signature) -> None:
    """Note, likewise and before it is changed, that a row will no longer count; nothing if it did not."""
    _change(row, -1)


def _change(row: Signature, change: int) -> None:
    if row.confirmed_at and not row.held_at:
        cell = {"day": day_of(row.confirmed_at), "country": row.country, "language": row.language}
        TallyMark.objects.create(petition_id=row.petition_id, change=change, **cell)


def mark(petition_id: int, moment: datetime) -> None:
    """Note, in the caller's transaction, that this moment's whole day is to be counted from rows."""
    TallyMark.objects.create(petition_id=petition_id, day=day_of(moment))


def refresh() -> int:
    """Count every mark; returns how many days changed. Run twice, the second finds no mark. Raises Busy."""
    with transaction.atomic():
        _only_one()
        marks = list(TallyMark.objects.order_by("id").values_list("id", "petition_id", *_CELL, "change")[:_MOST_MARKS])
        by_petition: dict[int, list[tuple]] = {}
        for number, petition_id, *cell, change in marks:
            by_petition.setdefault(petition_id, []).append((number, tuple(cell), change))
        return sum(_count_marks(petition_id, some) for petition_id, some in sorted(by_petition.items()))


def _count_marks(petition_id: int, marks: list[tuple[int, Cell, int]]) -> int:
    """Add up what marks say; days that are marked as a whole, or whose sum can't be, are counted from rows."""
    whole = {cell[0] for _, cell, _ in marks if not cell[1]}
    changes: Counter[Cell] = Counter()
    for _, cell, change in marks:
        changes[cell] += change
    whole |= _add(petition_id, changes, but=whole)
    TallyMark.objects.filter(id__in=[number for number, cell, _ in marks if cell[0] not in whole]).delete()
    for day in sorted(whole):
        _recount(petition_id, day, day)
    return len({cell[0] for _, cell, _ in marks})


def _add(petition_id: int, changes: Counter[Cell], *, but: set[date]) -> set[date]:
    """Write tallies changed by so much, frozen days aside; returns days where one would fall below zero, unchanged."""
    days = {cell[0] for cell in changes} - but
    rows = Tally.objects.filter(petition_id=petition_id, day__in=days)
    old: Counter[Cell] = Counter()
    for day, country, language, confirmed, frozen_at in rows.values_list(*_CELL, "confirmed", "frozen_at"):
        old[day, country, language] = confirmed
        days -= {day} if frozen_at else set()
    new = {cell: old[cell] + change for cell, change in changes.items() if change and cell[0] in days}
    impossible = {cell[0] for cell, n in new.items() if n < 0}
    if impossible:
        log.error("counting: marks of %s take more than was counted", ", ".join(map(str, sorted(impossible))))
    _write(petition_id, ((cell, n) for cell, n in new.items() if cell[0] not in impossible))
    return impossible


def recount(petition: Petition) -> dict[Cell, tuple[int, int]]:
    """Recount every tally that isn't frozen from rows; returns the cells that were wrong: {(day, country, language):
    (was, is)}. A change that a mark speaks of is not wrong, only not counted yet; it is counted all the same. Raises
    Busy.
    """
    with transaction.atomic():
        _only_one()
        return _recount(petition.pk).wrong()


def report(petition: Petition, differences: dict[Cell, tuple[int, int]]) -> list[str]:
    """One line per wrong cell, logged as errors; no line when all agree."""
    lines = [f"{petition} {day} {country} {language}: tally {was}, rows {now}"
             for (day, country, language), (was, now) in differences.items()]  # fmt: skip
    for line in lines:
        log.error("recount: %s", line)
    return lines


def check(petition: Petition) -> dict[Cell, tuple[int, int]]:
    """What `recount` would put right, changing nothing, also while people sign; frozen tallies are left out."""
    return tally_cells.look(petition.pk).wrong()


def freeze(petition: Petition) -> int:
    """Count once more, then fix the petition's tallies for ever, in the caller's transaction; returns how many.

    Called before rows disappear (retention, closing). A second call finds nothing left to freeze. Waits for a refresher
    at work: one that has looked for frozen days before could otherwise write over the numbers that stay for ever.
    """
    turns.take(_REFRESHER)
    _recount(petition.pk)
    TallyMark.objects.filter(petition=petition).delete()
    return Tally.objects.filter(petition=petition, frozen_at__isnull=True).update(frozen_at=Now())


def _only_one() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_REFRESHER])
            if not cursor.fetchone()[0]:
                raise Busy  # SQLite's IMMEDIATE transaction already lets only one in


def _recount(petition_id: int, first: date | None = None, last: date | None = None) -> tally_cells.Seen:
    """Write what the rows of these days say where it differs, and be done with the marks of the same moment."""
    seen = tally_cells.look(petition_id, first, last)
    _write(petition_id, seen.outdated().items())
    TallyMark.objects.filter(id__in=seen.marks).delete()
    return seen


def _write(petition_id: int, numbers: Iterable[tuple[Cell, int]]) -> None:
    counted_at = timezone.now()
    Tally.objects.bulk_create(
        [
            Tally(
                petition_id=petition_id, day=day, country=country, language=language, confirmed=n, counted_at=counted_at
            )
            for (day, country, language), n in numbers
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
