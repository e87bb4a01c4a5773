"""What a mail provider tells us afterwards: bounces and complaints, through anymail's webhooks of any provider.

A provider may repeat, batch and reorder its messages, and may speak of addresses that we no longer know: every message
may come twice, and none needs a row.
"""

from datetime import timedelta

from anymail.signals import AnymailTrackingEvent
from django.db import transaction
from django.utils import timezone

from petitions import addresses, erasure, flagship, news_erasure, provider_reports
from petitions.models import Signature, Subscriber, Suppression

BOUNCED_FOR = timedelta(days=90)


def hear(sender: object, event: AnymailTrackingEvent, esp_name: str, **unused: object) -> None:
    """The receiver of anymail's `tracking` signal: it only passes on what was said, and about whom."""
    record(provider_reports.meaning(event), event.recipient or "")


def record(meaning: str, recipient: str) -> None:
    """Remember a lasting bounce for 90 days and a complaint for good (until the petition closes); ignore all else.

    After a complaint an unconfirmed entry of that mailbox is deleted and its news has stopped. The second message of a
    kind changes nothing, and a bounce never shortens what its owner asked for.
    """
    if meaning not in (provider_reports.GONE, provider_reports.COMPLAINED):
        return
    try:
        mailbox = addresses.mailbox_digest(addresses.parse(recipient))
    except addresses.BadAddress:
        return
    with transaction.atomic():
        if meaning == provider_reports.COMPLAINED:
            _remember(mailbox, reason="complained", days=None)
            _delete_waiting(mailbox)
            _stop_news(mailbox)
        else:
            _remember(mailbox, reason="bounced", days=BOUNCED_FOR)


def _remember(mailbox: str, *, reason: str, days: timedelta | None) -> None:
    until = timezone.now() + days if days else None
    row, is_new = Suppression.objects.get_or_create(
        petition=flagship.flagship(), mailbox_digest=mailbox, defaults={"reason": reason, "until": until}
    )
    if not is_new and row.until is not None:
        row.reason, row.until = reason, until
        row.save(update_fields=["reason", "until"])


def _delete_waiting(mailbox: str) -> None:
    waiting = Signature.objects.select_for_update().filter(mailbox_digest=mailbox, confirmed_at__isnull=True)
    for signature in waiting:
        erasure.delete_signature(signature, why="complained")


def _stop_news(mailbox: str) -> None:
    news_erasure.delete(Subscriber.objects.filter(mailbox_digest=mailbox), why="complained")
    readers = Signature.objects.select_for_update().filter(mailbox_digest=mailbox, news_wording__isnull=False)
    for signature in readers:
        erasure.stop_news(signature)
