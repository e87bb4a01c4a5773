"""The words of a page or letter in two languages beside each other, block by block in the order of reading.

Both come from the same template, so the blocks of one stand beside the same blocks of the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from itertools import zip_longest

from campaign import catalogs, samples
from campaign.errors import STATUSES

BLOCKS = {
    "blockquote", "button", "caption", "dd", "div", "dt", "fieldset", "figcaption", "footer", "form", "h1", "h2", "h3",
    "h4", "header", "label", "legend", "li", "nav", "ol", "option", "p", "section", "summary", "table", "td", "th",
    "title", "tr", "ul",
}  # fmt: skip
SILENT = {"script", "style", "template", "select", "svg"}
ONLY_HERE = "data-only-here"  # marks what some languages have and others don't
SPOKEN = ("aria-label", "alt", "placeholder")
PAGE, ERROR, LETTER = "page", "error", "letter"


@dataclass(frozen=True, slots=True)
class Row:
    """One block: where it stands (a tag, `description`, `subject` …) and its words in both languages."""

    place: str
    left: str
    right: str


def sheets() -> dict[str, list[str]]:
    """What can be looked at, by kind: `page` as what follows the language in its address, `error`, `letter`."""
    return {PAGE: samples.pages(), ERROR: [str(status) for status in STATUSES], LETTER: list(samples.LETTERS)}


def rows(kind: str, name: str, left: str, right: str) -> list[Row]:
    """One sheet in two languages. Raises KeyError for one that is not in `sheets()`."""
    if name not in sheets()[kind]:
        raise KeyError(name)
    pairs = zip_longest(blocks(kind, name, left), blocks(kind, name, right), fillvalue=("", ""))
    return [Row(one[0] or other[0], one[1], other[1]) for one, other in pairs]


def blocks(kind: str, name: str, language: str) -> tuple[tuple[str, str], ...]:
    """(place, words) of each block, read again when the language's file has changed."""
    changed_at = max((po.stat().st_mtime_ns for po in catalogs.find([language])), default=0)
    return _blocks(kind, name, language, changed_at)


def find(text: str, language: str) -> tuple[str, str, int] | None:
    """Where these words can be seen: (kind, name, number of the block from 0); None where no sheet shows them."""
    wanted = " ".join(_Reader.words_of(text).split())
    return next((place for place, words in _everything(language) if wanted and wanted in words), None)


def _everything(language: str) -> Iterator[tuple[tuple[str, str, int], str]]:
    for kind, names in sheets().items():
        for name in names:
            for number, (_, words) in enumerate(blocks(kind, name, language)):
                yield (kind, name, number), words


@lru_cache(maxsize=4096)
def _blocks(kind: str, name: str, language: str, changed_at: int) -> tuple[tuple[str, str], ...]:
    if kind == LETTER:
        return tuple(_of_letter(name, language))
    html = samples.error(int(name), language) if kind == ERROR else samples.page(name, language)
    return tuple(_Reader.blocks_of(html))


def _of_letter(name: str, language: str) -> Iterator[tuple[str, str]]:
    message = samples.letter(name, language)
    yield "subject", str(message.subject)
    for part in str(message.body).split("\n\n"):
        yield "text", " ".join(part.split())


class _Reader(HTMLParser):
    """The words of a page, cut at the borders of its blocks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._place, self._silent_until = "", []  # type: str, list[str]
        self.feed(html)
        self._cut("")

    @classmethod
    def blocks_of(cls, html: str) -> list[tuple[str, str]]:
        return cls(html).found

    @classmethod
    def words_of(cls, html: str) -> str:
        return " ".join(words for _, words in cls(html).found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in SILENT or ONLY_HERE in given:
            self._silent_until.append(tag)
        elif tag in BLOCKS:
            self._cut(tag)
        if tag == "meta" and given.get("name") == "description" and given.get("content"):
            self.found.append(("description", str(given["content"])))
        self.found += [(name, words) for name in SPOKEN if (words := given.get(name)) and not self._silent_until]

    def handle_endtag(self, tag: str) -> None:
        if self._silent_until[-1:] == [tag]:
            self._silent_until.pop()
        elif tag in BLOCKS:
            self._cut("")

    def handle_data(self, data: str) -> None:
        if not self._silent_until:
            self._words.append(data)

    def _cut(self, place: str) -> None:
        if words := " ".join("".join(self._words).split()):
            self.found.append((self._place or "text", words))
        self._words, self._place = [], place
