"""Finding words as people type them: without accents, capitals and signs, in every language of the site."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 100  # characters of one search
# Letters that Unicode does not take apart, and the Greek sigma at the end of a word.
_AS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ς": "σ", "\u00ad": ""}
)


@dataclass(frozen=True)
class Wish:
    """What somebody typed into the field, to be shown there again, and how many answers were found for it."""

    text: str = ""
    count: int = 0
    longest: int = LONGEST

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > self.longest

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", fold(self.text))


def wish(typed: str) -> Wish:
    """Of a query as it came: signs that nobody can see are dropped."""
    return Wish("".join(sign for sign in typed if sign.isprintable()).strip())


def fold(text: str) -> str:
    """ "Ħelp" and "ΠΑΙΔΊ" as "help" and "παιδι"; static/js/parts/questions.js does the same."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_AS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def is_in(words: Iterable[str], *texts: str) -> bool:
    """Whether every word stands in one of the texts, at least as a part of a word. No word is nowhere."""
    folded = fold(" ".join(texts))
    return bool(words) and all(word in folded for word in words)
