"""A recorded wording for people to read: its words with few harmless tags, and what changed since the one before."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString

KEPT = {"p": "p", "ul": "ul", "ol": "ol", "li": "li", "strong": "strong", "h1": "h2", "h2": "h3", "h3": "h4"}
BLOCKS = {"p", "ul", "ol", "li", "h1", "h2", "h3", "h4", "div", "section", "br", "details", "summary"}


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row that all stayed, or all changed."""

    words: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph as it was and as it is, its changed words marked; one of the two may be empty."""

    removed: list[Part] = field(default_factory=list)
    added: list[Part] = field(default_factory=list)


def readable(body: str) -> SafeString:
    """The words as markup for a page: paragraphs, lists, headings (one step lower) and stress; everything else is
    text. So a body that somebody tampered with brings no link, picture or script onto the page."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return SafeString("".join(reader.markup))


def paragraphs(body: str) -> list[str]:
    """The words alone, a string for each paragraph."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    folded = (" ".join(text.split()) for text in "".join(reader.text).split("\n"))
    return [text for text in folded if text]


class _Reader(HTMLParser):
    """Collects the same words twice: with the kept tags, and with a line end wherever a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._tag(tag, "<{}>")

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag, "</{}>")

    def handle_data(self, data: str) -> None:
        self.markup.append(escape(data))
        self.text.append(data)

    def _tag(self, tag: str, form: str) -> None:
        if tag in KEPT:
            self.markup.append(form.format(KEPT[tag]))
        if tag in BLOCKS:
            self.text.append("\n")


@lru_cache(maxsize=256)
def changes(old: str, new: str) -> tuple[Change, ...]:
    """What changed from one body to the next, paragraph by paragraph in their order; empty if only tags changed."""
    before, after = paragraphs(old), paragraphs(new)
    found: list[Change] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind != "equal":
            found.extend(_pairs(before[a:b], after[c:d]))
    return tuple(found)


def _pairs(before: list[str], after: list[str]) -> Iterator[Change]:
    """Paragraphs that stand in each other's place; those that have no counterpart are gone or new as a whole."""
    for place in range(max(len(before), len(after))):
        old = before[place].split() if place < len(before) else []
        new = after[place].split() if place < len(after) else []
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        steps = [(kind != "equal", old[a:b], new[c:d]) for kind, a, b, c, d in matcher.get_opcodes()]
        yield Change(
            removed=[Part(" ".join(gone), is_changed) for is_changed, gone, _ in steps if gone],
            added=[Part(" ".join(come), is_changed) for is_changed, _, come in steps if come],
        )
