"""The supporter's verbs: sign, ask again, confirm, withdraw, disown. The only creator of signature rows.

`sign` runs the same statements for every state of the address, so that neither the answer nor its timing tells whether
somebody has signed. What the letter will say is decided later, by the worker.
"""

import uuid
from functools import cache

from django.db import connection, transaction

from petitions import addresses, clock, counting, erasure, flagship, hint, outbox, providers, replies, vault, wordings
from petitions.judge import Clean
from petitions.models import Letter, Petition, Signature

# The row is new, or its owner pressed again. Personal data changes only while nobody has confirmed; a row that has had
# its letters without an answer, or is forgotten, keeps its `asked_at`, and so expires. Every state costs one write.
_UPSERT = """
INSERT INTO petitions_signature AS s (petition_id, email_digest, mailbox_digest, domain_digest, provider,
    sealed, country, language, petition_wording_id, consent_wording_id, news_wording_id, created_at, asked_at,
    held_reason, unanswered)
VALUES (%(petition)s, %(email_digest)s, %(mailbox_digest)s, %(domain_digest)s, %(provider)s,
    %(sealed)s, %(country)s, %(language)s, %(petition_wording)s, %(consent_wording)s, %(news_wording)s,
    {now}, {now}, '', 0)
ON CONFLICT (petition_id, email_digest) DO UPDATE SET
    asked_at = CASE WHEN s.forgotten_at IS NULL AND s.unanswered < %(max_unanswered)s
               THEN excluded.asked_at ELSE s.asked_at END,
    {while_pending}
RETURNING id
"""
_OWN_TO_THE_PERSON = (
    "mailbox_digest", "domain_digest", "provider", "sealed", "country", "language", "petition_wording_id",
    "consent_wording_id", "news_wording_id",
)  # fmt: skip
_OWE_REPLY = """
INSERT INTO petitions_letter (kind, petition_id, signature_id, key, language, with_news, mailbox_digest, domain_digest,
    sealed_to, created_at, due_at, attempts, leased_by, outcome, error_class)
VALUES (%(kind)s, %(petition)s, {signature}, %(key)s, %(language)s, FALSE, %(mailbox_digest)s, %(budget_domain)s,
    %(sealed)s, {now}, {now}, 0, '', '', '')
"""
_KNOWN = "(SELECT id FROM petitions_signature WHERE petition_id = %(petition)s AND email_digest = %(email_digest)s)"


class Closed(Exception):
    """The petition takes no signature now: it is not open yet, or no longer."""


class Gone(Exception):
    """There is no such row: withdrawn, deleted or never there."""


class TooLate(Exception):
    """The link was pressed after the petition had closed and its grace had passed."""


@cache
def _upsert(vendor: str) -> str:
    kept = (f"{c} = CASE WHEN s.confirmed_at IS NULL THEN excluded.{c} ELSE s.{c} END" for c in _OWN_TO_THE_PERSON)
    return _UPSERT.format(now=clock.now_sql(vendor), while_pending=",\n    ".join(kept))


@cache
def _owe_reply(vendor: str, signature: str) -> str:
    return _OWE_REPLY.format(now=clock.now_sql(vendor), signature=signature)


def sign(petition: Petition, clean: Clean, *, language: str) -> None:
    """Save the signature and owe its owner a letter, in one transaction; says nothing about the address.

    Called twice for one address: still one row, one more debt of a letter (the worker answers once a minute at most).
    Raises Closed, wordings.UnknownWording, wordings.NothingRecorded or vault.CannotSeal before anything is saved.
    """
    if flagship.state(petition) != flagship.OPEN:
        raise Closed
    shown = wordings.recognise(petition.pk, clean.shown) if clean.shown else wordings.current(petition.pk, language)
    values = _values(petition.pk, clean.email, name=clean.name, language=language) | {
        "country": clean.country,
        "petition_wording": shown[0],
        "consent_wording": shown[1],
        "news_wording": shown[2] if clean.news else None,
        "max_unanswered": replies.MAX_UNANSWERED,
    }
    _save_and_owe(values)
    transaction.on_commit(hint.tell)


def _save_and_owe(values: dict[str, str | int | bytes | None]) -> None:
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # one statement, one round trip, its own transaction
            owed = _owe_reply(vendor, "(SELECT id FROM signed)")
            cursor.execute(f"WITH signed AS ({_upsert(vendor)}) {owed}", values)
        else:
            with transaction.atomic():
                cursor.execute(_upsert(vendor), values)
                cursor.execute(_owe_reply(vendor, "%(signature)s"), values | {"signature": cursor.fetchone()[0]})


def ask_again(petition: Petition, email: str, *, language: str) -> None:
    """Owe a reply to a typed address, whatever its state; one insert in every case. Raises vault.CannotSeal."""
    _owe_to_typed(petition, email, kind=Letter.Kind.REPLY, language=language)


def ask_for_own_page(petition: Petition, email: str, *, language: str) -> None:
    """Owe the link to the own page to a typed address, whatever its state; the same one insert, of another kind.

    Raises vault.CannotSeal.
    """
    _owe_to_typed(petition, email, kind=Letter.Kind.YOURS, language=language)


def _owe_to_typed(petition: Petition, email: str, *, kind: str, language: str) -> None:
    with connection.cursor() as cursor:
        values = _values(petition.pk, email, name="", language=language, kind=kind)
        cursor.execute(_owe_reply(connection.vendor, _KNOWN), values)
    transaction.on_commit(hint.tell)


def _values(
    petition_id: int, email: str, *, name: str, language: str, kind: str = Letter.Kind.REPLY
) -> dict[str, str | int | bytes | None]:
    domain, provider = addresses.domain_digest(email), providers.bucket(addresses.domain_of(email))
    return {
        "kind": str(kind),
        "petition": petition_id,
        "email_digest": addresses.email_digest(email),
        "mailbox_digest": addresses.mailbox_digest(email),
        "domain_digest": domain,
        "provider": provider,
        "budget_domain": providers.digest_with_a_budget(domain, provider),
        "sealed": vault.seal(name=name, email=email),
        "language": language,
        "key": f"{kind}:{uuid.uuid4().hex}",
    }


def confirm(signature_id: int) -> Signature:
    """Count this signature from now on and owe its receipt; the second press changes nothing.

    Returns the confirmed row. Raises Gone, or TooLate more than 24 hours after the petition closed.
    """
    with transaction.atomic():
        signature = locked(signature_id)
        if signature.confirmed_at:
            return signature
        now = clock.now()
        if now >= signature.petition.closes_at + flagship.GRACE_AFTER_CLOSING:
            raise TooLate
        signature.confirmed_at = now
        signature.save(update_fields=["confirmed_at"])
        counting.enters(signature)
        outbox.owe_receipt(signature)
    transaction.on_commit(hint.tell)
    return signature


def withdraw(signature_id: int) -> None:
    """Delete the row at once; the count follows. While we hold the address of a confirmed row, owe a goodbye letter,
    which keeps the sealed address for 60 seconds at most; it says that it is the last one, so the news stops however
    its owner came to it. Raises Gone, also on the second press.
    """
    with transaction.atomic():
        signature = locked(signature_id)
        if signature.confirmed_at:
            counting.leaves(signature)
            if signature.sealed:
                outbox.owe_goodbye(signature)
            erasure.unsubscribe(signature, why="withdrawn")
        erasure.delete_signature(signature, why="withdrawn")
    transaction.on_commit(hint.tell)


def disown(signature_id: int) -> bool:
    """“This isn’t me”: delete an unconfirmed row and never write to that mailbox again, until the petition closes.

    Returns False and changes nothing if the row is confirmed: then its owner withdraws. Raises Gone.
    """
    with transaction.atomic():
        signature = locked(signature_id)
        if signature.confirmed_at:
            return False
        erasure.suppress(signature)
        erasure.delete_signature(signature, why="not-me")
    return True


def locked(signature_id: int) -> Signature:
    """The row with its petition, nobody else's until the caller's transaction ends. Raises Gone."""
    try:
        return Signature.objects.select_for_update(of=("self",)).select_related("petition").get(pk=signature_id)
    except Signature.DoesNotExist as gone:
        raise Gone from gone
