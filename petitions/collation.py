"""The order of names in each language: Babel knows every name, but not how a language sorts.

A small table instead of ICU: the letters of a language in its own order; every other letter sorts as its plain form.
Maltese and Irish country names carry articles, which take no part in the order (campaign brief §13).
"""

import re
import unicodedata
from functools import cache

_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Only languages in which letters beyond a–z are letters of their own; elsewhere an accent changes no place.
_ALPHABETS = {
    "cs": "abcčdefghijklmnopqrřsštuvwxyzž",
    "da": _LATIN + "æøå",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "et": "abcdefghijklmnopqrsšzžtuvwõäöüxy",
    "fi": _LATIN + "åäö",
    "hr": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "hu": "abcdefghijklmnoöpqrstuüvwxyz",
    "lt": "abcčdefghiyjklmnopqrsštuvwxzž",
    "lv": "abcčdefgģhijkķlļmnņopqrsštuvwxyzž",
    "mt": "abcċdefġghħijklmnopqrstuvwxżz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "sk": "aäbcčdďefghijklľmnňoôpqrsštťuvwxyzž",
    "sl": "abcčdefghijklmnopqrsštuvwxyzž",
    "sv": _LATIN + "åäö",
}
_AS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"})


def key(name: str, language: str) -> tuple[int, ...]:
    """What to sort a name by in this language; equal for names that differ in case, accents or article only."""
    places = _places(language)
    letters = unicodedata.normalize("NFC", _without_article(name, language).casefold())
    return tuple(place for letter in letters for place in _place(letter, places))


@cache
def _places(language: str) -> dict[str, int]:
    return {letter: place for place, letter in enumerate(_ALPHABETS.get(language, _LATIN), start=1)}


def _place(letter: str, places: dict[str, int]) -> list[int]:
    if letter in places:
        return [places[letter]]
    plain = [c for c in unicodedata.normalize("NFKD", letter.translate(_AS)) if unicodedata.category(c)[0] in "LN"]
    # Greek and Cyrillic stand in the order of their code points; blanks and signs take no part
    return [places.get(c, 100 + ord(c)) for c in plain]


def _without_article(name: str, language: str) -> str:
    if language == "mt":
        return re.sub(r"^(?:i?[bċdfġghħjklmnprstxżz]{1,2}|l)-", "", name, flags=re.IGNORECASE)
    if language == "ga" and re.match(r"(?:an|na) ", name, re.IGNORECASE):
        # The article also changes the beginning (an tSeicia, an Fhrainc, na hOileáin); a capital T is the name's own.
        name = re.sub(r"^(?:t(?=[SAEIOUÁÉÍÓÚ])|h(?=[AEIOUÁÉÍÓÚ]))", "", name[3:])
        return re.sub(r"^([BCDFGMPST])h", r"\1", name)
    return name
