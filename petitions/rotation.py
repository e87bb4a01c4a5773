"""A new vault key: every sealed value that is not for exactly today's VAULT_PUBLIC_KEYS is opened and sealed anew.

Runs where private keys are, the ones from before too (VAULT_OLD_PRIVATE_KEYS), while people go on signing and leaving.
One short transaction takes the rows that nobody else holds, so nobody waits for it, and it waits for nobody. A value is
written only over the bytes that were read: what is newer stays, and what was forgotten stays forgotten. It may be
stopped at any moment and started again: what is done is not done twice.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import BinaryField, Count, F, Func, Model, QuerySet, Value
from django.db.models.functions import Length

from petitions import vault
from petitions.models import Letter, Signature, Subscriber

BATCH = 100  # rows that are locked together, for some 20 ms
PASSES, PAUSE_SECONDS = 20, 0.5  # rows that somebody held are tried again after a pause
KeyIds = tuple[bytes, ...]


@dataclass(frozen=True)
class Place:
    """A column that holds sealed values; `rows` are those that hold one."""

    name: str
    rows: Callable[[], QuerySet]
    column: str


PLACES = (
    Place("signature", lambda: Signature.objects.filter(sealed__isnull=False), "sealed"),
    Place("subscriber", lambda: Subscriber.objects.all(), "sealed"),
    Place("letter", lambda: Letter.objects.filter(sealed_to__isnull=False), "sealed_to"),
)


@dataclass
class Done:
    """How many were sealed anew, and by number which can't be opened here; `held`: others had them to the end."""

    sealed: int = 0
    unopened: dict[str, set[int]] = field(default_factory=lambda: {place.name: set() for place in PLACES})
    held: int = 0

    @property
    def is_whole(self) -> bool:
        """Every value is for today's keys, and for no other."""
        return not self.held and not any(self.unopened.values())


def census() -> dict[str, Counter[KeyIds]]:
    """How many values of each place are for which keys; () for damaged ones. Opens none, and needs no key.

    The database counts: a value's boxes hold the same words, so they are equally long and their key ids stand at equal
    distances. Read here, 20,000 took 0.26 seconds; counted there, 100,000 take 0.46.
    """
    return {place.name: _counted(place) for place in PLACES}


def _counted(place: Place) -> Counter[KeyIds]:
    found: Counter[KeyIds] = Counter()
    rows = place.rows().annotate(head=_bytes_of(place, Value(1), 2)).order_by()
    for head, count in rows.values_list("head").annotate(n=Count("pk")):
        version, boxes = (*bytes(head or b""), 0, 0)[:2]  # of nothing, SQLite cuts out NULL
        boxes = boxes if version == vault.VERSION else 0
        found += _counted_by_key(place, rows.filter(head=head), boxes) if boxes else Counter({(): count})
    return found


def _counted_by_key(place: Place, rows: QuerySet, boxes: int) -> Counter[KeyIds]:
    """Of values with so many boxes: one that was cut, or grew, has no room for equal boxes of the length it names."""
    size = Length(place.column)
    ids = {f"key{box}": _bytes_of(place, box * ((size - 2) / boxes) + 3, 8) for box in range(boxes)}
    wanted = rows.annotate(size=size, first=_bytes_of(place, Value(11), 2), **ids)
    found: Counter[KeyIds] = Counter()
    for total, first, *keys, count in wanted.values_list("size", "first", *ids).annotate(n=Count("pk")):
        is_whole = total == 2 + boxes * (10 + int.from_bytes(bytes(first), "big"))
        found[tuple(bytes(key) for key in keys) if is_whole else ()] += count
    return found


def _bytes_of(place: Place, start: Any, length: int) -> Func:
    return Func(F(place.column), start, Value(length), function="SUBSTR", output_field=BinaryField())


def _for(sealed: bytes) -> KeyIds:
    try:
        return vault.sealed_for(sealed)
    except vault.CannotOpen:
        return ()


def rotate(tell: Callable[[str, int], None] = lambda place, sealed: None) -> Done:
    """Seal everything anew that is not for today's keys; `tell` hears after each batch (place, how many so far).

    Raises vault.CannotSeal or vault.CannotOpen before anything is changed, where a key is missing or wrong.
    """
    todays = vault.recipients()
    vault.refuse_without_key()
    done = Done()
    for again in range(PASSES):
        time.sleep(PAUSE_SECONDS if again else 0)
        done.held = sum(_pass(place, todays, done, tell) for place in PLACES)
        if not done.held:
            break
    return done


def _pass(place: Place, todays: KeyIds, done: Done, tell: Callable[[str, int], None]) -> int:
    """Once through a place; returns how many stale values are left, because somebody held their row."""
    held = 0
    for numbers in _stale(place, todays, done.unopened[place.name]):
        looked_at = _seal_anew(place, numbers, todays, done)
        held += place.rows().filter(pk__in=set(numbers) - looked_at).count()  # the others are gone
        tell(place.name, done.sealed)
    return held


def _stale(place: Place, todays: KeyIds, unopened: set[int]) -> Iterator[list[int]]:
    """Numbers of rows whose value is not for exactly today's keys, in batches."""
    batch: list[int] = []
    for number, sealed in _values(place):
        if number not in unopened and not _is_todays(_for(sealed), todays):
            batch.append(number)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _values(place: Place, *, size: int = 2000) -> Iterator[tuple[int, bytes]]:
    """(number, sealed bytes) by number, in pieces: no statement and no cursor lasts as long as the walk."""
    last = 0
    while True:
        piece = list(place.rows().filter(pk__gt=last).order_by("pk").values_list("pk", place.column)[:size])
        yield from ((number, bytes(sealed)) for number, sealed in piece)
        if len(piece) < size:
            return
        last = piece[-1][0]


def _is_todays(found: KeyIds, todays: KeyIds) -> bool:
    return sorted(found) == sorted(todays)


@transaction.atomic
def _seal_anew(place: Place, numbers: list[int], todays: KeyIds, done: Done) -> set[int]:
    """Seal these rows anew, as far as nobody else holds them; returns the numbers of those that were looked at."""
    skip = connection.features.has_select_for_update_skip_locked
    free = place.rows().filter(pk__in=numbers).select_for_update(skip_locked=skip, of=("self",) if skip else ())
    rows = [(number, bytes(sealed)) for number, sealed in free.order_by("pk").values_list("pk", place.column)]
    for number, sealed in rows:
        if _is_todays(_for(sealed), todays):
            continue  # its owner pressed Sign again meanwhile
        try:
            name, email = vault.unseal(sealed)
        except vault.CannotOpen:
            done.unopened[place.name].add(number)
            continue
        done.sealed += _swap(place, number, sealed, vault.seal(name=name, email=email))
    return {number for number, _ in rows}


def _swap(place: Place, number: int, old: bytes, new: bytes) -> int:
    """Write the new bytes over exactly the old ones; returns 1, or 0 where something else stands by now."""
    rows: QuerySet[Model] = place.rows().filter(pk=number, **{place.column: old})
    return rows.update(**{place.column: new})
