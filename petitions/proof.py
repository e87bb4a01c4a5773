"""The proof of consent for one signature: which words were shown, when, in which language, and what its owner did.

Read from what the row points at; the sealed name and address are never opened, so no private key is needed.
"""

from datetime import datetime, timedelta
from typing import Any

from petitions import addresses, counting, journal, wordings
from petitions.models import Petition, Signature, Wording

SIGNED_BY = "form on our page: the box of the consent was ticked by hand, nothing is ticked beforehand"
NEWS_BY = "the second box, which is not needed to sign, was ticked by hand"
CONFIRMED_BY = "button on the page of the personal link in the letter; opening the link changes nothing"


class NoSignature(Exception):
    """There is none. `was_deleted`: the journal of erasures knows its number."""

    def __init__(self, *, was_deleted: bool = False) -> None:
        super().__init__(was_deleted)
        self.was_deleted = was_deleted


def by_number(number: int) -> dict[str, Any]:
    """The proof for a row number. Raises NoSignature."""
    row = _rows().filter(pk=number).first()
    if row is None:
        raise NoSignature(was_deleted=number in journal.numbers())
    return _proof(row)


def by_address(typed: str) -> list[dict[str, Any]]:
    """The proofs for a typed address, one for each petition. Raises addresses.BadAddress or NoSignature."""
    digest = addresses.email_digest(addresses.parse(typed))
    rows = list(_rows().filter(email_digest=digest).order_by("pk"))
    if not rows:
        raise NoSignature
    return [_proof(row) for row in rows]


def _rows() -> Any:
    return Signature.objects.select_related("petition", "petition_wording", "consent_wording", "news_wording")


def _proof(row: Signature) -> dict[str, Any]:
    """Times are Brussels; of a forgotten signature only the day of confirmation is left."""
    return {
        "signature": row.pk,
        "petition": row.petition.slug,
        "state": _state(row),
        "first_asked": _moment(row.created_at),
        "last_asked": _moment(row.asked_at),
        "confirmed": _day(row.confirmed_at) if row.forgotten_at else _moment(row.confirmed_at),
        "language_of_letters": row.language,
        "acts": _acts(row),
        "shown": [_shown(kind, wording) for kind, wording in _read(row).items()],
        "privacy_notice_in_force": _notice(row),
    }


def _state(row: Signature) -> str:
    if not row.confirmed_at:
        return "not confirmed"
    return "set aside" if row.held_at else "data forgotten, support counted" if row.forgotten_at else "confirmed"


def _acts(row: Signature) -> dict[str, str]:
    acts = {"asked": SIGNED_BY}
    if row.news_wording:
        acts["news"] = NEWS_BY
    if row.confirmed_at:
        acts["confirmed"] = CONFIRMED_BY
    return acts


def _read(row: Signature) -> dict[str, Wording]:
    read = {"petition": row.petition_wording, "consent": row.consent_wording}
    return read | ({"news": row.news_wording} if row.news_wording else {})


def _shown(kind: str, wording: Wording) -> dict[str, Any]:
    return {
        "kind": kind,
        "version": wording.version,
        "language": wording.language,
        "in_force_since": _moment(wording.recorded_at),
        "sha256": wording.sha256,
        "hash_equals_text": is_whole(wording),
        "text": wording.body,
    }


def _notice(row: Signature) -> dict[str, Any] | None:
    """The privacy notice that was on the site when the words were read; a signature itself points at none."""
    rows = Wording.objects.filter(
        petition=row.petition_id, kind=Wording.Kind.PRIVACY, language=row.petition_wording.language
    )
    wording = rows.filter(recorded_at__lte=_read_at(row)).order_by("-version").first()
    return _shown("privacy", wording) if wording else None


def _read_at(row: Signature) -> datetime:
    """When its words were read: at the last press before confirming. Of a forgotten row: the end of the day."""
    if row.forgotten_at or not row.asked_at or not row.created_at:
        return counting.start_of(counting.day_of(row.confirmed_at or row.petition.opens_at) + timedelta(days=1))
    pressed_again_later = row.confirmed_at and row.asked_at > row.confirmed_at
    return row.created_at if pressed_again_later else row.asked_at


def is_whole(wording: Wording) -> bool:
    """Whether the stored text is what its stored hash says."""
    return wordings.fingerprint(wording.body) == wording.sha256


def broken() -> list[str]:
    """What no proof could stand on, one line each: texts that differ from their hash, and signatures that point at
    words of another kind or petition. Empty when all is well.
    """
    texts = [
        f"wording {row.pk} ({row}): the text is not what its hash says"
        for row in Wording.objects.order_by("pk").iterator(chunk_size=100)
        if not is_whole(row)
    ]
    return texts + [line for kind in wordings.KINDS for line in _astray(kind.value)]


def _astray(kind: str) -> list[str]:
    """Asked by the few texts that are right, so that millions of rows are read once and none is joined."""
    field = f"{kind}_wording"
    found: list[int] = []
    for petition in Petition.objects.order_by("pk"):
        right = list(petition.wordings.filter(kind=kind).values_list("pk", flat=True))
        rows = petition.signatures.exclude(**{field: None}).exclude(**{f"{field}__in": right})
        found += rows.values_list("pk", flat=True)[:100]
    return [f"signature {pk}: its {kind} text is none" for pk in sorted(found)]


def _moment(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(counting.BRUSSELS):%Y-%m-%d %H:%M:%S %Z}" if moment else None


def _day(moment: datetime | None) -> str | None:
    return f"{counting.day_of(moment)} (only the day is left)" if moment else None
