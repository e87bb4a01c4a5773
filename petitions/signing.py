"""The supporter's verbs: sign, ask again, confirm, withdraw, disown. The only creator of signature rows.

`sign` runs the same statements for every state of the address, so that neither the answer nor its timing tells whether
somebody has signed. What the letter will say is decided later, by the worker.
"""

import secrets
import time

from django.db import connection, transaction

from petitions import (
    addresses,
    clock,
    counting,
    erasure,
    flagship,
    hint,
    outbox,
    planned,
    providers,
    replies,
    statements,
    vault,
    wordings,
)
from petitions.judge import Clean
from petitions.models import Letter, Petition, Signature

_COLUMNS = tuple(field.attname for field in Signature._meta.concrete_fields)


class Closed(Exception):
    """The petition takes no signature now: it is not open yet, or no longer."""


class Gone(Exception):
    """There is no such row: withdrawn, deleted or never there."""


class TooLate(Exception):
    """The link was pressed after the petition had closed and its grace had passed."""


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


def _save_and_owe(values: planned.Values) -> None:
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # one statement, one round trip, its own transaction
            planned.execute(cursor, statements.upsert_and_owe(vendor), values)
        else:
            with transaction.atomic():
                cursor.execute(statements.upsert(vendor), values)
                known = {"signature": cursor.fetchone()[0]}
                cursor.execute(statements.owe_reply(vendor, "%(signature)s"), values | known)


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
        cursor.execute(statements.owe_reply(connection.vendor), values)
    transaction.on_commit(hint.tell)


def _next() -> str:
    """Unlike any other, and sorted behind those before: with millions of letters a key by chance alone touches another
    page of its index each time, which is then written whole into the database's log (3 KB more a signature).
    """
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def _values(petition_id: int, email: str, *, name: str, language: str, kind: str = Letter.Kind.REPLY) -> planned.Values:
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
        "key": f"{kind}:{_next()}",
    }


def confirm(signature_id: int) -> Signature:
    """Count this signature from now on and owe its receipt; the second press changes nothing.

    Returns the confirmed row. Raises Gone, or TooLate more than 24 hours after the petition closed.
    """
    if connection.vendor != "postgresql":
        return _confirm_step_by_step(signature_id)
    values: planned.Values = {
        "signature": signature_id,
        "grace": int(flagship.GRACE_AFTER_CLOSING.total_seconds()),
    }
    with connection.cursor() as cursor:
        planned.execute(cursor, statements.confirm(connection.vendor, _COLUMNS), values)
        row = cursor.fetchone()
    if row is None:
        return _confirmed_before(signature_id)
    transaction.on_commit(hint.tell)
    return Signature.from_db(connection.alias, _COLUMNS, row)


def _confirmed_before(signature_id: int) -> Signature:
    """The row of somebody who has nothing to confirm any more. Raises Gone or TooLate."""
    signature = Signature.objects.filter(pk=signature_id).first()
    if signature is None:
        raise Gone
    if not signature.confirmed_at:
        raise TooLate
    return signature


def _confirm_step_by_step(signature_id: int) -> Signature:
    """The same in the statements that SQLite has, which lets nobody else write meanwhile."""
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
