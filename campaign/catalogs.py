"""Locale files: .po to .mo in pure Python, at start-up and before the first request.

Django asks once whether a language has a catalogue and remembers the answer; so compile first, and if that came too
late, `forget_translations()` makes it ask again.
"""

import gettext
import io
import logging
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation import to_locale, trans_real

from campaign import catalog_agreed
from campaign.catalog_markup import is_safe_to_show

# A line of a .po that is neither a comment nor empty. Babel takes a string without its closing sign in silence.
LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?"(?:[^"\\]|\\.)*"')

log = logging.getLogger(__name__)


def find(languages: Iterable[str] | None = None) -> Iterator[Path]:
    """The public .po files of these languages, or of all; sorted, existing ones only."""
    yield from _find(settings.LOCALE_PATHS[:1], languages)


def _find(roots: Iterable[str | Path], languages: Iterable[str] | None) -> Iterator[Path]:
    wanted = None if languages is None else {to_locale(code) for code in languages}
    for root in map(Path, roots):
        for po in sorted(root.glob("*/LC_MESSAGES/django.po")):
            if wanted is None or language_of(po) in wanted:
                yield po


def language_of(po: Path) -> str:
    """The name of the language's folder: `de` for locale/de/LC_MESSAGES/django.po."""
    return po.parent.parent.name


def read(po: Path) -> Catalog:
    """A .po file, parsed strictly. Raises PoFileError or ValueError where it is not one: see `line_of`."""
    text = po.read_text(encoding="utf-8")
    for number, line in enumerate(map(str.strip, text.split("\n"))):
        if line and not line.startswith("#") and not LINE.fullmatch(line):
            raise PoFileError("not a line of a .po file", None, line, number)  # type: ignore[arg-type]
    return read_po(io.StringIO(text), locale=language_of(po), abort_invalid=True)


def line_of(error: Exception) -> int:
    """The line (from 1) at which reading a .po failed, or 0 where that isn't known."""
    return error.lineno + 1 if isinstance(error, PoFileError) else 0


def compile_all(languages: Iterable[str] | None = None) -> list[Path]:
    """Compile what is older than its .po; returns the .mo files written. Run it twice or side by side without harm.

    A file that can't be parsed or written is logged and left as it was: yesterday's words are better than no site.
    """
    everything = _find(settings.LOCALE_PATHS, languages)  # the staff area's too
    written = [mo for po in everything if (mo := _compile(po))]
    if written:
        forget_translations()
    return written


def forget_translations() -> None:
    """Make Django look for catalogues anew: translations, defaults, and "no such language" answers."""
    gettext._translations.clear()  # type: ignore[attr-defined]
    trans_real._translations = {}  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    trans_real._active = trans_real.Local()  # type: ignore[attr-defined]
    # The cached functions change their names between patch releases of Django; so all of them.
    for cached in vars(trans_real).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def _compile(po: Path) -> Path | None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return None
    try:
        catalog = read(po)
    except (PoFileError, ValueError) as error:
        log.error("catalog.unreadable language=%s line=%s", language_of(po), line_of(error))
        return None
    presentable = _presentable(catalog)
    try:
        catalog_agreed.keep_words(presentable, language_of(po), mo)
    except catalog_agreed.NoWords as missing:
        log.error("catalog.agreed_missing language=%s line=%s", language_of(po), missing.line)
        return None
    return _write_where_possible(mo, presentable)


def _presentable(catalog: Catalog) -> Catalog:
    """Without broken placeholders, where English stands in; fuzzy strings are left out by `write_mo` itself."""
    for message in catalog:
        if message.id and not is_safe_to_show(message):
            message.string = ("",) * catalog.num_plurals if message.pluralizable else ""
    return catalog


def _write_where_possible(mo: Path, catalog: Catalog) -> Path | None:
    """A folder that is read-only (an image) keeps its older words; without any words the error is raised."""
    try:
        _write(mo, catalog)
    except OSError:
        if not mo.exists():
            raise
        log.exception("catalog.unwritable language=%s", language_of(mo))
        return None
    return mo


def _write(mo: Path, catalog: Catalog) -> None:
    """Atomic: a process that starts at the same moment reads the old file or the new one, never half of one."""
    unfinished = mo.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("wb") as target:
        write_mo(target, catalog)
    os.replace(unfinished, mo)
