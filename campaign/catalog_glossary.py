"""The words of a language by rule: the table in `locale/<code>/GLOSSARY.md`, read for what is never written.

A row is `| English | word; word | never; never* | from |`. In the third column a `*` at the end of a word stands for
any letters, and forms are parted by `;`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

COLUMNS = 4
HEADING = re.compile(r"\|\s*English\s*\|[^|]+\|\s*never write\s*\|\s*from\s*\|", re.IGNORECASE)
FORM = re.compile(r"[^\s*()|“”\"]+\*?(?:\s[^\s*()|“”\"]+\*?)*")
NAME = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)+")
HIDDEN = re.compile("[\u00ad\u2060\u200b]|&shy;")
# What a translator's own comment says beside a string that may hold a form all the same.
ALLOWED = re.compile(r"allowed:\s*([^#]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    line: int
    english: str
    words: str
    never: tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """`unreadable`: (line, reason, text) of what a machine can't read there."""

    rows: tuple[Row, ...] = ()
    unreadable: tuple[tuple[int, str, str], ...] = ()

    def forbidden_in(self, text: str, english: str = "", comments: Iterable[str] = ()) -> list[str]:
        """The words of a text that are never written, but for names and for those that a translator's comment allows.

        A name is what has capitals in English and stands there in the same letters ("Child Helpline International").
        """
        if self._pattern is None:
            return []
        allowed = _folded(" ".join(found[1] for comment in comments if (found := ALLOWED.search(comment))))
        for name in _names(english):
            text = text.replace(name, "")
        return [word for word in self._pattern.findall(_folded(text)) if word not in allowed]

    @cached_property
    def same_as_english(self) -> frozenset[str]:
        """Words that are right although they are the English ones: a row has them in both columns."""
        return frozenset(
            word for row in self.rows for word in _parts(row.english) if word in _parts(row.words) and len(word) > 1
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = [_as_pattern(_folded(form)) for row in self.rows for form in row.never]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)") if forms else None


def read(path: Path) -> Glossary:
    """The glossary of a language; an empty one where there is no file yet."""
    return parse(path.read_text(encoding="utf-8")) if path.exists() else Glossary()


def parse(text: str) -> Glossary:
    """All tables under a heading `| English | … | never write | from |`; what they hold besides is for people."""
    rows, unreadable = [], []
    for number, line in _table_lines(text):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != COLUMNS:
            unreadable.append((number, f"{len(cells)} columns instead of {COLUMNS}", line.strip()))
            continue
        never = tuple(form.strip() for form in cells[2].split(";") if form.strip())
        unreadable += [(number, f"not a form that can be looked for: {form}", line.strip()) for form in _odd(never)]
        rows.append(Row(number, cells[0], cells[1], tuple(form for form in never if FORM.fullmatch(form))))
    if not rows:
        unreadable.append((1, "no table under the heading | English | … | never write | from |", ""))
    return Glossary(tuple(rows), tuple(unreadable))


def _table_lines(text: str) -> Iterator[tuple[int, str]]:
    is_inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        if HEADING.match(line.strip()):
            is_inside = True
        elif is_inside and not line.lstrip().startswith("|"):
            is_inside = False
        elif is_inside and line.strip("|-: \t"):
            yield number, line


def _names(english: str) -> Iterator[str]:
    """Two capitals in a row and more; the first word of a sentence may not belong to it."""
    for name in NAME.findall(english):
        yield name
        yield from [name.partition(" ")[2]] if name.count(" ") > 1 else []


def _odd(forms: Iterable[str]) -> Iterator[str]:
    return (form for form in forms if not FORM.fullmatch(form))


def _as_pattern(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"\s+").replace(r"\*", r"\w*")


def _parts(cell: str) -> list[str]:
    return [_folded(part).strip() for part in re.split(r"[;,:()]", cell)]


def _folded(text: str) -> str:
    """As the eye reads: small letters, no hidden signs, plain blanks."""
    return re.sub(r"\s", " ", HIDDEN.sub("", text)).casefold()
