"""Sign, confirm, be forgotten, withdraw, be set aside and released, in every order: the count is right each time.

ORDERS=6 walks all orders of up to six steps (a few minutes); every run walks those of up to four. Each step is done on
real rows in a savepoint, so that orders which begin alike share their beginning; a step that changed nothing at all
is not followed further, because what could follow it is walked beside it.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F

from petitions import counting, erasure, holding, outbox, signing, yours
from petitions.models import Holding, Letter, Signature
from tests import everything
from tests.states import DAY

LONGEST = int(os.environ.get("ORDERS", "4"))
ANNA, NAME = "canary.anna@example.org", "Canary Anna"
LINE = re.compile(r"\S+Z (?:(?:kept|news|subscriber):)?\d+ [a-z-]+")


@dataclass(frozen=True)
class Told:
    """What must be true of Anna's signature after the steps so far."""

    is_there: bool = False
    is_confirmed: bool = False
    is_held: bool = False
    is_forgotten: bool = False

    @property
    def counts(self) -> int:
        return int(self.is_confirmed and not self.is_held)


class World:
    """Real rows under the steps; `sign` is the fixture."""

    def __init__(self, petition, sign) -> None:
        self.petition, self._sign, self.email_digest, self.mailbox_digest = petition, sign, "", ""

    def sign(self, told: Told) -> Told:
        row = self._sign(ANNA, name=NAME)
        self.email_digest, self.mailbox_digest = row.email_digest, row.mailbox_digest or self.mailbox_digest
        return replace(told, is_there=True)

    def confirm(self, told: Told) -> Told:
        self._try(signing.confirm)
        return replace(told, is_confirmed=told.is_there)

    def keep(self, told: Told) -> Told:
        self._try(yours.keep_support)
        return replace(told, is_forgotten=told.is_confirmed)

    def withdraw(self, told: Told) -> Told:
        self._try(signing.withdraw)
        return Told()

    def hold(self, told: Told) -> Told:
        with suppress(holding.NothingToHold):
            holding.hold(self.petition, holding.Facts(country="DE"), reason="pattern", by="guardian")
        return replace(told, is_held=told.is_confirmed)

    def release(self, told: Told) -> Told:
        for number in Holding.objects.filter(released_at=None).values_list("pk", flat=True):
            holding.release(number, by="guardian")
        return replace(told, is_held=False)

    def _try(self, verb: Callable[[int], object]) -> None:
        row = Signature.objects.first()
        with suppress(signing.Gone):
            verb(row.pk if row else 0)


STEPS = ("sign", "confirm", "keep", "withdraw", "hold", "release")


def walk(world: World, told: Told, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every order from here, each with what is wrong after its last step."""
    for step in STEPS:
        with transaction.atomic():
            before = everything.rows()
            then = getattr(world, step)(told)
            here = (*way, step)
            yield here, list(_wrong(world, then))
            if len(here) < LONGEST and everything.rows() != before:
                yield from walk(world, then, here)
            transaction.set_rollback(True)


def _wrong(world: World, told: Told) -> Iterator[str]:
    rows = list(Signature.objects.all())
    if [(bool(row.confirmed_at), bool(row.held_at), bool(row.forgotten_at)) for row in rows] != (
        [(told.is_confirmed, told.is_held, told.is_forgotten)] if told.is_there else []
    ):
        yield "the row"
    with transaction.atomic():
        counting.refresh()
        if counting.confirmed(world.petition.pk) != told.counts or counting.check(world.petition):
            yield "the count"
        yield from _readable(world, told)
        yield from _left_after_a_day(world, told)
        transaction.set_rollback(True)


def _readable(world: World, told: Told) -> Iterator[str]:
    path = settings.ERASURE_JOURNAL
    journal = path.read_text() if path.exists() else ""
    if "canary" in (str(everything.rows()) + journal).lower():
        yield "readable"
    if [line for line in journal.splitlines() if not LINE.fullmatch(line)]:
        yield "the journal"


def _left_after_a_day(world: World, told: Told) -> Iterator[str]:
    """What is left of the person when letters have had their minute, and their records their day."""
    for _ in range(2):
        Letter.objects.update(created_at=F("created_at") - 3 * DAY, closed_at=F("closed_at") - 3 * DAY)
        outbox.expire()
    outbox.drop_skeletons()
    written = str(everything.rows())
    found = [written.count(digest) for digest in (world.email_digest, world.mailbox_digest) if digest]
    # the fingerprint of who still counts is in one place; that of the mailbox stays with what is not forgotten
    if world.email_digest and found != [int(told.is_there), int(told.is_there and not told.is_forgotten)]:
        yield f"digests {found}"


def test_in_whatever_order_the_count_is_right_and_nothing_of_who_left_stays(petition, sign, capsys):
    found = list(walk(World(petition, sign), Told()))
    assert [(way, wrong) for way, wrong in found if wrong] == []
    assert {len(way) for way, _ in found} == set(range(1, LONGEST + 1))
    with capsys.disabled():
        print(f" {len(found)} orders of up to {LONGEST} steps", end="")


@pytest.mark.parametrize("broken", ["no mark", "still sealed"])
def test_the_walk_sees_what_it_must(petition, sign, monkeypatch, broken):
    """Two defects that somebody might build in."""
    if broken == "no mark":
        monkeypatch.setattr(counting, "leaves", lambda *_: None)
    else:
        monkeypatch.setattr(erasure, "_empty", lambda rows: rows.update(news_wording=None))
    world, told = World(petition, sign), Told()
    for step in ("sign", "confirm", "withdraw" if broken == "no mark" else "keep"):
        told = getattr(world, step)(told)
    assert list(_wrong(world, told)) != []
