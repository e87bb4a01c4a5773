"""The verbs of the own page: change, start the news, have a copy, be forgotten and still count.

Withdrawing is `signing.withdraw`, the same from every page. Each verb may be pressed twice; the second press changes
nothing.
"""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from petitions import clock, counting, erasure, hint, holding, news, news_list, outbox, signing, wordings
from petitions.models import Letter, Signature

log = logging.getLogger(__name__)


class Final(Exception):
    """The petition's number is frozen: no signature changes its country or language any more."""


def change(signature_id: int, *, country: str, language: str) -> None:
    """Correct country and language; the count follows, on the day of the confirmation. Raises signing.Gone or Final.

    The log says that a row was changed, never from what to what.
    """
    with transaction.atomic():
        row = signing.locked(signature_id)
        if (row.country, row.language) == (country, language):
            return
        if holding.is_final(row.petition):
            raise Final
        counting.leaves(row)
        row.country, row.language = country, language
        row.save(update_fields=["country", "language"])
        counting.enters(row)
    log.info("signature %s: country or language changed by its owner", signature_id)


def start_news(signature_id: int, *, shown: int) -> bool:
    """Put this supporter on the news list, by the words with the id `shown`; False where the address is forgotten.

    Raises signing.Gone or wordings.UnknownWording.
    """
    with transaction.atomic():
        row = signing.locked(signature_id)
        wordings.recognise(row.petition_id, (row.petition_wording_id, row.consent_wording_id, shown))
        if not row.sealed:
            return False
        Signature.objects.filter(pk=row.pk, news_wording__isnull=True).update(news_wording=shown)
    return True


def stop_news(signature_id: int) -> None:
    """Take this supporter off the news list, however they came onto it. Raises signing.Gone."""
    with transaction.atomic():
        news.stop(signing.locked(signature_id))


def send_copy(signature_id: int) -> None:
    """Owe the copy of the data to the row's own address; a second press in the same minute owes none.

    Where the address is forgotten nothing is owed. Raises signing.Gone.
    """
    with transaction.atomic():
        row = signing.locked(signature_id)
        if not row.sealed:
            return
        kind, minute = Letter.Kind.COPY, f"{clock.now():%Y%m%d%H%M}"
        whose = {"signature_id": row.pk, "mailbox_digest": row.mailbox_digest}
        outbox.owe([outbox.letter_of(row, kind, key=f"{kind}:{row.pk}:{minute}", **whose)])
    transaction.on_commit(hint.tell)


def keep_support(signature_id: int) -> bool:
    """Forget name and address now instead of after 30 days, and stop the news; the signature counts on as it did.

    Owes the last letter, which keeps the sealed address for 60 seconds at most. Returns False and changes nothing while
    nobody has confirmed: there is no support to keep yet. Raises signing.Gone.
    """
    with transaction.atomic():
        row = signing.locked(signature_id)
        if not row.confirmed_at:
            return False
        if not row.forgotten_at:
            with_news = news_list.gets_news(row)
            outbox.owe_one(row, Letter.Kind.KEPT, with_news=with_news, sealed_to=row.sealed)
            erasure.forget_by_wish(row)
    transaction.on_commit(hint.tell)
    return True


def forget_day(row: Signature) -> date:
    """The Brussels day on which name and address of a remembered row go, if its owner does nothing."""
    start, days = row.confirmed_at, settings.FORGET_CONFIRMED_AFTER_DAYS
    if start is None:
        start, days = row.asked_at, settings.LINK_LIFETIME_DAYS
    assert start is not None  # noqa: S101 (the state constraint of a remembered row)
    return counting.day_of(min(start + timedelta(days=days), row.petition.forget_at))
