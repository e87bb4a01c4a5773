"""Four people and everything that can happen to them, in any order: after each step the promises hold.

More walks: WALKS=200. A walk that fails names its number; the same number walks the same way again.
"""

import os
import random
from datetime import timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from petitions import addresses, counting, erasure, outbox, reminders, replies, signing
from petitions.models import Letter, Signature, Suppression, Tally, TallyMark
from tests.past import move_back

PEOPLE = [f"person{number}@example.org" for number in range(4)]
STEPS = 60


class Walk:
    """The site as it is, and beside it what we know must be true: who counts."""

    def __init__(self, petition, clean, chance: random.Random):
        self.petition, self.clean, self.chance = petition, clean, chance
        self.counts: set[str] = set()

    def row(self, person: str) -> Signature | None:
        return Signature.objects.filter(email_digest=addresses.email_digest(person)).first()

    def step(self) -> str:
        verb = self.chance.choice([name for name in dir(self) if name.startswith("may_")])
        person = self.chance.choice(PEOPLE)
        getattr(self, verb)(person)
        return f"{verb.removeprefix('may_')} {person}"

    def may_sign(self, person: str) -> None:
        before = Letter.objects.count()
        signing.sign(self.petition, self.clean(person, news=self.chance.random() < 0.3), language="en")
        assert (self.row(person) is not None, Letter.objects.count()) == (True, before + 1)

    def may_ask_again(self, person: str) -> None:
        signing.ask_again(self.petition, person, language="en")

    def may_confirm(self, person: str) -> None:
        if row := self.row(person):
            is_first = row.confirmed_at is None
            signing.confirm(row.pk)
            self.counts |= {person} if is_first else set()

    def may_withdraw(self, person: str) -> None:
        if row := self.row(person):
            signing.withdraw(row.pk)
            self.counts -= {person}

    def may_disown(self, person: str) -> None:
        if row := self.row(person):
            assert signing.disown(row.pk) is (row.confirmed_at is None)

    def may_be_erased(self, person: str) -> None:
        erasure.forget_address(person)
        self.counts -= {person}

    def may_get_letters(self, person: str) -> None:
        reminders.owe_reminders()
        outbox.pay()

    def may_be_held_up(self, person: str) -> None:
        """A worker claims a batch and dies."""
        outbox.claim()

    def may_be_counted(self, person: str) -> None:
        counting.refresh()

    def may_grow_older(self, person: str) -> None:
        """Hours or days go by for everybody; the numbers are counted anew under their new days."""
        ago = self.chance.choice([{"seconds": 61}, {"hours": 3}, {"days": 2}, {"days": 9}])
        for row in [*Signature.objects.all(), *Letter.objects.all(), *Suppression.objects.all()]:
            move_back(row, **ago)
        Tally.objects.all().delete()
        counting.recount(self.petition)

    def may_be_forgotten(self, person: str) -> None:
        erasure.forget_expired()
        outbox.drop_skeletons()


def broken_promises(walk: Walk) -> list[str]:
    """The invariants of the fault model that don't hold now, by name."""
    counting.refresh()
    day_ago = timezone.now() - timedelta(hours=24)
    granted = Letter.objects.filter(granted_at__gt=day_ago).exclude(outcome="failed")
    most = granted.exclude(mailbox_digest="").values("mailbox_digest").annotate(n=Count("id")).order_by("-n").first()
    counting_rows = {person for person in PEOPLE if (row := walk.row(person)) and row.confirmed_at}
    promises = {
        "one row a person": Signature.objects.count() <= len(PEOPLE),
        "who confirmed counts, and nobody else": counting_rows == walk.counts,
        "the number is exact": counting.confirmed(walk.petition.pk) == len(walk.counts),
        "tallies agree with rows": counting.check(walk.petition) == {} and not TallyMark.objects.exists(),
        "three letters a day": (most or {"n": 0})["n"] <= replies.BUDGET,
        "closed letters hold no address": not Letter.objects.exclude(closed_at=None).exclude(sealed_to=None).exists(),
        "six letters without an answer": not Signature.objects.filter(unanswered__gt=6).exists(),
    }
    return [promise for promise, holds in promises.items() if not holds]


@pytest.mark.parametrize("number", range(int(os.environ.get("WALKS", "5"))))
def test_whatever_happens_in_whatever_order_the_promises_hold(petition, clean, number):
    walk, steps = Walk(petition, clean, random.Random(number)), []
    for _ in range(STEPS):
        steps.append(walk.step())
        assert broken_promises(walk) == [], steps
