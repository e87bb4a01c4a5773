"""One message to everybody on the list, through the outbox like any other letter, and in nobody's way."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import IntegrityError, transaction

from petitions import clock, counting, hint, news_list, outbox, snapshot
from petitions.models import Letter, Mailing, Petition, Subscriber

SHARE = 4  # a mailing takes a quarter of the site's hourly budget; confirmations find their place between its letters
UNLIMITED_PER_HOUR = 100_000
BATCH = 1000


class NoMilestone(Exception):
    """The number is none of the milestones, or the petition has not reached it."""


class AlreadySent(Exception):
    """This milestone went to everybody once; the argument is its row."""


def send_milestone(petition: Petition, milestone: int, *, what_next: dict[str, str], by: str) -> int:
    """Owe this letter to everybody on the list, in one transaction; returns how many were owed.

    `what_next`: language → one sentence about the law; without one the letter has no such line. Its values are stored,
    so that a second copy says the same. Raises NoMilestone, or AlreadySent: the second call owes nothing to anybody.
    """
    refuse_number(petition, milestone)
    mailing = Mailing(petition=petition, milestone=milestone, what_next=what_next, by=by, letters=0)
    mailing.countries = len(snapshot.newest(petition.pk).cells)
    with transaction.atomic():
        _save_once(mailing)
        letters = _letters(mailing, clock.now())
        while batch := list(islice(letters, BATCH)):
            outbox.owe(batch)
            mailing.letters += len(batch)
        mailing.save(update_fields=["letters"])
    transaction.on_commit(hint.tell)
    return mailing.letters


def refuse_number(petition: Petition, milestone: int) -> None:
    """Raises NoMilestone or AlreadySent, so that nothing is announced that is not so, and nothing twice."""
    is_one = milestone in counting.MILESTONES or (milestone > 0 and milestone % 1_000_000 == 0)
    if not is_one or counting.confirmed(petition.pk) < milestone:
        raise NoMilestone(milestone)
    sent = Mailing.objects.filter(petition=petition, milestone=milestone).first()
    if sent:
        raise AlreadySent(sent)


def readers_by_language(petition: Petition) -> dict[str, int]:
    """How many people are on the list, by language; for a look before sending."""
    return dict(sorted(Counter(reader.language for reader in news_list.everyone(petition.pk)).items()))


def _save_once(mailing: Mailing) -> None:
    try:
        with transaction.atomic():
            mailing.save()
    except IntegrityError as sent:  # another process was a moment faster
        raise AlreadySent(mailing) from sent


def _letters(mailing: Mailing, start: datetime) -> Iterator[Letter]:
    """One for each reader, due one after the other: a letter's age and date are those of its turn."""
    pace = timedelta(hours=1) / max((settings.LETTERS_PER_HOUR or UNLIMITED_PER_HOUR) // SHARE, 1)
    for number, reader in enumerate(news_list.everyone(mailing.petition_id)):
        turn, row = start + number * pace, reader.row
        owner, letter_kind = ("subscriber", "n") if isinstance(row, Subscriber) else ("signature", "s")
        key = f"milestone:{mailing.pk}:{letter_kind}{row.pk}"
        moments = {"created_at": turn, "due_at": turn, f"{owner}_id": row.pk, "mailing": mailing}
        yield outbox.letter_of(row, Letter.Kind.MILESTONE, key=key, **moments)
