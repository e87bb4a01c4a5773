"""Whom we leave alone: mailboxes that bounced, complained or said "this isn't me", by fingerprint."""

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from petitions.models import Suppression


def in_force() -> QuerySet[Suppression]:
    """Suppressions that hold now."""
    return Suppression.objects.filter(Q(until__isnull=True) | Q(until__gt=Now()))


def is_silenced(petition_id: int, mailbox_digest: str) -> bool:
    """Whether no letter of this petition may go to this mailbox, of whatever kind."""
    return in_force().filter(petition_id=petition_id, mailbox_digest=mailbox_digest).exists()


def by_reason() -> dict[str, int]:
    """How many mailboxes we leave alone now, by reason, all petitions together."""
    return dict(in_force().values_list("reason").annotate(n=Count("id")).order_by("reason"))
