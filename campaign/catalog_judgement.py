"""One language judged as a whole: its catalogue, its glossary and how far it is. For the command and the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError
from django.conf import settings

from campaign import catalog_glossary, catalog_master, catalog_review, catalogs
from campaign.catalog_areas import LEGAL
from campaign.catalog_faults import Fault
from campaign.catalog_glossary import Glossary
from campaign.catalog_markup import texts
from campaign.catalog_master import Master
from campaign.catalog_review import Rules

# What cannot be shown: the page has English in its place.
GAPS = ("missing", "fuzzy")


@dataclass(frozen=True)
class Judgement:
    """`strings` is how many the language should have. English needs none: it has what stands in the code."""

    language: str
    strings: int
    faults: tuple[Fault, ...]

    @property
    def percent(self) -> int:
        """Whole percent of the strings that can be shown, rounded down: 100 means all."""
        gaps = len({(fault.file, fault.line, fault.text) for fault in self.faults if fault.kind in GAPS})
        return (self.strings - gaps) * 100 // self.strings if self.strings else 100

    def count(self, *kinds: str) -> int:
        return sum(fault.kind in kinds for fault in self.faults)

    @property
    def blocking(self) -> int:
        return sum(fault.is_blocking for fault in self.faults)

    @property
    def style(self) -> int:
        return len(self.faults) - self.blocking


def master() -> Master:
    """The corrections of the English as they are in the file now; none where it can't be read (the check says so)."""
    try:
        return catalog_master.of(catalogs.read(file_of(catalog_master.LANGUAGE)))
    except (OSError, PoFileError, ValueError):
        return Master()


def judge(language: str, source: Catalog, english: Master) -> Judgement:
    """Every fault of a language's files against the strings of the code (`catalog_extraction.collect()`)."""
    rules = Rules(language, catalog_glossary.read(glossary_of(language)), english)
    faults = [*_glossary_faults(language, rules.glossary), *judge_file(file_of(language), source, rules)]
    if language == catalog_master.LANGUAGE:
        faults += catalog_review.review_source(source, rules.glossary)
    return Judgement(language, len(source), tuple(faults))


def judge_file(po: Path, source: Catalog, rules: Rules) -> Iterator[Fault]:
    """The faults of one .po; that it is not there is one, but for English."""
    if not po.exists():
        if rules.language != catalog_master.LANGUAGE:
            yield Fault(shown(po), 0, "missing", rules.language, "the language has no catalogue", LEGAL)
        return
    try:
        catalog = catalogs.read(po)
    except (PoFileError, ValueError) as error:
        text = str(getattr(error, "line", error))
        yield Fault(shown(po), catalogs.line_of(error), "broken", text, "not a valid .po file")
        return
    yield from catalog_review.review(catalog, file=shown(po), source=source, rules=rules)


def file_of(language: str) -> Path:
    """The public .po of a language, whether it exists or not."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def glossary_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "GLOSSARY.md"


def shown(path: Path) -> str:
    """The path as a maintainer types it: below the project's folder, never the machine's own."""
    base = Path(settings.BASE_DIR)
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name


def translated(catalog: Catalog) -> int:
    """How many strings of a catalogue have words that somebody has read."""
    return sum(bool(m.id and not m.fuzzy and texts(m.string) and all(texts(m.string))) for m in catalog)


def _glossary_faults(language: str, glossary: Glossary) -> Iterator[Fault]:
    file = shown(glossary_of(language))
    for line, reason, text in glossary.unreadable:
        yield Fault(file, line, "glossary", text, reason)
