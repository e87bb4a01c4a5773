"""The reader's verbs: subscribe, confirm, stop. The only creator of subscriber rows; `news_list` reads them.

`subscribe` runs the same statements for every state of the address, as `signing.sign` does and for the same reason.
"""

import uuid
from functools import cache

from django.db import connection, transaction

from petitions import addresses, clock, erasure, hint, news_erasure, outbox, providers, replies, tokens, vault, wordings
from petitions.models import Letter, Petition, Signature, Subscriber
from petitions.news_judge import Clean

# As with signatures: personal data changes only while nobody has confirmed; a row that has had its letters without an
# answer keeps its `asked_at`, and so expires. Every state costs one write and one letter.
_UPSERT = """
INSERT INTO petitions_subscriber AS s (petition_id, email_digest, mailbox_digest, sealed, language, news_wording_id,
    created_at, asked_at, unanswered)
VALUES (%(petition)s, %(email_digest)s, %(mailbox_digest)s, %(sealed)s, %(language)s, %(wording)s, {now}, {now}, 0)
ON CONFLICT (petition_id, email_digest) DO UPDATE SET
    asked_at = CASE WHEN s.unanswered < %(max_unanswered)s THEN excluded.asked_at ELSE s.asked_at END,
    {while_pending}
RETURNING id
"""
_OWN_TO_THE_PERSON = ("mailbox_digest", "sealed", "language", "news_wording_id")
_OWE = """
INSERT INTO petitions_letter (kind, petition_id, subscriber_id, key, language, with_news, mailbox_digest,
    domain_digest, created_at, due_at, attempts, leased_by, outcome, error_class)
VALUES ('news', %(petition)s, {subscriber}, %(key)s, %(language)s, FALSE, %(mailbox_digest)s,
    %(budget_domain)s, {now}, {now}, 0, '', '', '')
"""


class Ended(Exception):
    """All data of the petition is deleted or about to be: nothing is taken in any more."""


class Gone(Exception):
    """There is no such row: never confirmed in time, stopped, deleted or never there."""


def subscribe(petition: Petition, clean: Clean, *, language: str) -> None:
    """Save the address and owe its owner a letter, in one transaction; says nothing about the address.

    `language`: of the page, for the words that were read when the page does not name them. Called twice for one
    address: still one row, one more debt of a letter (the worker answers once a minute at most). Raises Ended,
    wordings.UnknownWording, wordings.NothingRecorded or vault.CannotSeal before anything is saved.
    """
    if clock.now() >= petition.forget_at:
        raise Ended
    if clean.shown is None:
        wording = wordings.current_of_list(petition.pk, language)
    else:
        wording = wordings.recognise_of_list(petition.pk, clean.shown)
    _save_and_owe(_values(petition.pk, clean) | {"wording": wording, "max_unanswered": replies.MAX_UNANSWERED})
    transaction.on_commit(hint.tell)


def _values(petition_id: int, clean: Clean) -> dict[str, str | int | bytes]:
    domain, provider = addresses.domain_digest(clean.email), providers.bucket(addresses.domain_of(clean.email))
    return {
        "budget_domain": providers.digest_with_a_budget(domain, provider),
        "petition": petition_id,
        "email_digest": addresses.email_digest(clean.email),
        "mailbox_digest": addresses.mailbox_digest(clean.email),
        "sealed": vault.seal(name="", email=clean.email),
        "language": clean.language,
        "key": f"news:{uuid.uuid4().hex}",
    }


def _save_and_owe(values: dict[str, str | int | bytes]) -> None:
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # one statement, one round trip, its own transaction
            owed = _owe(vendor, "(SELECT id FROM entered)")
            cursor.execute(f"WITH entered AS ({_upsert(vendor)}) {owed}", values)
        else:
            with transaction.atomic():
                cursor.execute(_upsert(vendor), values)
                cursor.execute(_owe(vendor, "%(subscriber)s"), values | {"subscriber": cursor.fetchone()[0]})


@cache
def _upsert(vendor: str) -> str:
    kept = (f"{c} = CASE WHEN s.confirmed_at IS NULL THEN excluded.{c} ELSE s.{c} END" for c in _OWN_TO_THE_PERSON)
    return _UPSERT.format(now=clock.now_sql(vendor), while_pending=",\n    ".join(kept))


@cache
def _owe(vendor: str, subscriber: str) -> str:
    return _OWE.format(now=clock.now_sql(vendor), subscriber=subscriber)


def confirm(subscriber_id: int) -> None:
    """Put this address on the list and owe its welcome; the second press changes nothing. Raises Gone."""
    with transaction.atomic():
        row = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
        if row is None:
            raise Gone
        if row.confirmed_at:
            return
        row.confirmed_at = row.answered_at = clock.now()  # the welcome is an answer: no second one for a day
        row.save(update_fields=["confirmed_at", "answered_at"])
        kind = Letter.Kind.NEWS_WELCOME
        outbox.owe([outbox.letter_of(row, kind, key=f"{kind}:{row.pk}", subscriber_id=row.pk)])
    transaction.on_commit(hint.tell)


def owner_of(token: str) -> Subscriber | Signature:
    """The row for which a link to stop the news was made. Raises tokens.UnknownToken, or Gone."""
    for purpose, rows in ((tokens.NEWS_STOP, Subscriber.objects), (tokens.NEWS_STOP_SIGNED, Signature.objects)):
        try:
            row = rows.filter(pk=tokens.read(purpose, token, days=None)).first()
        except tokens.UnknownToken:
            continue
        if row is None:
            raise Gone
        return row
    raise tokens.UnknownToken


def stop(row: Subscriber | Signature) -> None:
    """Take the owner of this row off the list, however they came onto it; the second call changes nothing.

    One person may have entered an address and ticked the box of the sign form too: one press ends both. Signatures
    stay and count.
    """
    same = {"petition_id": row.petition_id, "email_digest": row.email_digest}
    with transaction.atomic():
        news_erasure.delete(Subscriber.objects.filter(**same), why="stopped")
        for signature in Signature.objects.select_for_update().filter(**same, news_wording__isnull=False):
            erasure.stop_news(signature)
