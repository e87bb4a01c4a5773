"""Corrections of the English: `locale/en/LC_MESSAGES/django.po` holds only the strings that read otherwise by now.

The English in templates and code stays the key of 23 translations, so a better wording costs none of them their words.
Translators see it beside the key (`English now: …`); what people agree to is read again in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message

from campaign.catalog_areas import AGREED, area_of
from campaign.catalog_markup import texts

LANGUAGE = "en"
NOW = "English now: "
HEADER = """\
# Corrections of the English alone: what is not here reads as in the templates and the code.
# How to correct one: ../../README.md"""


@dataclass(frozen=True)
class Master:
    """The English that visitors read: the strings of the code, and for some a correction (by context and English)."""

    corrections: Mapping[tuple, tuple[str, ...]] = field(default_factory=dict)

    def english(self, message: Message) -> tuple[str, ...]:
        """What visitors read today, all its forms."""
        return self.corrections.get(_key(message)) or texts(message.id)

    def note(self, message: Message) -> str:
        """What translators are told of it, in one line; nothing for a string without correction."""
        corrected = self.corrections.get(_key(message))
        return NOW + " | ".join(" ".join(text.split()) for text in corrected) if corrected else ""


def of(catalog: Catalog | None) -> Master:
    """The corrections of the English catalogue: whole strings that somebody has read. None at all without one."""
    return Master({_key(m): texts(m.string) for m in catalog or () if m.id and not m.fuzzy and all(texts(m.string))})


def annotate(source: Catalog, master: Master) -> Catalog:
    """Tell translators of each correction, beside the notes of the code; the second call adds nothing."""
    for message in source:
        note = master.note(message) if message.id else ""
        if note and note not in message.auto_comments:
            message.auto_comments = [*message.auto_comments, note]
    return source


def is_outdated(found: Message, wanted: Message, master: Master) -> bool:
    """Whether people would agree to other words than the English says now: it changed since the last extraction."""
    seen = [comment for comment in found.auto_comments if comment.startswith(NOW)]
    return area_of(wanted) in AGREED and "".join(seen) != master.note(wanted)


def hold_back(catalog: Catalog, source: Catalog, master: Master) -> None:
    """Mark what is outdated as not reviewed; called before the notes are brought up to date, after which nothing is."""
    for wanted in source:
        found = catalog.get(wanted.id, wanted.context) if wanted.id else None
        if found is not None and all(texts(found.string)) and is_outdated(found, wanted, master):
            found.flags.add("fuzzy")


def keep_corrections(catalog: Catalog) -> None:
    """The English catalogue holds corrections alone: out with every string that says nothing."""
    for message in list(catalog):
        if message.id and not any(texts(message.string)):
            catalog.delete(message.id, message.context)


def _key(message: Message) -> tuple:
    return message.context, texts(message.id)[0] if message.id else ""
