"""The budget of one mail domain: how many letters that strangers can cause go to it in any hour.

Whoever owns a domain owns every mailbox in it, and may sign with five thousand of them; whoever hates a small provider
may write to all its customers through us. Beyond the budget the domain's letters wait, untouched, and those of other
domains pass them by. Large providers, relays and reserved names have none (`providers.WITH_A_BUDGET`): their letters
carry no domain. Nobody sees which domain it is: there is only its fingerprint.

A place is taken when a letter is granted, right before it is written, and for an hour. Rather too few than too many:
a letter that the mail server then refuses has used up its place. One that is tried again much later keeps its old one.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from petitions import budget, clock, surge, turns
from petitions.models import Letter

WINDOW = timedelta(hours=1)
IN_A_SURGE = 4  # a quarter of it
WAITS = "domain"  # error_class of a letter that waits for its domain
# Seconds until a letter that waits looks again: seldom enough for a long queue, soon enough when a budget was raised
SOONEST, LATEST = 60, 600


class Full(Exception):
    """The domain has had its letters of this hour; `seconds` until the next look."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def per_hour() -> int:
    """Letters to one domain in an hour now, in a surge a quarter; 0: no budget."""
    most = settings.DOMAIN_LETTERS_PER_HOUR
    return max(1, most // IN_A_SURGE) if most > 0 and surge.is_on() else most


def take_place(letter: Letter, most: int) -> None:
    """Make sure, in the caller's transaction, that the letter's domain has a place free of `most` (0: no budget).

    The caller then sets `granted_at`. Two payers that meet here take turns. Raises Full.
    """
    if most <= 0 or not letter.domain_digest:
        return
    turns.take_for(f"domain:{letter.domain_digest}")
    used = Letter.objects.filter(domain_digest=letter.domain_digest, granted_at__gt=Now() - WINDOW)
    if (over := used.count() - most) >= 0:
        raise Full(_seconds_until_there_is_room(used, over))


def _seconds_until_there_is_room(used: QuerySet[Letter], over: int) -> float:
    """`over`: how many places more than the first must become free before one is."""
    moments = used.order_by("granted_at").values_list("granted_at", flat=True)[over : over + 1]
    seconds = [(moment + WINDOW - clock.now()).total_seconds() for moment in moments if moment]
    return min(max(SOONEST, *seconds), LATEST) if seconds else SOONEST


def refuse_if_known(letter: Letter, full: dict[str, float]) -> None:
    """Raises Full, without asking, for a letter that needs a place in a domain which is among the `full` ones."""
    if letter.domain_digest in full and not letter.granted_at:
        raise Full(full[letter.domain_digest])


def let_the_others_wait(letter: Letter, seconds: float, full: dict[str, float]) -> int:
    """Put off every letter of this domain that is due, that nobody holds and that a stranger can have caused.

    One statement, so that a long queue does not fill batch after batch; no attempt is used up. The domain is then one
    of the `full` (domain → seconds), and a second call for it does nothing. Returns how many were put off.
    """
    if letter.domain_digest in full:
        return 0
    full[letter.domain_digest] = seconds
    due = Letter.objects.filter(closed_at__isnull=True, due_at__lte=Now(), domain_digest=letter.domain_digest)
    free = due.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=Now()), granted_at__isnull=True)
    free = free.exclude(kind__in=budget.ASKED_FOR)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:  # who is being claimed is claimed
            free = free.select_for_update(skip_locked=True)
        chosen = Letter.objects.filter(pk__in=free.values("pk"))
        return chosen.update(due_at=Now() + timedelta(seconds=seconds), error_class=WAITS)


def waiting() -> list[int]:
    """How many letters wait for each domain that is at its budget, the longest queue first; of which, nobody knows."""
    rows = Letter.objects.filter(closed_at__isnull=True, granted_at__isnull=True, error_class=WAITS)
    queues = rows.values("domain_digest").annotate(n=Count("id")).order_by("-n")
    return [queue["n"] for queue in queues]
