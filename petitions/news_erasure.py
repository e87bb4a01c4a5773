"""How an address leaves the rows of the news: by its owner's wish, which the journal remembers, or by the calendar."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from petitions import journal
from petitions.models import Letter, Subscriber


def delete(rows: QuerySet[Subscriber], *, why: str) -> int:
    """Delete these rows as their owner wishes, in the caller's transaction; returns how many. Each leaves a line."""
    numbers = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    delete_quietly(Subscriber.objects.filter(pk__in=numbers), why=why)
    for number in numbers:
        journal.write(number, why, kind=journal.SUBSCRIBER)
    return len(numbers)


def delete_quietly(rows: QuerySet[Subscriber], *, why: str = "expired") -> None:
    """Delete these rows and what is still owed to them; the journal is not told."""
    numbers = list(rows.values_list("pk", flat=True))
    close(Letter.objects.filter(subscriber_id__in=numbers), why=why)
    Subscriber.objects.filter(pk__in=numbers).delete()


def close(letters: QuerySet[Letter], *, why: str) -> None:
    """Owe these letters no longer, as far as they are still open."""
    open_ones = letters.filter(closed_at__isnull=True)
    open_ones.update(closed_at=Now(), outcome=Letter.Outcome.DROPPED, sealed_to=None, error_class=why)


def unconfirmed(now: datetime) -> QuerySet[Subscriber]:
    """Rows whose owner has not pressed the button within 14 days of the last time that they were entered."""
    long_ago = now - timedelta(days=settings.LINK_LIFETIME_DAYS)
    return Subscriber.objects.filter(confirmed_at__isnull=True, asked_at__lte=long_ago)


def of_ended_petitions(now: datetime) -> QuerySet[Subscriber]:
    """Rows whose last day has come."""
    return Subscriber.objects.filter(petition__forget_at__lte=now)
