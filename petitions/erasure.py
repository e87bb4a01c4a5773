"""The verbs of forgetting, and their replay after a restore (see `journal`)."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Now, Trunc
from django.utils import timezone

from petitions import addresses, counting, flagship, journal, news_erasure
from petitions.models import Holding, Letter, Petition, Signature, Subscriber, Suppression, TallyMark

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)

FINGERPRINT = "domain"  # how the facts of a holding begin that name a mail domain
RESTORE_GAP = 10_000_000  # more signatures than were ever taken between two backups


def delete_signature(signature: Signature, *, why: str) -> None:
    """Delete one row and what points at it, in the caller's transaction; the journal line is on disk before the commit.

    A crash in between leaves a line for a row that still exists: a replay then does what its owner asked for.
    """
    news_erasure.close(Letter.objects.filter(signature_id=signature.pk), why=why)
    number = signature.pk
    signature.delete()
    journal.write(number, why)


def stop_news(signature: Signature) -> None:
    """Take a signature off the news list, in the caller's transaction; the support stays.

    Without news its name and address are kept for 30 days from confirmation: where those are over, they are forgotten
    here and now. The second call changes nothing but the journal.
    """
    news_erasure.close(Letter.objects.filter(signature_id=signature.pk, kind=Letter.Kind.MILESTONE), why="stopped")
    Signature.objects.filter(pk=signature.pk).update(news_wording=None)
    journal.write(signature.pk, "stopped", kind=journal.NEWS)
    _empty(expired()["confirmed"].filter(pk=signature.pk))


def unsubscribe(signature: Signature, *, why: str) -> None:
    """Take the same address off "Stay informed" too, in the caller's transaction: who leaves gets no more letters."""
    same = {"petition_id": signature.petition_id, "email_digest": signature.email_digest}
    news_erasure.delete(Subscriber.objects.filter(**same), why=why)


def forget_by_wish(signature: Signature) -> None:
    """Empty a confirmed row as the rule of 30 days does, at its owner's wish, in the caller's transaction; the support
    stays. News stops however its owner came to it, and nothing is owed to the row any more.
    """
    unsubscribe(signature, why="kept")
    _forget_now(Signature.objects.filter(pk=signature.pk))
    journal.write(signature.pk, "kept", kind=journal.KEPT)


def _forget_now(rows: QuerySet[Signature]) -> None:
    news_erasure.close(Letter.objects.filter(signature_id__in=list(rows.values_list("pk", flat=True))), why="kept")
    rows.update(news_wording=None)
    _empty(rows)


def suppress(signature: Signature) -> None:
    """Never write to this row's mailbox again under this petition; the second call changes nothing."""
    Suppression.objects.get_or_create(petition_id=signature.petition_id, mailbox_digest=signature.mailbox_digest)


def forget_address(typed: str) -> int:
    """Erase a person everywhere by the typed address (GDPR Art. 17); returns how many rows were deleted.

    Raises addresses.BadAddress. The second call returns 0.
    """
    address = addresses.parse(typed)
    digest, mailbox = addresses.email_digest(address), addresses.mailbox_digest(address)
    with transaction.atomic():
        found = list(Signature.objects.select_for_update().filter(email_digest=digest))
        for signature in found:
            counting.leaves(signature)
            delete_signature(signature, why="forget")
        subscribers = news_erasure.delete(Subscriber.objects.filter(email_digest=digest), why="forget")
        news_erasure.close(Letter.objects.filter(mailbox_digest=mailbox), why="forget")
        Letter.objects.filter(mailbox_digest=mailbox).update(mailbox_digest="")
        Suppression.objects.filter(mailbox_digest=mailbox).delete()
    return len(found) + subscribers


def expired(now: datetime | None = None) -> dict[str, QuerySet]:
    """What the retention rules reach at this moment, by rule; nothing is changed. The rules (campaign brief §0.1, 5):

    unconfirmed: deleted 14 days after its owner last asked. confirmed: name and address forgotten after 30 days, unless
    its owner chose news. petition: past `forget_at`, every row goes and only numbers stay. news: as signatures, but a
    confirmed address stays until its owner leaves.
    """
    now = now or timezone.now()
    ended = Petition.objects.filter(forget_at__lte=now)
    return {
        "unconfirmed": Signature.objects.filter(
            confirmed_at__isnull=True, asked_at__lt=now - timedelta(days=settings.LINK_LIFETIME_DAYS)
        ),
        "confirmed": Signature.objects.filter(
            confirmed_at__lt=now - timedelta(days=settings.FORGET_CONFIRMED_AFTER_DAYS),
            forgotten_at__isnull=True,
            news_wording__isnull=True,
        ),
        "petition": Signature.objects.filter(petition__in=ended),
        "news unconfirmed": news_erasure.unconfirmed(now),
        "news": news_erasure.of_ended_petitions(now),
        "suppressed": Suppression.objects.filter(Q(petition__closes_at__lte=now) | Q(until__lte=now)),
    }


def forget_expired() -> dict[str, int]:
    """Apply the retention rules; returns how many rows each reached. Run twice, the second finds nothing."""
    _freeze_closed()
    reached = expired()
    counts = {"unconfirmed": _in_chunks(reached["unconfirmed"], _delete, by="asked_at")}
    counts["confirmed"] = _in_chunks(reached["confirmed"], _empty, by="confirmed_at")
    counts["petition"] = _end_petitions()
    for rule, by in (("news unconfirmed", "asked_at"), ("news", "pk")):
        counts[rule] = _in_chunks(reached[rule], news_erasure.delete_quietly, by=by)
    counts["suppressed"] = reached["suppressed"].delete()[0]
    log.info("retention: %s", counts)
    return counts


def _in_chunks(rows: QuerySet[Row], act: Callable[[QuerySet[Row]], None], *, by: str, size: int = 1000) -> int:
    """Short transactions, so that nobody who signs or confirms waits for the hourly work.

    `by`: the column whose index leads to these rows. Each piece goes on where the last one ended, because from the
    beginning it would find all that is gone once more: with the rows of a great day that is a day's work.
    """
    total, reached = 0, None
    while True:
        with transaction.atomic():
            left = rows.filter(**{f"{by}__gte": reached}) if reached else rows
            locked = left.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            found = list(locked.order_by(by).values("pk", by)[:size])
            if not found:
                return total
            act(rows.model._default_manager.filter(pk__in=[row["pk"] for row in found]))
            total, reached = total + len(found), found[-1][by]


def _delete(rows: QuerySet[Signature]) -> None:
    ids = list(rows.values_list("pk", flat=True))
    news_erasure.close(Letter.objects.filter(signature_id__in=ids), why="expired")
    Signature.objects.filter(pk__in=ids).delete()


def _empty(rows: QuerySet[Signature]) -> None:
    """Keep petition, digest, country, language, day and wordings.

    The moment of confirmation becomes midnight of its Brussels day, read as UTC: still within the same Brussels day. So
    does the moment of forgetting: 30 days before it, to the hour, would be the moment of confirmation.
    """
    rows.update(
        sealed=None,
        mailbox_digest="",
        domain_digest="",
        provider="",
        created_at=None,
        asked_at=None,
        answered_at=None,
        answered_by=None,
        reminded_at=None,
        unanswered=0,
        confirmed_at=Trunc("confirmed_at", "day", tzinfo=counting.BRUSSELS),
        forgotten_at=Trunc(Now(), "day", tzinfo=counting.BRUSSELS),
    )


def _freeze_closed() -> None:
    """From a day after closing, or once all is forgotten, the number is final: nothing raises or lowers it any more.

    Also where no row is left, because its owners withdrew: the marks of their days still wait to be counted.
    """
    now = timezone.now()
    for petition in Petition.objects.filter(
        Q(closes_at__lte=now - flagship.GRACE_AFTER_CLOSING) | Q(forget_at__lte=now)
    ):
        if TallyMark.objects.filter(petition=petition).exists() or petition.tallies.filter(frozen_at=None).exists():
            with transaction.atomic():
                counting.freeze(petition)


def _end_petitions() -> int:
    total = 0
    for petition in Petition.objects.filter(forget_at__lte=timezone.now()):
        if not petition.signatures.exists():
            continue
        with transaction.atomic():
            counting.freeze(petition)
        total += _in_chunks(petition.signatures.all(), _delete, by="pk")
    _forget_domains()
    return total


def _forget_domains() -> None:
    """A holding keeps why and how many; by which mail domain they were found is a fingerprint, and goes at the end."""
    for holding in Holding.objects.filter(petition__forget_at__lte=timezone.now()):
        kept = {fact: value for fact, value in holding.criteria.items() if not fact.startswith(FINGERPRINT)}
        if kept != holding.criteria:
            Holding.objects.filter(pk=holding.pk).update(criteria=kept)


def replay_journal() -> int:
    """After a restore: delete again the rows that people had deleted, forget again those who wanted to be forgotten and
    still to count, and stop the news that was stopped; returns how many rows that reached.

    Also moves the row numbers on, past every number in the journal and every one given out since the backup: neither a
    later replay nor a link in an old letter may ever meet a new row under an old number, whether anybody was erased or
    not. The second call returns 0.
    """
    signatures, stopped = journal.numbers(), journal.numbers(journal.NEWS)
    subscribers, kept = journal.numbers(journal.SUBSCRIBER), journal.numbers(journal.KEPT)
    again = sum(map(_delete_again, _pieces(signatures))) + sum(map(_unsubscribe_again, _pieces(subscribers)))
    again += sum(map(_stop_again, _pieces(stopped))) + sum(map(_forget_again, _pieces(kept)))
    _skip_numbers("petitions_signature", max(signatures + stopped + kept, default=0))
    _skip_numbers("petitions_subscriber", max(subscribers, default=0))
    return again


def _pieces(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + 500] for start in range(0, len(numbers), 500))


@transaction.atomic
def _delete_again(numbers: list[int]) -> int:
    rows = Signature.objects.filter(pk__in=numbers)
    for signature in rows:
        if signature.confirmed_at:
            counting.mark(signature.petition_id, signature.confirmed_at)
    deleted = rows.count()
    _delete(rows)
    return deleted


@transaction.atomic
def _unsubscribe_again(numbers: list[int]) -> int:
    rows = Subscriber.objects.filter(pk__in=numbers)
    deleted = rows.count()
    news_erasure.delete_quietly(rows)
    return deleted


def _stop_again(numbers: list[int]) -> int:
    return Signature.objects.filter(pk__in=numbers, news_wording__isnull=False).update(news_wording=None)


@transaction.atomic
def _forget_again(numbers: list[int]) -> int:
    """Never delete: they wanted to count. Who had not confirmed yet when the backup was made has done so since, or
    nothing could have been kept; the day of that is lost, and the day of asking takes its place.
    """
    remembered = Signature.objects.filter(pk__in=numbers, forgotten_at__isnull=True)
    kept = list(remembered.values_list("pk", flat=True))
    for signature in remembered.filter(confirmed_at__isnull=True):
        counting.mark(signature.petition_id, cast(datetime, signature.asked_at))
    remembered.filter(confirmed_at__isnull=True).update(confirmed_at=F("asked_at"))
    _forget_now(Signature.objects.filter(pk__in=kept))
    return len(kept)


def _skip_numbers(table: str, highest: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            numbers = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({numbers}, greatest(%s, nextval({numbers})) + %s)", [highest, RESTORE_GAP])
        else:
            # a table that has never held a row has no line in the sequence yet
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT %s, 0"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
                [table, table],
            )
            move_on = "UPDATE sqlite_sequence SET seq = max(seq, %s) + %s WHERE name = %s"
            cursor.execute(move_on, [highest, RESTORE_GAP, table])
