"""How each language is typed: quotation marks, spaces, letters and last signs, where one rule holds without exception.

From the translators' table. What good typography may decide otherwise is no finding here.
"""

import re
from collections.abc import Iterator

from campaign.catalog_markup import bare

SPACE, NARROW = "\u00a0", "\u202f"
# The pairs of a language: outer ones and those inside, all that its table allows. ’ is everybody's apostrophe too.
QUOTES = {
    "ar": "«» “”", "bg": "„“ ’’", "cs": "„“ ‚‘", "da": "”” »« ’’", "de": "„“ ‚‘", "el": "«» “”", "en": "“” ‘’",
    "es": "«» “” ‘’", "et": "„“ ‚‘", "fi": "”” ’’", "fr": "«» “” ‘’", "ga": "“” ‘’", "hr": "„” ‚’", "hu": "„” »« ’’",
    "it": "«» “” ‘’", "lt": "„“ ‚‘", "lv": "“” „” „“ ‘’", "mt": "“” ‘’", "nl": "‘’ “”", "pl": "„” «» ‚’",
    "pt": "«» “” ‘’", "ro": "„” «» ’’", "sk": "„“ ‚‘", "sl": "»« „“ ›‹ ‚‘", "sv": "”” ’’", "uk": "«» „“",
}  # fmt: skip
MARKS = "“”„«»‚‘›‹"
# A percent sign: with a no-break space before it, or with none. Not named: both are right (cs and sk for “62-percent”).
APART = {"da", "de", "es", "fi", "fr", "hr", "lt", "ro", "sl", "sv"}
TOGETHER = {"bg", "el", "en", "et", "ga", "hu", "it", "mt", "nl", "pl", "pt"}
CYRILLIC, GREEK, LATIN = "\u0400-\u04ff", "\u0370-\u03ff\u1f00-\u1fff", "A-Za-zÀ-ɏ"
OWN = {"bg": CYRILLIC, "uk": CYRILLIC, "el": GREEK}
# Latin letters that look like one of theirs and stand alone as a word there.
ALONE = {"bg": "aoyABKMHOCTX", "uk": "aiyABIKMHOCTX", "el": "oAHO"}
QUESTION = {"el": ";;", "ar": "؟"}
BLANKS = " \t\n"
CLOSING = BLANKS + SPACE + NARROW + MARKS + "’)]"


def typewriter_signs(text: str) -> Iterator[str]:
    if any(sign in bare(text) for sign in "'\""):
        yield "typewriter quotation mark or apostrophe"
    if "..." in text:
        yield "three dots instead of …"


def quotes_wrong(text: str, language: str) -> Iterator[str]:
    """Marks that the language doesn't have, and marks that don't open and close in pairs."""
    pairs = QUOTES[language].split()
    if foreign := {sign for sign in text if sign in MARKS and sign not in "".join(pairs)}:
        yield f"{' '.join(sorted(foreign))} is not among the marks of the language, {' '.join(pairs)}"
    elif any(not _is_paired(text, pair) for pair in pairs if language != "lv"):
        yield f"marks don't open and close as {' '.join(pairs)}"


def _is_paired(text: str, pair: str) -> bool:
    """True also where it can't be told: ’ is an apostrophe as well."""
    first, last = pair[0], pair[1]
    if "’" in pair:
        return True
    found = [sign for sign in text if sign in pair]
    return len(found) % 2 == 0 and all(sign == (last if at % 2 else first) for at, sign in enumerate(found))


def letters_wrong(text: str, language: str) -> Iterator[str]:
    """Letters of another script that nobody can see, and Romanian ones with a cedilla."""
    words = bare(text, " ")
    own = OWN.get(language)
    if own:
        for word in re.findall(rf"\w*(?:[{own}][{LATIN}]|[{LATIN}][{own}])\w*", words):
            yield f"Latin and other letters in one word, {word}"
        for word in re.findall(rf"(?<![\w’.-])[{ALONE[language]}](?![\w’.-])", words):
            yield f"{word} is a Latin letter"
    elif language not in ("ar", "en") and (strange := re.findall(rf"[{CYRILLIC}{GREEK}]", words)):
        yield f"{' '.join(strange)}: no letter of the language"
    if language == "ro" and re.search("[şţŞŢ]", words):
        yield "ş or ţ with a cedilla instead of ș, ț with a comma"


def spaces_wrong(text: str, english: str, language: str) -> Iterator[str]:
    """Blanks at the ends, two in a row, and no-break spaces that the language has before certain signs."""
    if _ends(text) != _ends(english):
        yield "blanks at the beginning or end are not those of the English"
    if re.search(rf"[ {SPACE}{NARROW}][ {SPACE}{NARROW}]", text.strip()):
        yield "two spaces in a row"
    words = bare(text, "0").replace("%%", "%").replace("&nbsp;", SPACE).replace("&shy;", "")
    yield from _percent_wrong(words, language)
    if language == "fr":
        yield from _french_wrong(words)


def _ends(text: str) -> tuple[str, str]:
    """Plain blanks: a no-break space may belong to the sign beside it."""
    return text[: len(text) - len(text.lstrip(BLANKS))], text[len(text.rstrip(BLANKS)) :]


def _percent_wrong(words: str, language: str) -> Iterator[str]:
    for space in re.findall(r"\d(\s?)%", words):
        if language in APART and space not in (SPACE, NARROW):
            yield "a no-break space belongs before %"
        if language in TOGETHER and space:
            yield "no space belongs before %"


def _french_wrong(words: str) -> Iterator[str]:
    for before, sign in re.findall(r"(.)([;!?:])", re.sub(r"\d:\d|&\w+;", "0", words)):
        if before not in f"{SPACE}{NARROW};!?:":
            yield f"a no-break space belongs before {sign}"
    if re.search(rf"«[^{SPACE}{NARROW}]|[^{SPACE}{NARROW}]»", words):
        yield "no-break spaces belong inside « »"


def ending_wrong(text: str, english: str, language: str) -> Iterator[str]:
    """A colon, a question mark in the language's own form or a full stop at the end: where English has it, not else.

    A heading may become a question or a call, and what ends with a date or an abbreviation ends with their stop.
    """
    found, wanted = _last_sign(text, QUESTION.get(language, "?")), _last_sign(english, "?")
    is_free = not wanted and re.search(r"(?:[?!]|\d\.|\b\w{1,3}\.)$", text.rstrip(CLOSING))
    if found != wanted and not is_free:
        yield f"ends with {found or 'no sign'}, in English with {wanted or 'no sign'}"
    if language == "es" and text.count("?") != text.count("¿"):
        yield "¿ and ? are not in pairs"


def _last_sign(text: str, question: str) -> str:
    """One of : ? . or nothing; ! and … count as a full stop."""
    last = bare(text, "0").rstrip(CLOSING)[-1:]
    return "?" if last and last in question else "." if last in (".", "!", "…") else last if last == ":" else ""
