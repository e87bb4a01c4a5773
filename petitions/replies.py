"""What a debt becomes at the moment it is paid: which letter, or nothing, and why nothing.

Here, and only here, is decided whether an address has signed: in the worker, where no visitor can watch.
"""

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest, Now

from petitions import domain_budget, flagship, letters, often, planned, silence, turns, vault
from petitions.models import Letter, Signature

BUDGET, BUDGET_WINDOW = 3, timedelta(hours=24)  # letters that a stranger can cause in one mailbox
MAX_UNANSWERED = 6
ANSWER_ONCE_IN = timedelta(seconds=60)
READ_AHEAD = (Letter.Kind.REPLY, Letter.Kind.RECEIPT)
WAITS_FOR_AN_ANSWER = (Letter.Kind.REPLY, Letter.Kind.REMINDER, Letter.Kind.YOURS)
# All of a row, and of its petition, that these letters say or depend on, as it was read a moment ago.
_IS_STILL_SO = """
SELECT 1 FROM petitions_signature WHERE id = %(row)s AND sealed = %(sealed)s AND language = %(language)s
    AND country = %(country)s AND unanswered = %(unanswered)s
    AND COALESCE(news_wording_id, 0) = %(news)s
    AND CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END = %(is_waiting)s
    AND (SELECT closes_at FROM petitions_petition p WHERE p.id = petition_id) = %(closes_at)s
"""


class NothingToSay(Exception):
    """No letter is needed; the argument is a reason for the record: gone, answered, budget, suppressed …"""


def write(letter: Letter) -> EmailMessage:
    """The message for a claimed letter, the same bytes each time. Raises NothingToSay, or vault.CannotOpen."""
    if letter.kind == Letter.Kind.WITHDRAWN:
        return letters.withdrawn(letter, to=address_in(letter.sealed_to))
    return _WRITERS[letter.kind](letter, _row_of(letter))


def _row_of(letter: Letter) -> Signature:
    """The letter's row as it is at this moment: as its batch was read, if it still is so, else read again."""
    known = letter.signature if Letter.signature.is_cached(letter) else None
    if known is not None and _is_still_so(known):
        return known
    signature = _rows_of(letter).select_related("petition").first()
    if signature is None:
        raise NothingToSay("gone")
    return signature


def _is_still_so(row: Signature) -> bool:
    said: planned.Values = {
        "row": row.pk,
        "sealed": bytes(row.sealed or b""),
        "language": row.language,
        "country": row.country,
        "is_waiting": int(row.confirmed_at is None),
        "unanswered": row.unanswered,
        "news": row.news_wording_id or 0,
        "closes_at": str(connection.ops.adapt_datetimefield_value(row.petition.closes_at)),
    }
    return bool(often.run(_IS_STILL_SO, said))


def _rows_of(letter: Letter) -> QuerySet[Signature]:
    return Signature.objects.filter(pk__in=[] if letter.signature_id is None else [letter.signature_id])


def _write_receipt(letter: Letter, signature: Signature) -> EmailMessage:
    if not signature.sealed or not signature.confirmed_at:
        raise NothingToSay("forgotten")
    return letters.receipt(letter, signature, to=address_in(signature.sealed))


def _write_reminder(letter: Letter, signature: Signature) -> EmailMessage:
    if signature.confirmed_at:
        raise NothingToSay("confirmed")
    _may_write_to_a_waiting_row(letter, signature)
    grant(letter)
    return letters.reminder(letter, signature, to=address_in(signature.sealed))


def _write_reply(letter: Letter, signature: Signature) -> EmailMessage:
    if signature.confirmed_at:
        if signature.confirmed_at >= letter.created_at:
            raise NothingToSay("confirmed")  # its owner pressed the button of another copy meanwhile
        _grant_an_answer(letter)
        return letters.already_signed(letter, signature, to=address_in(signature.sealed or letter.sealed_to))
    _may_write_to_a_waiting_row(letter, signature)
    _grant_an_answer(letter)
    return letters.confirmation(letter, signature, to=address_in(signature.sealed))


_WRITERS: dict[str, Callable[[Letter, Signature], EmailMessage]] = {
    Letter.Kind.RECEIPT: _write_receipt,
    Letter.Kind.REMINDER: _write_reminder,
    Letter.Kind.REPLY: _write_reply,
}


def _may_write_to_a_waiting_row(letter: Letter, signature: Signature) -> None:
    if signature.unanswered >= MAX_UNANSWERED:
        raise NothingToSay("unanswered")
    if flagship.state(signature.petition) == flagship.CLOSED:
        raise NothingToSay("closed")


def address_in(sealed: bytes | memoryview | None) -> str:
    """The address of a sealed value. Raises NothingToSay when it was forgotten, or vault.CannotOpen."""
    if sealed is None:
        raise NothingToSay("forgotten")
    return vault.unseal(sealed)[1]


def grant(letter: Letter, *, answers: QuerySet | None = None, once_in: timedelta = ANSWER_ONCE_IN) -> None:
    """Take a place in the mailbox's budget, and for a reply the right to answer for the one row of `answers`; once
    granted, a retry keeps both.

    Raises NothingToSay: suppressed, answered (by another letter less than `once_in` before this one was asked for, or
    since) or budget; or domain_budget.Full: nothing is taken, and the letter waits. Two workers that meet here take
    turns: the row, the mailbox and the domain are locked, in this order.
    """
    if letter.granted_at:
        return
    most = domain_budget.per_hour()
    with transaction.atomic():
        if answers is not None:
            _take_the_answer(letter, answers, once_in)
        turns.take_for(letter.mailbox_digest)
        mailbox = letter.mailbox_digest
        if silence.is_silenced(letter.petition_id, mailbox):
            raise NothingToSay("suppressed")
        granted = Letter.objects.filter(mailbox_digest=mailbox, granted_at__gt=Now() - BUDGET_WINDOW)
        if granted.exclude(outcome=Letter.Outcome.FAILED).count() >= BUDGET:
            raise NothingToSay("budget")
        domain_budget.take_place(letter, most)
        Letter.objects.filter(pk=letter.pk).update(granted_at=Now())


def _grant_an_answer(letter: Letter) -> None:
    if not letter.granted_at:  # with its batch, mostly: then nothing is asked, not even in words
        grant(letter, answers=_rows_of(letter).filter(forgotten_at__isnull=True))


def _take_the_answer(letter: Letter, rows: QuerySet, once_in: timedelta) -> None:
    free = Q(answered_at__isnull=True) | Q(answered_by=letter.pk) | Q(answered_at__lt=letter.created_at - once_in)
    if not rows.exists():
        return  # forgotten rows hold nothing, not even this; the mailbox budget alone guards them
    # "Send it again" changes no row on the web, where its timing would tell; its fourteen days begin anew here
    asked_at = Greatest("asked_at", Value(letter.created_at))
    if not rows.filter(free).update(answered_by=letter.pk, answered_at=Now(), asked_at=asked_at):
        raise NothingToSay("answered")
