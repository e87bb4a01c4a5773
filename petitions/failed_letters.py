"""Letters that failed, as numbers, and the one thing staff can do about them: try them again."""

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Now, TruncDate

from petitions import counting, hint, outbox
from petitions.models import Letter, Signature, Subscriber


class Failure(NamedTuple):
    """Letters of one Brussels day that failed in one way."""

    day: date
    error_class: str
    letters: int


def failures() -> list[Failure]:
    """The failed letters that we still have a record of (24 hours), newest day first."""
    rows = Letter.objects.filter(outcome=Letter.Outcome.FAILED)
    by_day = rows.annotate(day=TruncDate("closed_at", tzinfo=counting.BRUSSELS)).values_list("day", "error_class")
    return [Failure(*row) for row in by_day.annotate(n=Count("id")).order_by("-day", "-n", "error_class")]


def can_be_tried_again() -> QuerySet[Letter]:
    """Failed letters whose supporter's row is there with its sealed address, and young enough not to expire at once.

    A closed letter holds no address of its own, so a goodbye, whose row is gone, can't be written a second time.
    """
    rows = Signature.objects.filter(pk=OuterRef("signature_id"), sealed__isnull=False)
    readers = Subscriber.objects.filter(pk=OuterRef("subscriber_id"))
    failed = Letter.objects.filter(outcome=Letter.Outcome.FAILED, created_at__gt=Now() - outbox.MAX_AGE)
    return failed.exclude(kind=Letter.Kind.WITHDRAWN).filter(Exists(rows) | Exists(readers))


def try_again() -> int:
    """Open them once more with all their attempts; returns how many. The mailbox budget judges each of them anew.

    Called twice, the second call finds none, unless they have failed again meanwhile.
    """
    opened = can_be_tried_again().update(
        closed_at=None, outcome=Letter.Outcome.OPEN, error_class="", attempts=0, granted_at=None,
        leased_until=None, leased_by="", due_at=Now(),
    )  # fmt: skip
    transaction.on_commit(hint.tell)
    return opened
