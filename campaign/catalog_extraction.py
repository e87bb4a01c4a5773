"""From the code to the translators: collects every translatable string and brings the .po files up to date.

Pure Python: Django turns templates into something Python-like, Babel reads that and the Python files. References carry
no line numbers, so that moving a paragraph changes no catalogue.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import write_po
from django.conf import settings
from django.utils.translation.template import templatize

from campaign import catalog_header, plurals, staff_catalog

ROOMS = ("templates", "campaign", "petitions")
TEMPLATE_NAMES = {".html", ".txt", ".xml", ".svg"}
KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")
}


def collect() -> Catalog:
    """All public strings of templates and Python files, with comments, contexts and places (file, line)."""
    return _collect(lambda name: not staff_catalog.is_staff(name))


def collect_staff(public: Catalog) -> Catalog:
    """The strings of the staff area that no public page has."""
    return staff_catalog.without(_collect(staff_catalog.is_staff), public)


def _collect(is_wanted: Callable[[str], bool]) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for path in _files(Path(settings.BASE_DIR)):
        name = path.relative_to(settings.BASE_DIR).as_posix()
        if not is_wanted(name):
            continue
        for line, ids, comments, context in _strings(path):
            catalog.add(ids, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def update(catalog: Catalog, source: Catalog, *, header: str) -> None:
    """New strings in, gone ones to the obsolete end; translations and translators' own comments stay. No guessing."""
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalog.header_comment = header
    catalog.project, catalog.version, catalog.msgid_bugs_address = "ChildSafetyON", "1", ""
    catalog.fuzzy = False


def seed(language: str) -> Catalog:
    """An empty catalogue with the language's one plural header. Raises KeyError for a language we don't plan."""
    header = plurals.HEADERS[language]
    catalog = Catalog(locale=language, last_translator="", language_team="", charset="utf-8")
    catalog.mime_headers = [*catalog.mime_headers, ("Plural-Forms", header)]
    return catalog


def save(catalog: Catalog, po: Path) -> bool:
    """Write the .po if its text changed; says whether it did."""
    written = io.BytesIO()
    write_po(written, catalog, width=100, include_lineno=False)
    text = catalog_header.without_unfilled(written.getvalue())
    if po.exists() and po.read_bytes() == text:
        return False
    po.parent.mkdir(parents=True, exist_ok=True)
    unfinished = po.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(text)
    os.replace(unfinished, po)
    return True


def _files(base: Path) -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((base / room).rglob("*")):
            if path.suffix == ".py" or (room == "templates" and path.suffix in TEMPLATE_NAMES):
                yield path


def _strings(path: Path) -> Iterator[tuple]:
    text = path.read_text(encoding="utf-8")
    code = text if path.suffix == ".py" else _as_code(text, origin=path.name)
    yield from extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))


def _as_code(template: str, *, origin: str) -> str:
    """Django's pseudo Python, fit for Python's tokenizer: no indentation, and plain blanks only."""
    lines = templatize(template, origin=origin).split("\n")
    return "\n".join(" ".join(re.split(r"[^\S\n]", line)).strip() for line in lines)
