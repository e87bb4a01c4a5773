"""The timeline as visitors read it: what is published, oldest first, by year (campaign brief §6.13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from campaign.living import kept, status, timeline_tasks
from campaign.living.kept import Item
from campaign.living.models import PUBLISHABLE_GRADES, TimelineEntry
from campaign.living.timeline_2020_2022 import UNTIL_MID_2022
from campaign.living.timeline_2022_2024 import FROM_MID_2022
from campaign.living.timeline_2025_2026 import FROM_2025
from campaign.living.timeline_entries import DAY, MONTH, SETBACK, YEAR
from campaign.living.timeline_kinds import EVERYTHING, KINDS, SETBACKS
from campaign.living.words import Spoken
from campaign.templatetags.local import longdate, monthyear
from petitions.counting import day_of

DELIVERED = UNTIL_MID_2022 + FROM_MID_2022 + FROM_2025
COLLECTED_FROM = date(2022, 7, 14)  # from here on not ECPAT's own story: the second note stands before it
LONG_AGO_DAYS = 90
_SHIPPED = {one.key: one for one in DELIVERED}


@dataclass(frozen=True)
class Link:
    """A source: its name, the year of it (or nothing) and its address."""

    name: Spoken
    year: Spoken
    url: str


@dataclass(frozen=True)
class Entry:
    """One step. `datetime` is for machines, and empty where the date is no date: "before December 2020"."""

    day: date
    when: str
    datetime: str
    kind: str
    kind_words: str | Promise
    title: Spoken
    text: Spoken
    sources: tuple[Link, ...]

    @property
    def is_in_english(self) -> bool:
        return bool(self.title.lang or self.text.lang)


@dataclass(frozen=True)
class Run:
    """Entries of a year with nothing between them; `part` is 1 or 2 where that note stands before them, else 0."""

    part: int
    entries: list[Entry]


@dataclass(frozen=True)
class Year:
    number: int
    runs: list[Run]


@dataclass(frozen=True)
class Choice:
    """A link that shows the entries of one kind, or all."""

    words: str | Promise
    url: str
    is_chosen: bool
    kind: str = ""


def page(wish: str) -> dict[str, object]:
    """What the page shows: with the entries of this kind, or of all if there is no such kind."""
    kind = wish if wish in KINDS else ""
    found, now = entries(kind), status.shown()
    is_partly_english = now.is_partly_english or any(entry.is_in_english for entry in found)
    return {"status": now, "kinds": choices(kind), "years": years(found), "is_partly_english": is_partly_english}


def entries(kind: str = "") -> list[Entry]:
    """What is published, of this kind or of all, oldest first. One query."""
    items = kept.current(TimelineEntry, DELIVERED)
    found = [_entry(item) for item in items if _is_public(item.row) and kind in ("", item.row.kind)]
    return sorted(found, key=lambda entry: entry.day)


def years(found: Iterable[Entry]) -> list[Year]:
    """Sorted entries by year; the two notes on where they come from stand before the first of theirs."""
    told: set[int] = set()
    return [
        Year(number, [_run(part, list(run), told) for part, run in groupby(of_year, _part)])
        for number, of_year in groupby(found, lambda entry: entry.day.year)
    ]


def choices(kind: str) -> list[Choice]:
    """The links of the filter; `kind` "" is all."""
    url = reverse("timeline")
    many = {**KINDS, SETBACK.value: SETBACKS}
    some = [Choice(words, f"{url}?kind={one}", one == kind, one) for one, words in many.items()]
    return [Choice(EVERYTHING, url, not kind), *some]


def waiting() -> list[str]:
    """For the tasks of staff: sources nobody has looked at yet, and an end that lies long ago."""
    rows = [item.row for item in kept.current(TimelineEntry, DELIVERED)]
    unseen = sum(not row.published and row.grade in PUBLISHABLE_GRADES for row in rows)
    newest = max((row.day for row in rows if _is_public(row)), default=COLLECTED_FROM)
    is_long_ago = (day_of(timezone.now()) - newest).days > LONG_AGO_DAYS
    return timeline_tasks.in_words(unseen=unseen, ended_on=newest if is_long_ago else None)


def _part(entry: Entry) -> int:
    return 1 if entry.day < COLLECTED_FROM else 2


def _run(part: int, run: list[Entry], told: set[int]) -> Run:
    is_new = part not in told
    told.add(part)
    return Run(part if is_new else 0, run)


def _is_public(row: TimelineEntry) -> bool:
    return row.published and bool(row.source_url) and row.grade in PUBLISHABLE_GRADES


def _entry(item: Item[TimelineEntry]) -> Entry:
    row = item.row
    in_words = "" if _was_moved(row) else str(item.words("when"))
    return Entry(
        day=row.day,
        when=in_words or _date_words(row),
        datetime="" if in_words else _date_code(row),
        kind=row.kind,
        kind_words=KINDS[row.kind],
        title=item.words("title"),
        text=item.words("text"),
        sources=_sources(item),
    )


def _was_moved(row: TimelineEntry) -> bool:
    """Whether staff gave it another date than the one that its words tell."""
    shipped = _SHIPPED[row.key].row if row.key in _SHIPPED else {}
    return any(getattr(row, name) != shipped.get(name) for name in ("day", "precision"))


def _date_words(row: TimelineEntry) -> str:
    write = {DAY: longdate, MONTH: monthyear, YEAR: lambda day: str(day.year)}
    return write[TimelineEntry.Precision(row.precision)](row.day)


def _date_code(row: TimelineEntry) -> str:
    """As much of "2021-07-14" as is known."""
    letters = {DAY: 10, MONTH: 7, YEAR: 4}
    return row.day.isoformat()[: letters[TimelineEntry.Precision(row.precision)]]


def _sources(item: Item[TimelineEntry]) -> tuple[Link, ...]:
    row = item.row
    first = Link(_as_shipped(item, "source_name", "source"), _as_shipped(item, "source_year", "year"), row.source_url)
    also = Link(_as_shipped(item, "also_name", "also"), _as_shipped(item, "also_year", "also_year"), row.also_url)
    return (first, also) if row.also_name and row.also_url else (first,)


def _as_shipped(item: Item[TimelineEntry], field: str, name: str) -> Spoken:
    """The field; while it says what ships, in the translated words for it."""
    value = getattr(item.row, field)
    shipped = _SHIPPED[item.key].row if item.key in _SHIPPED else {}
    words = item.shipped.get(name) if value and value == shipped.get(field) else ""
    return Spoken(str(words or value))
