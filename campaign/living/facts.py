"""The figures that the public may see: numbers that staff keep, in the words that ship or in their own.

A page gets them from its view: `"facts": facts.published()`, a figure under its key (campaign brief §5). What is not
published, has no address, or has a source of grade C or X is not among them, so it can't reach a page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from campaign.living import facts_asked, facts_counted, facts_reported, kept
from campaign.living.models import PUBLISHABLE_GRADES, Fact
from campaign.living.numbers import written
from campaign.living.words import Spoken, filled
from petitions.briefly import briefly

DELIVERED = facts_reported.DELIVERED + facts_asked.DELIVERED + facts_counted.DELIVERED
HERO = ("F1", "F2")  # the figure of the home page; the next one where staff have hidden the first
HOME = ("F2", "F8", "F10")
# Numbers of one kind and one source, drawn beside each other: the names of year and number.
COMPARED = {
    "F4": (("year_before", "videos_before"), ("year", "videos")),
    "F16": (("year_before", "reports_before"), ("year", "reports")),
}
WORDS = ("value_words", "counts", "not_told", "says")  # fields in which staff may write their own
_SHIPPED = {one.key: one for one in DELIVERED}
_STRONG = re.compile(r"</?strong>")


class Shipped(Spoken):
    """Words that ship: <strong> in them is markup, and the catalogue's checks let no other tag in. A full stop right
    behind it is drawn with it: the line may break there."""

    __slots__ = ()

    def __html__(self) -> SafeString:
        return mark_safe(str(self).replace("</strong>.", ".</strong>"))  # noqa: S308 (catalogue and our numbers)


@dataclass(frozen=True)
class Source:
    """One line under a figure: "Source: NCMEC, 2024", and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Bar:
    """One number beside others of its kind; `share` of the largest, in percent with one decimal."""

    label: str
    number: str
    share: float


@dataclass(frozen=True)
class Figure:
    """One figure as templates print it. `numbers` are its values, written for the language."""

    key: str
    value: Spoken
    counts: Spoken
    not_told: Spoken
    says: Spoken
    numbers: Mapping[str, str]
    bars: tuple[Bar, ...]
    sources: tuple[Source, ...]
    year: str
    checked_on: date | None
    is_reworded: bool  # staff write it in words of their own
    hero_value: Spoken
    hero_text: Spoken
    hero_not: Spoken

    @property
    def is_partly_english(self) -> bool:
        """Whether something of it stands in another language than the page's."""
        return any(words.lang for words in (self.value, self.counts, self.not_told, self.says))


class Figures(Mapping[str, Figure]):
    """Figures by their key, in the order of the page; each is written when a page first asks for it, and most pages ask
    for a few."""

    def __init__(self, items: Iterable[kept.Item[Fact]]) -> None:
        self._items = {item.key: item for item in items}
        self._written: dict[str, Figure] = {}

    def __getitem__(self, key: str) -> Figure:
        if key not in self._written:
            self._written[key] = _figure(self._items[key])
        return self._written[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def published() -> Figures:
    """Every public figure, for one page: in the language of the moment. One query in two seconds."""
    return Figures(_public())


@briefly(seconds=2)
def _public() -> list[kept.Item[Fact]]:
    items = [item for item in kept.current(Fact, DELIVERED) if is_public(item.row)]
    return sorted(items, key=lambda item: item.row.place)


def is_public(row: Fact) -> bool:
    """The rule that also stands in the database."""
    return row.published and row.grade in PUBLISHABLE_GRADES and row.source_url != ""


def hero(facts: Mapping[str, Figure]) -> Figure | None:
    """The figure under the headline of the home page, or none."""
    return next((facts[key] for key in HERO if key in facts), None)


def chosen(facts: Mapping[str, Figure], keys: tuple[str, ...]) -> list[Figure]:
    """Of these the public ones, in this order."""
    return [facts[key] for key in keys if key in facts]


def for_pages() -> dict[str, object]:
    """What home, the asks and the sheets of paper show; goes into their context."""
    facts = published()
    return {"facts": facts, "hero": hero(facts), "home_facts": chosen(facts, HOME)}


def plain(words: Spoken) -> str:
    """Without markup, for files and for what is copied."""
    return without_markup(words) if isinstance(words, Shipped) else str(words)


def without_markup(words: str) -> str:
    """Words of the catalogue without the <strong> that may stand in them."""
    return _STRONG.sub("", str(words))


def in_one_line(row: Fact) -> str:
    """A row's figure, public or not, for the lists of staff."""
    shipped = _SHIPPED[row.key].words if row.key in _SHIPPED else {}
    return plain(_figure(kept.Item(row, shipped)).value)


def value_names(key: str) -> tuple[str, ...]:
    """The numbers that stand in the words of what ships; nothing for a figure of staff's own."""
    return tuple(_SHIPPED[key].row["values"]) if key in _SHIPPED else ()


def _figure(item: kept.Item[Fact]) -> Figure:
    row = item.row
    numbers = {name: written(name, number) for name, number in _values(item).items()}
    value, counts, not_told, says = (_told(item, name, numbers) for name in WORDS)
    is_reworded = any(getattr(row, name) for name in WORDS)
    as_card = {"hero_value": value, "hero_text": counts, "hero_not": not_told}
    has_hero = "hero_value" in item.shipped and not is_reworded
    return Figure(
        key=item.key,
        value=value,
        counts=counts,
        not_told=not_told,
        says=says or value,
        numbers=numbers,
        bars=() if is_reworded else _bars(item, numbers),
        sources=_sources(item),
        year=_year(item),
        checked_on=row.checked_on,
        is_reworded=is_reworded,
        **({name: _told(item, name, numbers) for name in as_card} if has_hero else as_card),
    )


def _told(item: kept.Item[Fact], name: str, numbers: Mapping[str, str]) -> Spoken:
    spoken = filled(item.words(name), numbers)
    return spoken if getattr(item.row, name, None) else Shipped(str(spoken))


def _values(item: kept.Item[Fact]) -> dict[str, float]:
    """A number that staff's row lacks is the one that ships: no sentence stands there with a hole."""
    shipped = _SHIPPED[item.key].row["values"] if item.key in _SHIPPED else {}
    return {**shipped, **item.row.values}


def _bars(item: kept.Item[Fact], numbers: Mapping[str, str]) -> tuple[Bar, ...]:
    values, pairs = _values(item), COMPARED.get(item.key, ())
    most = max((values[name] for _, name in pairs), default=0) or 1
    return tuple(Bar(numbers[year], numbers[name], round(100 * values[name] / most, 1)) for year, name in pairs)


def _sources(item: kept.Item[Fact]) -> tuple[Source, ...]:
    row = item.row
    first = Source(_label(item, "source"), row.source_url)
    return (first, Source(_label(item, "also"), row.also_url)) if row.also_url else (first,)


def _label(item: kept.Item[Fact], which: str) -> str:
    """The words that ship as long as name and year are those that ship; else what staff wrote, as it stands."""
    name, year = getattr(item.row, f"{which}_name"), getattr(item.row, f"{which}_year")
    if which in item.shipped and _is_shipped(item, f"{which}_name") and _is_shipped(item, f"{which}_year"):
        return str(item.shipped[which])
    # Translators: ev.card.source, source is a name and a year, max:120
    return _("Source: %(source)s") % {"source": ", ".join(part for part in (name, year) if part)}


def _year(item: kept.Item[Fact]) -> str:
    shipped = item.shipped.get("source_year")
    return str(shipped) if shipped and _is_shipped(item, "source_year") else item.row.source_year


def _is_shipped(item: kept.Item[Fact], field: str) -> bool:
    return getattr(item.row, field) == _SHIPPED[item.key].row.get(field, "")
