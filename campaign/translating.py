"""How far each of the 24 languages is: counted from the .po files, and from what people wrote into REVIEWS.toml."""

import logging
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign import catalogs
from campaign.languages import NATIVE
from petitions.public_pages import public_page

log = logging.getLogger(__name__)

MASTER = "en"
REVIEWS = Path(settings.BASE_DIR) / "locale" / "REVIEWS.toml"
# Form of address: on the site and in letters · on help and youth pages, where it differs.
ADDRESS = {
    "bg": "вие · ти", "cs": "vy · ty", "da": "du", "de": "Sie · du", "el": "εσείς · εσύ", "en": "you", "es": "tú",
    "et": "teie · sina", "fi": "sinä", "fr": "vous · tu", "ga": "tú", "hr": "vi · ti", "hu": "Ön · te", "it": "tu",
    "lt": "jūs · tu", "lv": "jūs · tu", "mt": "int", "nl": "je", "pl": "ty", "pt": "3.ª pessoa · tu",
    "ro": "dumneavoastră · tu", "sk": "vy · ty", "sl": "vi · ti", "sv": "du",
}  # fmt: skip


@dataclass(frozen=True)
class Count:
    """Of one catalogue: how much is translated, the keys of all strings, and how many questions are open."""

    translated: int
    known: frozenset
    comments: int


@dataclass(frozen=True)
class Row:
    """One language. `translated` and `checked` are whole percent of all strings, rounded down; 100 means all."""

    code: str
    translated: int
    checked: int
    comments: int
    named: str

    @property
    def name(self) -> str:
        return NATIVE[self.code]

    @property
    def address(self) -> str:
        return ADDRESS[self.code]


def rows() -> list[Row]:
    """All 24 languages in the order of their codes. A language without a file has nothing yet; English is the master.

    All strings are those that stand in any of the files: each is brought up to date from the code at each release.
    """
    counts = {catalogs.language_of(po): _counted(po, po.stat().st_mtime_ns) for po in catalogs.find()}
    everything = frozenset().union(*(count.known for count in counts.values()))
    nothing, reviews = Count(0, frozenset(), 0), _reviews()
    master = Count(len(everything), everything, 0)
    return [
        _row(code, master if code == MASTER else counts.get(code, nothing), len(everything), reviews.get(code, {}))
        for code in sorted(NATIVE)
    ]


@lru_cache(maxsize=1)
def _signed_off() -> frozenset[str]:
    return frozenset(code for code, review in _reviews().items() if review.get("signed_off"))


def is_signed_off(code: str) -> bool:
    """Whether a native reviewer has read the whole language; English is the master. Read once in a process's life."""
    return code == MASTER or code in _signed_off()


def _row(code: str, count: Count, total: int, review: dict) -> Row:
    checked = min(int(review.get("strings", 0)), count.translated)
    named = ", ".join(review.get("named", []))
    return Row(code, _percent(count.translated, total), _percent(checked, total), count.comments, named)


def _percent(number: int, total: int) -> int:
    return number * 100 // total if total else 0


@lru_cache(maxsize=64)
def _counted(po: Path, changed_at: int) -> Count:
    """Read once for each state of the file. One that can't be read counts as nothing, and is in the log."""
    try:
        catalog = catalogs.read(po)
    except (PoFileError, ValueError):
        log.error("translating: %s can't be read", catalogs.language_of(po))
        return Count(0, frozenset(), 0)
    messages = list(_messages(catalog))
    known = _shared(frozenset(map(_key, messages)))
    return Count(sum(map(is_translated, messages)), known, sum(map(_is_in_question, messages)))


@lru_cache(maxsize=8)
def _shared(keys: frozenset) -> frozenset:
    """The first of those that are equal: most files have the same strings, and a set of them is half a megabyte."""
    return keys


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> tuple:
    return message.context, message.id


def is_translated(message: Message) -> bool:
    """Whether every form has words that somebody has read."""
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return bool(texts) and all(texts) and not message.fuzzy


def _is_in_question(message: Message) -> bool:
    """Marked as "needs work", or with a question in a translator's comment (`locale/README.md`)."""
    return message.fuzzy or any("?" in comment for comment in message.user_comments)


def _reviews() -> dict[str, dict]:
    """What people have written down; nothing where the file is missing or broken."""
    try:
        return tomllib.loads(REVIEWS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        log.error("translating: REVIEWS.toml can't be read: %s", type(error).__name__)
        return {}


@require_safe
@public_page
def translate_page(request: HttpRequest) -> HttpResponse:
    """How to help with a language, and how far each one is."""
    return render(request, "campaign/translate_page.html", {"rows": rows()})
