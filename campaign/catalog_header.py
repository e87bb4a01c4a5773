"""The head of each .po file: what it is, who has read it, and nothing that merely looks like an entry."""

import re

from campaign import catalog_master, translating

HEADER = """\
# The words of the site and its letters.
# How to translate, and which words to use: ../../README.md and ../GLOSSARY.md"""
UNREAD = "# No native reviewer has signed off this translation yet."
READ = "# A native reviewer has signed off this translation: ../../REVIEWS.toml says when."
# Lines that Babel writes where nobody has filled in anything yet. Poedit and Weblate fill them in as they save.
UNFILLED = re.compile(
    rb'^"(?:PO-Revision-Date: YEAR-MO-DA.*|Last-Translator: (?:FULL NAME.*)?|Language-Team: (?:\w+ <LL@li\.org>)?'
    rb'|Report-Msgid-Bugs-To: (?:EMAIL@ADDRESS)?)\\n"\n',
    re.MULTILINE,
)


def comment_of(language: str) -> str:
    """The lines above the first entry; the second one says honestly whether a native reviewer has read it all."""
    if language == catalog_master.LANGUAGE:
        return catalog_master.HEADER
    return f"{HEADER}\n{READ if translating.is_signed_off(language) else UNREAD}"


def without_unfilled(text: bytes) -> bytes:
    """A .po as it is written, without header lines that say nothing."""
    return UNFILLED.sub(b"", text)
