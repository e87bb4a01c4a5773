"""Deleting signatures that were set aside, after all: late, counted by hand, and without a way back.

Their owners had two weeks to object: their own page has said that they are held, and why.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from petitions import clock, holding, journal, news_erasure
from petitions.models import Holding, Letter, Signature

WAIT = timedelta(days=14)


class TooEarly(Exception):
    """Their owners may still object."""


def possible_from(held: Holding) -> datetime:
    """The first moment at which these may be deleted."""
    return held.held_at + WAIT


def remove(holding_id: int, *, count: int, by: str) -> int:
    """Delete the signatures of this holding for ever, without a letter; returns how many. The number stays as it is.

    `count` is typed by whoever decides and must be exactly how many there are. Each leaves a line in the journal, so
    that no restored backup brings one back. Raises Holding.DoesNotExist, holding.Released, holding.Removed, also on the
    second call, TooEarly or holding.Changed, and changes nothing then.
    """
    with transaction.atomic():
        held = holding.locked(holding_id)
        if clock.now() < possible_from(held):
            raise TooEarly
        numbers = list(held.signatures.select_for_update().order_by("pk").values_list("pk", flat=True))
        if len(numbers) != count:
            raise holding.Changed
        _delete(numbers)
        Holding.objects.filter(pk=held.pk).update(removed=count, removed_at=Now(), removed_by=by)
        journal.write_all(numbers, "removed")
    return count


def _delete(numbers: list[int]) -> None:
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        news_erasure.close(Letter.objects.filter(signature_id__in=some), why="removed")
        Signature.objects.filter(pk__in=some).delete()
