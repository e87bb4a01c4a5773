"""The judgement of translations: what is missing, not yet reviewed, or would break a page, a letter or its layout."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from campaign import plurals

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
LIMIT = re.compile(r"\bmax:(\d+)")
# The term that is never used for the material, in the scripts of our languages. Translators' table, rule 5.
NEVER = re.compile(r"porn|порно|πορνο", re.IGNORECASE)
NEVER_BUT_HERE = ("word:law-title", "word:explained")
# A placeholder's text is unknown here; it is counted as long as a number or a short word.
PLACEHOLDER_LENGTH = 6


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `line` is 1-based; kinds missing, fuzzy and broken block a live language, `sign` does not."""

    file: str
    line: int
    kind: str
    text: str
    reason: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 70 else f"{self.text[:69]}…"
        return f"{self.file}:{self.line}: {self.kind}: {self.reason}: “{shown}”"

    @property
    def is_blocking(self) -> bool:
        return self.kind != "sign"


def review(catalog: Catalog, *, file: str, language: str, source: Catalog) -> Iterator[Fault]:
    """Every fault of one catalogue against the strings that the code has now (`source`, freshly extracted)."""
    if not plurals.same(catalog.plural_forms, plurals.HEADERS[language]):
        yield Fault(file, 1, "broken", catalog.plural_forms, f"plural header should be {plurals.HEADERS[language]}")
    for wanted in source:
        if wanted.id:
            yield from _review_one(wanted, catalog.get(wanted.id, wanted.context), file=file, language=language)


def review_source(source: Catalog) -> Iterator[Fault]:
    """The English master: lengths, the word never used, and typewriter signs, at the place in the code."""
    for message in source:
        for text in _texts(message.id):
            where = message.locations[0] if message.locations else ("", 0)
            for reason in _limits_broken(text, message.auto_comments):
                yield Fault(where[0], where[1], "broken", text, reason)
            if _has_typewriter_sign(text):
                yield Fault(where[0], where[1], "sign", text, "typewriter quotation mark or apostrophe")


def is_safe_to_show(message: Message) -> bool:
    """Whether its placeholders are right: a wrong one would be an error on the page."""
    return not any(_placeholders_broken(message, text) for text in _texts(message.string) if text)


def length(text: str) -> int:
    """Characters a reader sees: without tags, soft hyphens and word joiners, each placeholder counted as six."""
    bare = PLACEHOLDER.sub("x" * PLACEHOLDER_LENGTH, TAG.sub("", text))
    return len(re.sub("[\u00ad\u2060]|&shy;", "", bare).replace("%%", "%"))


def _review_one(wanted: Message, found: Message | None, *, file: str, language: str) -> Iterator[Fault]:
    text = _texts(wanted.id)[0]
    if found is None:
        if language != "en":
            place, line = wanted.locations[0]
            yield Fault(place, line, "missing", text, f"not in {file} yet, run catalogs --extract")
        return
    line = found.lineno or 0
    if found.fuzzy:
        yield Fault(file, line, "fuzzy", text, "not reviewed")
    elif not found.string or not all(_texts(found.string)):
        if language != "en":
            yield Fault(file, line, "missing", text, "empty")
    else:
        yield from _review_words(wanted, found, file=file, line=line)


def _review_words(wanted: Message, found: Message, *, file: str, line: int) -> Iterator[Fault]:
    for text in _texts(found.string):
        for reason in _reasons(wanted, text):
            yield Fault(file, line, "broken", text, reason)
        if _has_typewriter_sign(text):
            yield Fault(file, line, "sign", text, "typewriter quotation mark or apostrophe")


def _reasons(wanted: Message, text: str) -> Iterator[str]:
    if reason := _placeholders_broken(wanted, text):
        yield reason
    if _tags(text) != _tags(_texts(wanted.id)[-1]):
        yield "HTML tags differ from the English"
    yield from _limits_broken(text, wanted.auto_comments)


def _placeholders_broken(message: Message, text: str) -> str:
    """Why the placeholders are wrong, or nothing. A plural form may leave the number out ("one signature")."""
    allowed = set(PLACEHOLDER.findall(" ".join(_texts(message.id))))
    used = set(PLACEHOLDER.findall(text))
    if used - allowed:
        return f"unknown placeholder {', '.join(sorted(used - allowed))}"
    if allowed - used and not message.pluralizable:
        return f"placeholder {', '.join(sorted(allowed - used))} is gone"
    if any(name.startswith("%") for name in allowed) and "%" in PLACEHOLDER.sub("", text).replace("%%", ""):
        return "a lone % (write %%)"
    return ""


def _limits_broken(text: str, comments: Iterable[str]) -> Iterator[str]:
    note = " ".join(comments)
    limits = [int(limit) for limit in LIMIT.findall(note)]
    if limits and length(text) > min(limits):
        yield f"{length(text)} characters, max:{min(limits)}"
    if NEVER.search(text) and not any(mark in note for mark in NEVER_BUT_HERE):
        yield "the term that is never used"


def _has_typewriter_sign(text: str) -> bool:
    return any(sign in TAG.sub("", text) for sign in "'\"")


def _tags(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))


def _texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
