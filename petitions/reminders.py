"""The one reminder to who signed, got the letter and has not pressed the button in it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from petitions import outbox, providers
from petitions.models import Letter, Signature

REMIND_AFTER = timedelta(hours=48)


def owe_reminders() -> int:
    """Owe the one reminder to every row that has waited 48 hours since its last letter; returns how many."""
    if not settings.REMINDERS:
        return 0
    now = timezone.now()
    waiting = Signature.objects.filter(
        confirmed_at__isnull=True,
        reminded_at__isnull=True,
        unanswered__gt=0,
        answered_at__lt=now - REMIND_AFTER,
        asked_at__gt=now - timedelta(days=settings.LINK_LIFETIME_DAYS - 1),
        petition__closes_at__gt=now,
    )
    return sum(_owe_reminder(signature) for signature in waiting.iterator())


def _owe_reminder(signature: Signature) -> int:
    with transaction.atomic():
        fresh = Signature.objects.filter(pk=signature.pk, reminded_at__isnull=True, confirmed_at__isnull=True)
        if not fresh.update(reminded_at=Now()):
            return 0
        domain = providers.digest_with_a_budget(signature.domain_digest, signature.provider)
        digests = {"mailbox_digest": signature.mailbox_digest, "domain_digest": domain}
        outbox.owe_one(signature, Letter.Kind.REMINDER, signature_id=signature.pk, **digests)
    return 1
