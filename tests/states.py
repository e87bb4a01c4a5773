"""Every state that an address can be in, reached by the product's own verbs where it has one."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from petitions import counting, erasure, signing, yours
from petitions.models import Signature
from tests.past import move_back

Sign = Callable[..., Signature]
DAY = timedelta(days=1)


def new(sign: Sign, email: str) -> None:
    """Nobody has typed this address yet."""


def pending(sign: Sign, email: str) -> Signature:
    return sign(email)


def confirmed(sign: Sign, email: str) -> Signature:
    """A second ago, with all its letters: a press that follows is a later one also where moments are milliseconds."""
    row = signing.confirm(sign(email).pk)
    for letter in row.letters.all():
        move_back(letter, seconds=1)
    return move_back(row, seconds=1)


def confirmed_days_ago(sign: Sign, email: str, *, days: float) -> Signature:
    row = move_back(confirmed(sign, email), days=days)
    for moment in (row.confirmed_at, timezone.now()):  # both days are to be counted from rows
        counting.mark(row.petition_id, moment)
    return row


def held(sign: Sign, email: str) -> Signature:
    row = confirmed(sign, email)
    Signature.objects.filter(pk=row.pk).update(held_at=timezone.now(), held_reason=Signature.HeldReason.PATTERN)
    row.refresh_from_db()
    counting.mark(row.petition_id, row.confirmed_at)
    return row


def forgotten(sign: Sign, email: str) -> Signature:
    row = confirmed_days_ago(sign, email, days=31)
    erasure.forget_expired()
    row.refresh_from_db()
    return row


def kept(sign: Sign, email: str) -> Signature:
    """Forgotten at its owner's wish; the support stays."""
    row = confirmed(sign, email)
    yours.keep_support(row.pk)
    row.refresh_from_db()
    return row


def suppressed(sign: Sign, email: str) -> None:
    signing.disown(sign(email).pk)


def withdrawn(sign: Sign, email: str) -> None:
    signing.withdraw(confirmed(sign, email).pk)


EVERY = (new, pending, confirmed, held, forgotten, kept, suppressed, withdrawn)
