"""Letters made once and filled in many times.

To render a letter, to inline its styles and to write its MIME costs a millisecond, and all letters of one kind and
language are alike but for a few places: the tokens of their links, the name of a country. So a letter is made once with
a mark in each of these places, cut there, and joined around what stands there in each letter: microseconds.
A filled letter is the same, byte for byte, as one made for its values alone; a test holds the two together.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

MARK_SIGNS = 38  # as many as a token has, so that a link with a mark in it is a link like any other


@dataclass(frozen=True, slots=True)
class Link:
    """A link that differs from letter to letter in its token alone: the page, as `reverse` knows it."""

    page: str
    token: str


@dataclass(frozen=True, slots=True)
class Page:
    """A link that is the same in many letters; written out only when one of them is made."""

    language: str
    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one letter, of no sign that ends a line; HTML gets it escaped."""

    text: str


Own = Link | Word
Shape = tuple[str, str, bool]  # what an own value is called, the page of a link, whether it is all ASCII
Pieces = tuple[str, ...]  # what is the same in all, the name of what differs, what is the same, …
RawPieces = tuple[bytes | str, ...]  # likewise: the same as bytes, names as text


def parted(own: dict[str, object]) -> tuple[dict[str, object], dict[str, Own]]:
    """What is the same in many letters, and what is each one's own."""
    different = {name: value for name, value in own.items() if isinstance(value, Link | Word)}
    return {name: value for name, value in own.items() if name not in different}, different


def shapes(different: dict[str, Own]) -> tuple[Shape, ...]:
    """All that matters of own values before they are filled in. (ASCII: a mail names its encoding by it.)"""
    return tuple(
        (name, value.page, True) if isinstance(value, Link) else (name, "", value.text.isascii())
        for name, value in different.items()
    )


def signs(different: dict[str, Own]) -> dict[str, str]:
    """What is filled in, under the names that `marks` gives to the places."""
    found = {}
    for name, value in different.items():
        if isinstance(value, Link):
            found[name] = found[_in_html(name)] = value.token
        else:
            found[name], found[_in_html(name)] = value.text, as_html(value.text)
    return found


def as_html(text: str) -> str:
    """A text as the inliner of styles writes it between two tags."""
    return text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_html(name: str) -> str:
    return f"{name} in HTML"


def marked(shapes: Iterable[Shape], *, is_html: bool) -> dict[str, Own]:
    """The same own values with a mark in place of what is filled in."""
    return {
        name: Link(page, mark(_in_html(name) if is_html else name))
        if page
        else Word(mark(_in_html(name) if is_html else name, is_ascii=is_ascii))
        for name, page, is_ascii in shapes
    }


def places(shapes: Iterable[Shape]) -> dict[str, str]:
    """Mark → the name under which `signs` has what belongs there."""
    names = [(called, is_ascii) for name, _, is_ascii in shapes for called in (name, _in_html(name))]
    return {mark(name, is_ascii=is_ascii): name for name, is_ascii in names}


def mark(name: str, *, is_ascii: bool = True) -> str:
    """Signs that stand in no letter, the same for the same name: hexadecimal ones, which nothing escapes or splits."""
    drawn = hashlib.sha256(f"mark: {name}".encode()).hexdigest()[:MARK_SIGNS]
    return drawn if is_ascii else f"{drawn}é"


def cut(made: str, places: dict[str, str]) -> Pieces:
    """A finished text, cut at its marks."""
    return tuple(places.get(part, part) for part in re.split(_any_of(places), made))


def cut_raw(made: bytes, places: dict[str, str]) -> RawPieces:
    """The same for bytes (UTF-8)."""
    known = {found.encode(): name for found, name in places.items()}
    return tuple(known.get(part, part) for part in re.split(_any_of(places).encode(), made))


def _any_of(places: dict[str, str]) -> str:
    return f"({'|'.join(sorted(places, key=len, reverse=True))})" if places else r"(?!)"


def fill(pieces: Pieces, signs: dict[str, str]) -> str:
    """The text, with these signs in its places."""
    whole = list(pieces)
    whole[1::2] = [signs[name] for name in pieces[1::2]]
    return "".join(whole)


def fill_raw(pieces: RawPieces, signs: dict[str, str]) -> bytes:
    """The same for bytes."""
    return b"".join([part if isinstance(part, bytes) else signs[part].encode() for part in pieces])
