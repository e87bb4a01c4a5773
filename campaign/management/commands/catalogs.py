"""`manage.py catalogs`: compile, check or refresh the locale files."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign import catalog_extraction, catalogs, plurals, staff_catalog
from campaign.catalog_review import Fault, review, review_source


class Command(BaseCommand):
    help = "Compile locale files. --check names every missing, fuzzy or broken string with file and line."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="*", metavar="LANG", help="codes such as de; all when left out")
        job = parser.add_mutually_exclusive_group()
        job.add_argument(
            "--check",
            action="store_true",
            help="judge instead of compiling; exits 1 if a live language lacks a string or has a broken one",
        )
        job.add_argument(
            "--extract",
            action="store_true",
            help="bring the .po files up to date with templates and code (a named new language gets its file)",
        )

        parser.add_argument("--staff", action="store_true", help="only the staff area’s catalogues: de and fr")

    def handle(self, *, languages: list[str], check: bool, extract: bool, staff: bool, **_: object) -> None:
        if unknown := sorted(set(languages) - set(plurals.HEADERS)):
            raise CommandError(f"Not a language of this site: {', '.join(unknown)}")
        if staff and (check or extract):
            source = catalog_extraction.collect_staff(catalog_extraction.collect())
            return self.judge_staff(languages, source) if check else self.extract_staff(languages, source)
        job = self.check_files if check else self.extract_strings if extract else self.compile_files
        job(languages)

    def compile_files(self, languages: list[str]) -> None:
        written = catalogs.compile_all(languages or None)
        for mo in written:
            self.stdout.write(f"Compiled {_shown(mo)}")
        if not written:
            self.stdout.write("Nothing to compile: every catalogue is up to date.")

    def extract_strings(self, languages: list[str]) -> None:
        source = catalog_extraction.collect()
        for po in _files_for(languages):
            language = catalogs.language_of(po)
            catalog = catalogs.read(po) if po.exists() else catalog_extraction.seed(language)
            catalog_extraction.update(catalog, source)
            changed = catalog_extraction.save(catalog, po)
            self.stdout.write(f"{_shown(po)}: {'updated' if changed else 'unchanged'}, {_progress(catalog)}")
        self.extract_staff(languages, catalog_extraction.collect_staff(source))

    def extract_staff(self, languages: list[str], source: Catalog) -> None:
        """The same for the staff area, in the languages that staff can choose."""
        for po in staff_catalog.files(languages):
            catalog = catalogs.read(po) if po.exists() else catalog_extraction.seed(catalogs.language_of(po))
            catalog_extraction.update(catalog, source)
            catalog.header_comment = staff_catalog.HEADER
            changed = catalog_extraction.save(catalog, po)
            self.stdout.write(f"{_shown(po)}: {'updated' if changed else 'unchanged'}, {_progress(catalog)}")

    def check_files(self, languages: list[str]) -> None:
        source = catalog_extraction.collect()
        blocked = self.report("en", list(review_source(source)))
        for language in languages or _languages_to_check():
            blocked += self.report(language, list(_faults(language, source)))
        blocked += self.check_staff(languages, catalog_extraction.collect_staff(source))
        if blocked:
            raise CommandError(f"Blocking faults in live languages: {blocked}")
        self.stdout.write("Every live language is whole.")

    def judge_staff(self, languages: list[str], source: Catalog) -> None:
        if blocked := self.check_staff(languages, source):
            raise CommandError(f"Blocking faults in the staff area: {blocked}")
        self.stdout.write("The staff area is whole.")

    def check_staff(self, languages: list[str], source: Catalog) -> int:
        """The staff area has its languages whole, whether visitors have them or not; returns how many faults block."""
        faults = [fault for po in staff_catalog.files(languages) for fault in _faults_of(po, source)]
        for fault in faults:
            self.stdout.write(f"[staff] {fault}")
        return sum(fault.is_blocking for fault in faults)

    def report(self, language: str, faults: list[Fault]) -> int:
        """Name the faults; returns how many of them block, which only a live language's can."""
        for fault in faults:
            self.stdout.write(f"[{language}] {fault}")
        return sum(fault.is_blocking for fault in faults) if language in settings.LIVE_LANGUAGES else 0


def _files_for(languages: list[str]) -> list[Path]:
    if not languages:
        return list(catalogs.find())
    root = Path(settings.LOCALE_PATHS[0])
    return [root / language / "LC_MESSAGES" / "django.po" for language in languages]


def _languages_to_check() -> list[str]:
    return sorted({*settings.LIVE_LANGUAGES, *map(catalogs.language_of, catalogs.find())})


def _faults(language: str, source: Catalog) -> Iterator[Fault]:
    po = _files_for([language])[0]
    if po.exists() or language != "en":
        yield from _faults_of(po, source)


def _faults_of(po: Path, source: Catalog) -> Iterator[Fault]:
    language = catalogs.language_of(po)
    if not po.exists():
        yield Fault(_shown(po), 0, "missing", language, "the language has no catalogue")
        return
    try:
        catalog = catalogs.read(po)
    except (PoFileError, ValueError) as error:
        yield Fault(
            _shown(po), catalogs.line_of(error), "broken", str(getattr(error, "line", error)), "not a valid .po file"
        )
        return
    yield from review(catalog, file=_shown(po), language=language, source=source)


def _progress(catalog: Catalog) -> str:
    done = sum(bool(m.id and m.string and not m.fuzzy and all(m.string)) for m in catalog)
    return f"{done} of {len(catalog)} strings translated"


def _shown(path: Path) -> str:
    """The path as a maintainer types it: below the project's folder, never the machine's own."""
    base = Path(settings.BASE_DIR)
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name
