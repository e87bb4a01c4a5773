"""The end of a petition by hand: its day to forget has come now. The numbers stay for ever, and nobody behind them.

There is no second way to delete: the retention rules do it, as they do by themselves at `forget_at`.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from petitions import changed, erasure, wordings
from petitions.models import Letter, Petition, Signature, Subscriber, Suppression, Tally, TallyMark


class StillOpen(Exception):
    """It has not closed yet, and nobody said that it ends now."""


def survey(petition: Petition) -> dict[str, int]:
    """What ending it would reach, by kind; nothing is changed. All zero once it has ended."""
    return {name: rows.count() for name, rows in _reached(petition).items()}


def _reached(petition: Petition) -> dict[str, QuerySet]:
    confirmed = Signature.objects.filter(petition=petition, confirmed_at__isnull=False)
    return {
        "signatures, counted": confirmed.filter(held_at=None),
        "signatures, set aside": confirmed.exclude(held_at=None),
        "signatures, not confirmed": Signature.objects.filter(petition=petition, confirmed_at=None),
        "addresses on the list for news": Subscriber.objects.filter(petition=petition),
        "letters and their records": Letter.objects.filter(petition=petition),
        "mailboxes that are left alone": Suppression.objects.filter(petition=petition),
        "days that wait to be counted": TallyMark.objects.filter(petition=petition),
        "numbers that are not final yet": Tally.objects.filter(petition=petition, frozen_at=None),
    }


def end(petition: Petition, *, now: bool = False) -> None:
    """Freeze the numbers and delete everything about people; the second call finds nothing.

    `now`: also a petition that is open; it closes at this moment. Raises StillOpen. A web process may take one more
    signature in the seconds in which it remembers the petition as open: the hourly retention deletes what came then.
    """
    moment = timezone.now()
    with transaction.atomic():
        row = Petition.objects.select_for_update().get(pk=petition.pk)
        if row.closes_at > moment and not now:
            raise StillOpen
        row.closes_at, row.forget_at = min(row.closes_at, moment), min(row.forget_at, moment)
        row.save(update_fields=["closes_at", "forget_at"])
        wordings.record(row)  # texts name the day: without their record every page that shows them would be on a break
        changed.tell()
    erasure.forget_expired()
    Letter.objects.filter(petition=petition).delete()
