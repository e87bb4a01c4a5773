"""What people agree to is never shown in another language: the petition, consent, the notice on privacy.

A string of these that can't be shown (missing, not reviewed, broken) keeps the words it had; a live language that never
had any is not compiled.
"""

import gettext
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from django.conf import settings

from campaign.catalog_areas import AGREED, area_of
from campaign.catalog_markup import texts


class NoWords(Exception):
    """A live language has no words of its own for this; `line` is where its .po should have them (0: not at all)."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.line = message.lineno or 0


def keep_words(catalog: Catalog, language: str, mo: Path) -> None:
    """Put the words of the compiled file in where the catalogue has none for what people agree to.

    Raises NoWords for a live language, English aside, whose compiled file has none either.
    """
    before = _words_in(mo)
    for message in _without_words(catalog):
        if words := before.get(f"{message.context}\x04{message.id}" if message.context else message.id):
            message.string = words
            message.flags.discard("fuzzy")
        elif language in settings.LIVE_LANGUAGES and language != settings.LANGUAGE_CODE:
            raise NoWords(message)


def _without_words(catalog: Catalog) -> Iterator[Message]:
    for message in catalog:
        if message.id and area_of(message) in AGREED and (message.fuzzy or not any(texts(message.string))):
            yield message


def _words_in(mo: Path) -> dict:
    if not mo.exists():
        return {}
    with mo.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
