"""The verbs of forgetting, and the journal that outlives a restore.

The journal is a file outside the database: one line per row that a person had deleted, with its number and the time,
and nothing about the person. After a restore `replay_journal` deletes those rows again.
"""

import logging
import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now, Trunc
from django.utils import timezone

from petitions import addresses, counting, flagship
from petitions.models import Letter, Petition, Signature, Suppression, TallyMark

log = logging.getLogger(__name__)

_LINE = re.compile(r"Z (\d+) [a-z-]+$", re.MULTILINE)  # a line torn by a crash, alone or before a whole one, is no line
RESTORE_GAP = 10_000_000  # more signatures than were ever taken between two backups


def delete_signature(signature: Signature, *, why: str) -> None:
    """Delete one row and what points at it, in the caller's transaction; the journal line is on disk before the commit.

    A crash in between leaves a line for a row that still exists: a replay then does what its owner asked for.
    """
    open_letters = Letter.objects.filter(signature_id=signature.pk, closed_at__isnull=True)
    open_letters.update(closed_at=Now(), outcome=Letter.Outcome.DROPPED, sealed_to=None, error_class=why)
    number = signature.pk
    signature.delete()
    _write_journal(number, why)


def suppress(signature: Signature) -> None:
    """Never write to this row's mailbox again under this petition; the second call changes nothing."""
    Suppression.objects.get_or_create(petition_id=signature.petition_id, mailbox_digest=signature.mailbox_digest)


def forget_address(typed: str) -> int:
    """Erase a person everywhere by the typed address (GDPR Art. 17); returns how many rows were deleted.

    Raises addresses.BadAddress. The second call returns 0.
    """
    address = addresses.parse(typed)
    with transaction.atomic():
        rows = Signature.objects.select_for_update().filter(email_digest=addresses.email_digest(address))
        found = list(rows)
        for signature in found:
            if signature.confirmed_at:
                counting.mark(signature.petition_id, signature.confirmed_at)
            delete_signature(signature, why="forget")
        mailbox = addresses.mailbox_digest(address)
        open_letters = Letter.objects.filter(mailbox_digest=mailbox, closed_at__isnull=True)
        open_letters.update(closed_at=Now(), outcome=Letter.Outcome.DROPPED, sealed_to=None, error_class="forget")
        Letter.objects.filter(mailbox_digest=mailbox).update(mailbox_digest="")
        Suppression.objects.filter(mailbox_digest=mailbox).delete()
    return len(found)


def expired(now: datetime | None = None) -> dict[str, QuerySet]:
    """What the retention rules reach at this moment, by rule; nothing is changed. The rules (campaign brief §0.1, 5):

    unconfirmed: deleted 14 days after its owner last asked. confirmed: name and address forgotten after 30 days, unless
    its owner chose news. petition: past `forget_at`, every row goes and only numbers stay.
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
        "suppressed": Suppression.objects.filter(Q(petition__closes_at__lte=now) | Q(until__lte=now)),
    }


def forget_expired() -> dict[str, int]:
    """Apply the retention rules; returns how many rows each reached. Run twice, the second finds nothing."""
    _freeze_closed()
    reached = expired()
    counts = {"unconfirmed": _in_chunks(reached["unconfirmed"], _delete)}
    counts["confirmed"] = _in_chunks(reached["confirmed"], _empty)
    counts["petition"] = _end_petitions()
    counts["suppressed"] = reached["suppressed"].delete()[0]
    log.info("retention: %s", counts)
    return counts


def _in_chunks(rows: QuerySet[Signature], act: Callable[[QuerySet[Signature]], None], *, size: int = 1000) -> int:
    """Short transactions, so that nobody who signs or confirms waits for the hourly work."""
    total = 0
    while True:
        with transaction.atomic():
            ids = list(rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
                       .order_by("pk").values_list("pk", flat=True)[:size])  # fmt: skip
            if not ids:
                return total
            act(Signature.objects.filter(pk__in=ids))
            total += len(ids)


def _delete(rows: QuerySet[Signature]) -> None:
    ids = list(rows.values_list("pk", flat=True))
    open_letters = Letter.objects.filter(signature_id__in=ids, closed_at__isnull=True)
    open_letters.update(closed_at=Now(), outcome=Letter.Outcome.DROPPED, sealed_to=None, error_class="expired")
    Signature.objects.filter(pk__in=ids).delete()


def _empty(rows: QuerySet[Signature]) -> None:
    """Keep petition, digest, country, language, day and wordings.

    The moment of confirmation becomes midnight of its Brussels day, read as UTC: still within the same Brussels day.
    """
    rows.update(
        sealed=None,
        mailbox_digest="",
        created_at=None,
        asked_at=None,
        answered_at=None,
        answered_by=None,
        reminded_at=None,
        unanswered=0,
        confirmed_at=Trunc("confirmed_at", "day", tzinfo=counting.BRUSSELS),
        forgotten_at=Now(),
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
    for petition in Petition.objects.filter(forget_at__lte=timezone.now(), signatures__isnull=False).distinct():
        with transaction.atomic():
            counting.freeze(petition)
        total += _in_chunks(petition.signatures.all(), _delete)
    return total


def _write_journal(number: int, why: str) -> None:
    settings.ERASURE_JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    line = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ} {number} {why}\n".encode()
    descriptor = os.open(settings.ERASURE_JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError("the journal line could not be written whole")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replay_journal() -> int:
    """After a restore: delete again the rows that people had deleted; returns how many came back and went.

    Also moves the row numbers on, past every number in the journal and every one given out since the backup: neither a
    later replay nor a link in an old letter may ever meet a new row under an old number. The second call returns 0.
    """
    if not settings.ERASURE_JOURNAL.exists():
        return 0
    numbers = [int(number) for number in _LINE.findall(settings.ERASURE_JOURNAL.read_text(errors="replace"))]
    deleted = 0
    for start in range(0, len(numbers), 500):
        with transaction.atomic():
            rows = Signature.objects.filter(pk__in=numbers[start : start + 500])
            for signature in rows:
                if signature.confirmed_at:
                    counting.mark(signature.petition_id, signature.confirmed_at)
            deleted += rows.count()
            _delete(rows)
    _skip_numbers(max(numbers, default=0))
    return deleted


def _skip_numbers(highest: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            numbers = "pg_get_serial_sequence('petitions_signature', 'id')"
            cursor.execute(f"SELECT setval({numbers}, greatest(%s, nextval({numbers})) + %s)", [highest, RESTORE_GAP])
        else:
            # a table that has never held a row has no line in the sequence yet
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT 'petitions_signature', 0"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'petitions_signature')"
            )
            move_on = "UPDATE sqlite_sequence SET seq = max(seq, %s) + %s WHERE name = 'petitions_signature'"
            cursor.execute(move_on, [highest, RESTORE_GAP])
