"""English that was left in a translation: whole strings, and sentences within one."""

import re
from collections.abc import Collection, Iterable, Iterator

from campaign.catalog_markup import NAMES, bare

SAME = re.compile(r"same as English", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*")
# Names are capitals, sentences are not: so many small words show that one was left.
SMALL_WORD = re.compile(r"(?<![\w<(&/])[a-z]{2,}(?![\w)>;])")
SMALL_WORDS = 3
# Fewer letters than these are a sign or an abbreviation, the same everywhere: “EU”, “QR”, “km”.
FEWEST_LETTERS = 4
# Words that are right as they are. A word of the subject belongs into the language's glossary instead, in both columns.
EVERYWHERE = "e-mail eurobarometer eurochild"
SHARED = {
    "cs": "menu", "da": "menu", "de": "name petition", "fr": "contact menu question questions source sources",
    "it": "menu privacy", "mt": "hello menu", "nl": "contact menu privacy",
    "pl": "menu", "pt": "menu", "ro": "contact", "sk": "menu", "sv": "press",
}  # fmt: skip


def copied(
    text: str, english: str, language: str, comments: Iterable[str], glossary: Collection[str]
) -> Iterator[tuple[str, str]]:
    """(kind, reason) where words are the English ones. `glossary`: words that both languages share, in small letters.

    One word alone may well be right in another language ("Petition"): that weighs less.
    """
    if any(SAME.search(comment) for comment in comments):
        return
    allowed = {*glossary, *EVERYWHERE.split(), *SHARED.get(language, "").split()}
    words = [word.casefold() for word in _words(text)]
    if words == [word.casefold() for word in _words(english)]:
        yield from _same_words(words, allowed)
    elif left := sorted(_sentences(text) & _sentences(english)):
        yield "copied", f"an English sentence is left, {left[0]}"


def _same_words(words: list[str], allowed: Collection[str]) -> Iterator[tuple[str, str]]:
    ours = [word for word in words if word not in allowed and word.removesuffix("s") not in allowed]
    if " ".join(words) in allowed or not ours:
        return
    if len(ours) > 1:
        yield "copied", "the same as the English"
    elif len(ours[0]) >= FEWEST_LETTERS:
        yield "same", "the same word as in English"


def _words(text: str) -> list[str]:
    """The words that can be translated: no names, abbreviations, numbers, placeholders, tags and addresses."""
    plain = bare(text.replace("\u00ad", ""), " ")
    for name in NAMES:
        plain = plain.replace(name, " ")
    return [word for word in WORD.findall(plain) if not word.isupper()]


def _sentences(text: str) -> set[str]:
    return {sentence for sentence in SENTENCE_END.split(text) if len(SMALL_WORD.findall(sentence)) >= SMALL_WORDS}
