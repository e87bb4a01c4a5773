"""What a debt from the own page becomes at the moment it is paid: which letter, or nothing, and why nothing.

Whether there is anything to send a link for is decided here, in the worker, where nobody can watch.
"""

from collections.abc import Callable

from django.core.mail import EmailMessage
from django.db import transaction

from petitions import vault, yours_letters
from petitions.models import Letter, Signature
from petitions.replies import ANSWER_ONCE_IN, MAX_UNANSWERED, NothingToSay, address_in, grant

KINDS = (Letter.Kind.YOURS, Letter.Kind.COPY, Letter.Kind.KEPT)


def write(letter: Letter) -> EmailMessage:
    """The message for a claimed letter, the same bytes each time. Raises NothingToSay, or vault.CannotOpen."""
    return _WRITERS[letter.kind](letter)


def _write_link(letter: Letter) -> EmailMessage:
    """An address was entered: the link, if we hold something for it; also for a row whose address is forgotten."""
    signature = _allowed(letter)
    return yours_letters.link(letter, signature, to=address_in(signature.sealed or letter.sealed_to))


def _write_copy(letter: Letter) -> EmailMessage:
    signature = _allowed(letter)
    assert signature.sealed is not None  # noqa: S101 (or it were not allowed)
    name, address = vault.unseal(signature.sealed)
    return yours_letters.copy(letter, signature, name=name, to=address)


def _write_kept(letter: Letter) -> EmailMessage:
    return yours_letters.kept(letter, to=address_in(letter.sealed_to))


_WRITERS: dict[str, Callable[[Letter], EmailMessage]] = {
    Letter.Kind.YOURS: _write_link,
    Letter.Kind.COPY: _write_copy,
    Letter.Kind.KEPT: _write_kept,
}


def _allowed(letter: Letter) -> Signature:
    """The row that the letter is about, once the letter has its place in the mailbox's budget.

    `granted_at` comes from the database then: the link's 24 hours begin there, in every copy of the letter.
    """
    with transaction.atomic():
        rows = Signature.objects.select_for_update(of=("self",)).select_related("petition")
        signature = rows.filter(pk__in=[] if letter.signature_id is None else [letter.signature_id]).first()
        if signature is None:
            raise NothingToSay("gone")
        if letter.kind == Letter.Kind.COPY and not signature.sealed:
            raise NothingToSay("forgotten")
        if not letter.granted_at:
            _refuse_too_many(letter, signature)
            grant(letter)
    letter.refresh_from_db(fields=["granted_at"])
    return signature


def _refuse_too_many(letter: Letter, signature: Signature) -> None:
    """One of a kind in 60 seconds, however often somebody pressed; the row is locked, so two workers take turns."""
    if not signature.confirmed_at and signature.unanswered >= MAX_UNANSWERED:
        raise NothingToSay("unanswered")
    same = Letter.objects.filter(kind=letter.kind, signature_id=signature.pk).exclude(pk=letter.pk)
    if same.filter(granted_at__gt=letter.created_at - ANSWER_ONCE_IN).exclude(outcome="failed").exists():
        raise NothingToSay("answered")
