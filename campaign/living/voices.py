"""What children and survivors ask for. Nobody speaks here without permission (campaign brief §6.15, rules 1 to 8)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaign.living import kept
from campaign.living.care_models import Voice
from campaign.living.kept import Item
from campaign.living.voices_words import DELIVERED
from campaign.living.words import Spoken, paragraphs

# What a consent record has to say: who gave it, which words, which languages, where, until when, how to withdraw.
RECORD = ("consent_by", "consent_wording", "consent_languages", "consent_where", "consent_until", "consent_contact")
# Survivors' voices that ship and ask for more protection; with these alone the page shows one view (rule 7).
ONE_VIEW = {"survivors-1", "survivors-2", "survivors-4"}


@dataclass(frozen=True)
class Heard:
    """A voice that may be public now, in the reader's language."""

    group: str
    text: list[Spoken]
    speaker: str
    is_name_changed: bool
    source: str | Promise
    source_url: str


def public() -> list[Heard]:
    """What the page may show now, in this language and order. One query."""
    items = sorted(filter(_speaks_here, _permitted()), key=lambda item: item.row.place)
    return [_heard(item) for item in items]


def of(voices: Iterable[Heard], group: Voice.Group) -> list[Heard]:
    return [voice for voice in voices if voice.group == group]


def missing(voice: Voice, today: date | None = None) -> list[str]:
    """Why a voice may not be public, as names of the fields that forbid it; empty when nothing does.

    `today` is a day in Brussels; the last agreed day is still permitted. Whether it is published is no part of this.
    """
    if not voice.is_person:
        return [] if voice.source_url else ["source_url"]
    lacking = [name for name in RECORD if not getattr(voice, name)]
    if voice.withdrawn_at:
        lacking.append("withdrawn_at")
    if voice.consent_until and voice.consent_until < (today or timezone.localdate()):
        lacking.append("consent_until")
    return lacking


def ends_by(voice: Voice, day: date) -> bool:
    """Whether the permission ends on this day or before."""
    return voice.consent_until is not None and voice.consent_until <= day


def languages(voice: Voice) -> set[str]:
    """Codes of the agreed languages: "en, de" → {"en", "de"}."""
    return set(re.findall(r"[a-z]+", voice.consent_languages.lower()))


def withdraw(voice: Voice) -> None:
    """Off the page from this moment, whatever else its record says. The second call changes nothing."""
    voice.withdrawn_at = voice.withdrawn_at or timezone.now()
    voice.published = False
    voice.save()


def is_one_sided() -> bool:
    """Whether all survivors' voices that are public ask for the same (rule 7)."""
    return {item.key for item in _permitted() if item.row.group == Voice.Group.SURVIVORS} <= ONE_VIEW


def _permitted() -> list[Item[Voice]]:
    """Published, and with permission for one language at least."""
    return [item for item in kept.current(Voice, DELIVERED) if item.row.published and not missing(item.row)]


def _speaks_here(item: Item[Voice]) -> bool:
    """A person agreed to languages: that of the page, and that of the words where they are another's."""
    shown_in = {get_language() or "en", item.words("text").lang or get_language() or "en"}
    return not item.row.is_person or shown_in <= languages(item.row)


def _heard(item: Item[Voice]) -> Heard:
    row = item.row
    return Heard(
        group=row.group,
        text=paragraphs(item.words("text")),
        speaker=row.name if row.is_person else "",
        is_name_changed=row.is_person and row.is_name_changed,
        source=_source(item),
        source_url=row.source_url,
    )


def _source(item: Item[Voice]) -> str | Promise:
    """The words that ship, as long as staff have changed nothing of what they say."""
    shipped = next((one.row for one in DELIVERED if one.key == item.key), {})
    told = {name: getattr(item.row, name) for name in ("source_name", "source_year")}
    if "source" in item.shipped and all(shipped.get(name) == value for name, value in told.items()):
        return item.shipped["source"]
    # Translators: link to a source; source_name is the name of a study or a page, and its year
    words = _("Source: %(source_name)s")
    return words % {"source_name": ", ".join(filter(None, told.values()))}
