"""The debt of letters: owe, claim, pay, settle.

A letter is owed in the transaction that makes it necessary. Everything after that is paid later and can be paid twice
without harm: a claim is a lease that is committed *before* we talk to the mail server, and every letter is settled in a
commit of its own right after the server took it. A crash in between sends one identical copy more; the opposite order
would send none, which is worse.
"""

import logging
import random
import secrets
import time
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import cast

from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from petitions import (
    addresses,
    ahead,
    budget,
    clock,
    delivery,
    domain_budget,
    news_list,
    news_replies,
    replies,
    restored,
    settling,
    silence,
    vault,
    yours_replies,
)
from petitions.models import Letter, Signature, Subscriber

log = logging.getLogger(__name__)

BATCH = 20
LEASE_SECONDS = 120  # well over EMAIL_TIMEOUT, and a batch is given up in time
MAX_ATTEMPTS = 8  # of a letter that can't be written; a mail server that says "later" is asked for MAX_AGE
MAX_AGE = timedelta(hours=48)
GOODBYES = (Letter.Kind.WITHDRAWN, Letter.Kind.KEPT)
GOODBYE_AGE = timedelta(seconds=60)  # "deleted within a minute"
SKELETON_AGE = timedelta(hours=24)  # closed letters stay that long, for the mailbox budget

# MATERIALIZED: asked once. As a bare subquery it may be asked again for each letter of the table, whenever the planner
# thinks that cheaper, and then every one of them is "the first that nobody has".
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM petitions_letter
    WHERE closed_at IS NULL AND due_at <= {now} AND (leased_until IS NULL OR leased_until < {now}) {only}
    ORDER BY due_at LIMIT {batch} {skip_locked}
)
UPDATE petitions_letter SET leased_until = {later}, leased_by = %s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) RETURNING id
"""
_IS_DUE_SINCE = """
SELECT EXISTS (SELECT 1 FROM petitions_letter
    WHERE closed_at IS NULL AND due_at <= %s AND (leased_until IS NULL OR leased_until < {now}))
"""
# Written out, not as parameters: SQLite takes an index of some kinds only for a statement that names them itself.
_ONLY_ASKED_FOR = "AND kind IN ({})".format(", ".join(f"'{kind.value}'" for kind in budget.ASKED_FOR))
_BUT_MAILINGS = f"AND NOT (kind = '{Letter.Kind.MILESTONE.value}')"
_ONLY_MAILINGS = f"AND kind = '{Letter.Kind.MILESTONE.value}'"


def owe_receipt(signature: Signature) -> None:
    """Owe the receipt after confirming, in the caller's transaction; a second debt of it is none."""
    owe_one(signature, Letter.Kind.RECEIPT, signature_id=signature.pk)


def owe_goodbye(signature: Signature) -> None:
    """Owe the last letter of a row that is about to be deleted: the letter takes the sealed address over."""
    with_news = news_list.gets_news(signature)
    owe_one(signature, Letter.Kind.WITHDRAWN, with_news=with_news, sealed_to=signature.sealed)


def owe_one(signature: Signature, kind: str, **values: object) -> None:
    """Owe a letter of which a signature gets one for ever, in the caller's transaction."""
    owe([letter_of(signature, kind, key=f"{kind}:{signature.pk}", **values)])


def letter_of(row: Signature | Subscriber, kind: str, *, key: str, **values: object) -> Letter:
    """A letter to the owner of a row, due at once; not saved yet."""
    moments = {"created_at": Now(), "due_at": Now()}
    owner = {"petition_id": row.petition_id, "language": row.language}
    return Letter(kind=kind, key=key, **owner, **(moments | values))


def owe(letters: list[Letter]) -> None:
    """Save debts, in the caller's transaction; a second debt under the same key is none."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def claim() -> list[Letter]:
    """Up to 20 due letters, leased to this caller for 120 seconds by the database's clock and committed; [] if none.

    Payers take turns, so that together they keep the site's hourly budget to the letter. When it is used up, letters
    that strangers can cause are left as they are: not leased, no attempt counted. They still expire at 48 hours.
    """
    claimer = secrets.token_hex(16)
    with transaction.atomic():
        budget.take_turn()
        numbers = _lease(claimer, budget.room())
        mine = Letter.objects.filter(pk__in=numbers, leased_by=claimer).select_related("petition").order_by("id")
        letters = list(mine) if numbers else []
        budget.spend(_claimed_at(letter) for letter in letters)
    return letters


def _lease(claimer: str, room: int | None) -> list[int]:
    """A message to everybody goes when nobody else's letter is due, however many of it have waited longer."""
    if room is not None and room <= 0:
        return _take(claimer, _ONLY_ASKED_FOR, BATCH)
    most = BATCH if room is None else min(BATCH, room)
    return _take(claimer, _BUT_MAILINGS, most) or _take(claimer, _ONLY_MAILINGS, most)


def _take(claimer: str, only: str, most: int) -> list[int]:
    vendor = connection.vendor
    statement = _CLAIM.format(
        now=clock.now_sql(vendor),
        later=clock.later_sql(vendor, LEASE_SECONDS),
        only=only,
        batch=most,
        skip_locked="FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else "",  # SQLite has one writer anyway
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [claimer])
        return [row[0] for row in cursor.fetchall()]


def _claimed_at(letter: Letter) -> datetime:
    leased_until = cast(datetime, letter.leased_until)  # every claimed letter has one
    return leased_until - timedelta(seconds=LEASE_SECONDS)


def pay(*, seconds: float = 60) -> int:
    """Pay due letters until none is due, the mail server fails or the time is over; returns how many were sent.

    What becomes due while the last of them are written has a hint of its own. Asking at once for the one or two more
    costs as much as they do, again and again, on an evening on which everything is needed.

    Any number of payers may run at once. Never raises for a letter or a mail server; a database error goes through, and
    vault.CannotOpen without a private key, or restored.Restored in a database that a backup brought back: then nothing
    is claimed, and no letter's attempt is used up.
    """
    sent, deadline = 0, time.monotonic() + seconds
    restored.refuse()
    expire()
    vault.refuse_without_key()
    with delivery.Mailer() as mailer:
        while time.monotonic() < deadline and mailer.is_up and (batch := claim()):
            sent += _pay_batch(mailer, batch)
            if len(batch) < BATCH and not _is_more_due_since(_claimed_at(batch[0])):
                break
    return sent


def _is_more_due_since(moment: datetime) -> bool:
    """Whether letters are free that were due already at this moment: a mailing, or what the budget held up."""
    with connection.cursor() as cursor:
        statement = _IS_DUE_SINCE.format(now=clock.now_sql(connection.vendor))
        cursor.execute(statement, [connection.ops.adapt_datetimefield_value(moment)])
        return bool(cursor.fetchone()[0])


def _pay_batch(mailer: delivery.Mailer, batch: list[Letter]) -> int:
    sent, give_up = 0, time.monotonic() + LEASE_SECONDS / 2
    ahead.grant(batch)
    ahead.read(batch)
    full: dict[str, float] = {}  # domain → seconds: those of its letters that are in this batch need not ask
    for letter in batch:
        if not mailer.is_up or time.monotonic() > give_up:
            give_back(letter, seconds=mailer.pause_seconds, error_class=delivery.WAITS)
            continue
        try:
            domain_budget.refuse_if_known(letter, full)
            sent += _pay_one(mailer, letter)
        except domain_budget.Full as wait:
            give_back(letter, seconds=wait.seconds, error_class=domain_budget.WAITS)
            domain_budget.let_the_others_wait(letter, wait.seconds, full)
    return sent


def _pay_one(mailer: delivery.Mailer, letter: Letter) -> bool:
    try:
        message = _write(letter)
        mailer.send(message)
    except replies.NothingToSay as reason:
        settle(letter, Letter.Outcome.DROPPED, error_class=str(reason))
    except domain_budget.Full:
        raise
    except delivery.ServerDown as down:
        log.error("mail server: %s; letters wait %s s", down, mailer.pause_seconds)
        give_back(letter, seconds=mailer.pause_seconds, error_class=delivery.WAITS)
    except delivery.Later as later:
        postpone(letter, error_class=str(later))
    except delivery.Never as never:
        log.error("letter %s cannot be delivered: %s", letter.pk, never)
        settle(letter, Letter.Outcome.FAILED, error_class=str(never))
    except Exception as broken:  # one letter that can't be written must not stop the others
        _set_poison_aside(letter, broken)
    else:
        return settle(letter, Letter.Outcome.SENT)
    return False


def _write(letter: Letter) -> EmailMessage:
    """The message, unless its recipient is somebody whom we leave alone: here every kind of letter passes."""
    others = (room for room in (news_replies, yours_replies) if letter.kind in room.KINDS)
    message = next(others, replies).write(letter)
    if silence.is_silenced(letter.petition_id, addresses.mailbox_digest(message.to[0])):
        raise replies.NothingToSay("suppressed")
    return message


def _set_poison_aside(letter: Letter, broken: Exception) -> None:
    name = type(broken).__name__
    log.error("letter %s: %s", letter.pk, name, exc_info=letter.attempts == 1)
    if letter.attempts >= MAX_ATTEMPTS:
        settle(letter, Letter.Outcome.FAILED, error_class=name)
    else:
        postpone(letter, error_class=name)


def settle(letter: Letter, outcome: str, *, error_class: str = "") -> bool:
    """Close a letter and empty its address, in a commit of its own; False (and logged) if the lease was lost.

    A refused letter has used up its place in the site's budget like a sent one; a dropped one has not.
    """
    with transaction.atomic() if outcome == Letter.Outcome.DROPPED else nullcontext():
        closed = settling.close(letter, outcome, error_class)
        if closed and outcome == Letter.Outcome.DROPPED:
            budget.give_back(_claimed_at(letter))
    if not closed:
        log.warning("letter %s: lease lost before it was settled as %s", letter.pk, outcome)
    return closed


def postpone(letter: Letter, *, error_class: str) -> None:
    """Try again later: in 30 s, 1 min, 2 min … an hour, or up to half sooner so that failures don't march in step."""
    seconds = min(30 * 2 ** (letter.attempts - 1), 3600) * random.uniform(0.5, 1)  # noqa: S311 (no secret in it)
    _still_mine(letter).update(
        due_at=Now() + timedelta(seconds=seconds), leased_until=None, leased_by="", error_class=error_class[:60]
    )


def give_back(letter: Letter, *, seconds: float, error_class: str = "") -> None:
    """Return a letter that nobody tried to send, with its attempt and its place in the site's budget."""
    returned = _still_mine(letter).update(
        due_at=Now() + timedelta(seconds=seconds),
        leased_until=None,
        leased_by="",
        attempts=F("attempts") - 1,
        error_class=error_class,
    )
    if returned:
        budget.give_back(_claimed_at(letter))


def _still_mine(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, leased_by=letter.leased_by, outcome="")  # as in `settling`


def expire() -> int:
    """Close what is too old to be sent: any letter after 48 hours, a goodbye after 60 seconds; returns how many.

    Whatever it waited for: a letter that the hourly budget holds up that long expires too. Its address was promised to
    be gone by then, and its supporter can press "Send it again"; `statusz` has been an alarm for two days.
    """
    late = Letter.objects.filter(closed_at__isnull=True)
    goodbyes = late.filter(kind__in=GOODBYES, created_at__lt=Now() - GOODBYE_AGE)
    return sum(
        letters.update(closed_at=Now(), outcome=Letter.Outcome.EXPIRED, sealed_to=None, leased_until=None)
        for letters in (goodbyes, late.filter(created_at__lt=Now() - MAX_AGE))
    )


def set_aside() -> int:
    """After a restore: no letter that was open in the backup goes out by itself, for it may have left since.

    They stand as failed ("restored"), where staff see their number and may try them again. Returns how many.
    """
    return Letter.objects.filter(closed_at__isnull=True).update(
        closed_at=Now(), outcome=Letter.Outcome.FAILED, error_class="restored", sealed_to=None, leased_until=None
    )


def drop_skeletons() -> int:
    """Delete the records of letters closed more than 24 hours ago; returns how many."""
    return Letter.objects.filter(closed_at__lt=Now() - SKELETON_AGE).delete()[0]
