"""The site's budget of letters: how many it sends in any hour, to whomever.

The mailbox budget (`replies`) guards one person; this one guards ten thousand different ones, and our name with the
mail providers. When it is used up, letters that strangers can cause wait, untouched, until an hour has passed over
earlier ones; letters that somebody asked for from inside a letter go on, and are counted too.

A letter counts each time that it is claimed, unless it never reached the mail server. So a worker that dies leaves its
letters counted twice: rather too few than too many. Exact for claims; a letter leaves up to a minute after its claim,
so an hour measured at the mail server can hold one minute's letters more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, Sum
from django.db.models.functions import Now

from petitions.models import Letter, LetterMinute

# a kind that is not named here waits
ASKED_FOR = (
    Letter.Kind.RECEIPT, Letter.Kind.WITHDRAWN, Letter.Kind.KEPT, Letter.Kind.COPY, Letter.Kind.NEWS_WELCOME,
)  # fmt: skip
WINDOW = timedelta(minutes=61)  # the minute itself and the 60 after it: never less than an hour
_CLAIMING = 7_215_002  # advisory lock: one claims at a time, or two would see the same room


@dataclass(frozen=True, slots=True)
class State:
    """Letters: the budget of an hour (0: none), how much of it is used, how many wait because all of it is."""

    per_hour: int
    used: int
    waiting: int


def take_turn() -> None:
    """Let the caller's transaction be the only one that claims, until it ends.

    A payer that freezes or vanishes in the middle would hold up all others: after 30 quiet seconds PostgreSQL ends its
    transaction. SQLite's IMMEDIATE transactions take turns anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            patience = "set_config('idle_in_transaction_session_timeout', '30s', true)"
            cursor.execute(f"SELECT {patience}, pg_advisory_xact_lock(%s)", [_CLAIMING])


def room() -> int | None:
    """How many more letters may be claimed now, zero or less when none; None when there is no budget."""
    return settings.LETTERS_PER_HOUR - _used() if settings.LETTERS_PER_HOUR > 0 else None


def spend(moments: Iterable[datetime]) -> None:
    """Count letters, by the moments at which they were claimed, in the transaction that claimed them."""
    for minute, letters in Counter(map(_minute, moments)).items():
        if not LetterMinute.objects.filter(minute=minute).update(letters=F("letters") + letters):
            LetterMinute.objects.create(minute=minute, letters=letters)


def give_back(claimed_at: datetime) -> None:
    """Free the place of one letter that nobody handed to the mail server."""
    LetterMinute.objects.filter(minute=_minute(claimed_at)).update(letters=F("letters") - 1)


def state() -> State:
    """The budget as an operator sees it now."""
    used = _used()
    is_used_up = 0 < settings.LETTERS_PER_HOUR <= used
    return State(settings.LETTERS_PER_HOUR, used, _held_up() if is_used_up else 0)


def drop_old_minutes() -> int:
    """Delete the minutes that count for nothing any more; returns how many."""
    return LetterMinute.objects.filter(minute__lte=Now() - WINDOW).delete()[0]


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _used() -> int:
    return LetterMinute.objects.filter(minute__gt=Now() - WINDOW).aggregate(n=Sum("letters"))["n"] or 0


def _held_up() -> int:
    due = Letter.objects.filter(closed_at__isnull=True, due_at__lte=Now()).exclude(kind__in=ASKED_FOR)
    return due.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=Now())).count()
