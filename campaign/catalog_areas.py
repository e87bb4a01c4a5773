"""Which part of the site a string belongs to, by the files it stands in; which parts a language can't go live without.

The one table of it: `catalogs --check` and the translators' page read it here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from babel.messages.catalog import Message


@dataclass(frozen=True)
class Area:
    """`is_blocking`: people agree to it, act by it or are answered by it, so a live language has all of it."""

    name: str
    is_blocking: bool


LEGAL, CONSENT, FORM = Area("legal", True), Area("consent", True), Area("form", True)
ERRORS, LETTERS, SIGNATURE = Area("errors", True), Area("letters", True), Area("signature", True)
FRAME, PROSE = Area("frame", False), Area("prose", False)
# The strictest first: a string that stands in several files belongs to the first of their areas.
AREAS = (LEGAL, CONSENT, FORM, ERRORS, LETTERS, SIGNATURE, FRAME, PROSE)
# Stored with a signature, or promised to whoever gave their data: these never change silently, in any language.
AGREED = (LEGAL, CONSENT)

# The first line that fits a file decides. Written as shells write it: a * stands for anything within one name.
TABLE = (
    ("templates/petitions/words/consent_*", CONSENT),
    ("templates/petitions/words/news*", CONSENT),
    ("templates/petitions/words/*", LEGAL),
    ("templates/campaign/privacy*.html", LEGAL),
    ("templates/campaign/_privacy*.html", LEGAL),
    ("templates/letters/*", LETTERS),
    ("templates/[45]*.html", ERRORS),
    ("templates/base_plain.html", ERRORS),
    ("templates/plain/errors.html", ERRORS),
    ("templates/campaign/error_page.html", ERRORS),
    ("templates/campaign/_error*.html", ERRORS),
    ("templates/campaign/_try_again.html", ERRORS),
    ("templates/campaign/_old_copy.html", ERRORS),
    ("petitions/*judge.py", ERRORS),
    ("petitions/*forms.py", FORM),
    ("templates/plain/*", FORM),
    ("templates/plain/*/*", FORM),
    ("templates/petitions/petition.html", FORM),
    ("templates/petitions/_petition*.html", FORM),
    ("templates/petitions/_sign*.html", FORM),
    ("templates/petitions/_under_16.html", FORM),
    ("templates/petitions/_news_card.html", FORM),
    ("templates/petitions/news_form.html", FORM),
    ("templates/petitions/country_select.html", FORM),
    ("templates/petitions/_countries*.html", PROSE),
    ("templates/petitions/countries.html", PROSE),
    ("templates/petitions/_share*.html", PROSE),
    ("petitions/sharing.py", PROSE),
    ("templates/petitions/*", SIGNATURE),
    ("petitions/*_page.py", SIGNATURE),
    ("petitions/set_aside.py", SIGNATURE),
    ("templates/base*.html", FRAME),
    ("templates/campaign/_footer*.html", FRAME),
    ("templates/campaign/_header*.html", FRAME),
    ("templates/campaign/_menu.html", FRAME),
    ("templates/campaign/_languages.html", FRAME),
    ("templates/campaign/_leave.html", FRAME),
    ("templates/campaign/_light*.html", FRAME),
    ("templates/campaign/_links.html", FRAME),
    ("templates/campaign/_bottom_bar.html", FRAME),
    ("campaign/context.py", FRAME),
)


def area_of(message: Message) -> Area:
    """The strictest area of the files that a message stands in; campaign prose where no line of the table fits."""
    return strictest(path for path, _ in message.locations)


def strictest(paths: Iterable[str]) -> Area:
    """The first in `AREAS` of these files' areas; prose for none at all. Paths start at the project's folder."""
    return min(map(area_of_file, paths), key=AREAS.index, default=PROSE)


@cache
def area_of_file(path: str) -> Area:
    """What the table says of one file."""
    return next((area for pattern, area in TABLE if _fits(path, pattern)), PROSE)


def _fits(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and PurePosixPath(path).match(pattern)
