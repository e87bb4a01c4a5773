"""`manage.py catalogs`: compile, check or refresh the locale files."""

from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign import catalog_begin, catalog_extraction, catalog_header, catalog_master, catalogs, plurals, staff_catalog
from campaign.catalog_faults import Fault
from campaign.catalog_judgement import Judgement, file_of, glossary_of, judge, judge_file, master, shown, translated
from campaign.catalog_review import Rules


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
            help="bring the .po files up to date with templates and code (a named new language gets its files)",
        )
        parser.add_argument(
            "--for-release",
            action="store_true",
            help="with --check: gaps in campaign prose, where English stands in, don't fail; all else does",
        )
        parser.add_argument("--staff", action="store_true", help="only the staff area’s catalogues: de and fr")

    def handle(self, *, languages: list[str], check: bool, extract: bool, staff: bool, **options: object) -> None:
        if unknown := sorted(set(languages) - set(plurals.HEADERS)):
            raise CommandError(f"Not a language of this site: {', '.join(unknown)}")
        if staff and (check or extract):
            source = catalog_extraction.collect_staff(catalog_extraction.collect())
            return self.judge_staff(languages, source) if check else self.extract_staff(languages, source)
        if check:
            return self.check_files(languages, for_release=bool(options.get("for_release")))
        return self.extract_strings(languages) if extract else self.compile_files(languages)

    def compile_files(self, languages: list[str]) -> None:
        written = catalogs.compile_all(languages or None)
        for mo in written:
            self.stdout.write(f"Compiled {shown(mo)}")
        if not written:
            self.stdout.write("Nothing to compile: every catalogue is up to date.")

    def extract_strings(self, languages: list[str]) -> None:
        source, english = catalog_extraction.collect(), master()
        staff = catalog_extraction.collect_staff(source)
        catalog_master.annotate(source, english)
        for language in languages or map(catalogs.language_of, catalogs.find()):
            self.extract_public(language, source, english)
        self.extract_staff(languages, staff)

    def extract_public(self, language: str, source: Catalog, english: catalog_master.Master) -> None:
        """One language's catalogue up to date; one that has none yet begins, with a glossary of its own."""
        po = file_of(language)
        catalog = catalogs.read(po) if po.exists() else catalog_extraction.seed(language)
        if language != catalog_master.LANGUAGE:
            catalog_master.hold_back(catalog, source, english)
        catalog_extraction.update(catalog, source, header=catalog_header.comment_of(language))
        if language == catalog_master.LANGUAGE:
            catalog_master.keep_corrections(catalog)
        is_new = not po.exists() and catalog_begin.write_glossary(language, glossary_of(language))
        self._save(catalog, po)
        if is_new:
            self.stdout.write(f"{shown(glossary_of(language))}: begun, fill in the second column first")

    def extract_staff(self, languages: list[str], source: Catalog) -> None:
        """The same for the staff area, in the languages that staff can choose."""
        for po in staff_catalog.files(languages):
            catalog = catalogs.read(po) if po.exists() else catalog_extraction.seed(catalogs.language_of(po))
            catalog_extraction.update(catalog, source, header=staff_catalog.HEADER)
            self._save(catalog, po)

    def _save(self, catalog: Catalog, po: Path) -> None:
        changed = catalog_extraction.save(catalog, po)
        progress = f"{translated(catalog)} of {len(catalog)} strings translated"
        self.stdout.write(f"{shown(po)}: {'updated' if changed else 'unchanged'}, {progress}")

    def check_files(self, languages: list[str], *, for_release: bool) -> None:
        source, english = catalog_extraction.collect(), master()
        judged = [judge(language, source, english) for language in _to_check(languages)]
        for judgement in judged:
            self.report(judgement)
        faults = self.check_staff(languages, catalog_extraction.collect_staff(source))
        self.stdout.write(_table(judged))
        faults += [fault for one in judged if one.language in settings.LIVE_LANGUAGES for fault in one.faults]
        blocked = sum(fault.holds_up_a_release if for_release else fault.is_blocking for fault in faults)
        if blocked:
            raise CommandError(f"Blocking faults in live languages: {blocked}")
        self.stdout.write("Every live language is whole.")

    def judge_staff(self, languages: list[str], source: Catalog) -> None:
        if blocked := sum(fault.is_blocking for fault in self.check_staff(languages, source)):
            raise CommandError(f"Blocking faults in the staff area: {blocked}")
        self.stdout.write("The staff area is whole.")

    def check_staff(self, languages: list[str], source: Catalog) -> list[Fault]:
        """The staff area has its languages whole, whether visitors have them or not; names its faults."""
        files = staff_catalog.files(languages)
        faults = [fault for po in files for fault in judge_file(po, source, Rules(catalogs.language_of(po)))]
        for fault in faults:
            self.stdout.write(f"[staff] {fault}")
        return faults

    def report(self, judgement: Judgement) -> None:
        for fault in judgement.faults:
            self.stdout.write(f"[{judgement.language}] {fault}")


def _to_check(languages: list[str]) -> list[str]:
    """English always: it is the master of all."""
    named = languages or [*settings.LIVE_LANGUAGES, *map(catalogs.language_of, catalogs.find())]
    return sorted({catalog_master.LANGUAGE, *named})


def _table(judged: list[Judgement]) -> str:
    """How far each language is, and how much waits there."""
    rows: list[tuple] = [("language", "strings", "percent", "fuzzy", "blocking", "style")]
    rows += [(j.language, j.strings, j.percent, j.count("fuzzy"), j.blocking, j.style) for j in judged]
    return "\n".join("{:<9}{:>8}{:>9}{:>7}{:>10}{:>7}".format(*row) for row in rows)
