"""What is published about countries: one snapshot an hour, the same for everybody, small numbers hidden.

The count of all is public and exact, so whatever stays hidden is known as a sum. Why a country is hidden, and what
keeps anybody from working it out, stands in decision 8; `tests/test_snapshot.py` attacks it.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from petitions import counting
from petitions.briefly import briefly
from petitions.countries import EU
from petitions.models import CountrySnapshot, Petition
from petitions.population import is_plausible

SMALLEST = 10  # a country with fewer is hidden, 0 to 9 all alike; so is what is hidden together (fault model PV-22)
STEP = 5  # hidden countries can appear only after so many changes among them


@dataclass(frozen=True, slots=True)
class Cells:
    """What is shown, and what the hidden had together when one of them could last appear."""

    shown: dict[str, int] = field(default_factory=dict)
    hidden: int = 0


def take_all() -> None:
    """This hour's snapshot of every petition; a second call in the same hour changes nothing."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for petition in Petition.objects.all():
        take(petition, hour)


def take(petition: Petition, hour: datetime) -> None:
    """The petition's snapshot of this hour, unless there is one: of two at once, one is kept."""
    before = CountrySnapshot.objects.filter(petition=petition, taken_at__lte=hour).order_by("-taken_at").first()
    if before and before.taken_at == hour:
        return
    counts = counting.by_country(petition.pk)
    cells = choose(counts, Cells(before.cells, before.hidden) if before else None)
    row = CountrySnapshot(
        petition=petition, taken_at=hour, confirmed=sum(counts.values()), cells=cells.shown, hidden=cells.hidden
    )
    CountrySnapshot.objects.bulk_create([row], ignore_conflicts=True)


@briefly(seconds=5)
def newest(petition_id: int) -> CountrySnapshot:
    """The last snapshot; before the first one a row without a time, as if no country had ten."""
    row = CountrySnapshot.objects.filter(petition_id=petition_id).order_by("-taken_at").first()
    return row or CountrySnapshot(petition_id=petition_id, confirmed=0, hidden=0)


def _chance() -> bool:
    """One in two, and nobody can know beforehand."""
    return secrets.randbelow(2) == 0


def choose(counts: dict[str, int], before: Cells | None, chance: Callable[[], bool] = _chance) -> Cells:
    """What to show of these counts after what was shown before; only countries of the EU are ever shown, and none with
    more signatures than its people can have given: it hides like a small one until staff have looked (AB-15).
    """
    numbers = {code: counts.get(code, 0) for code in EU}
    large = {code for code in EU if numbers[code] >= SMALLEST and is_plausible(code, numbers[code])}
    old = large if before is None else large & set(before.shown)
    may_appear = before is not None and abs(_hidden(numbers, before.shown) - before.hidden) >= STEP
    new = {code for code in sorted(large - old) if chance()} if may_appear else set()
    shown = covered(numbers, old, new)
    if before is None or may_appear:
        hidden = _hidden(numbers, shown)
    else:
        hidden = before.hidden + sum(numbers[code] for code in set(before.shown) - shown)
    return Cells({code: numbers[code] for code in sorted(shown)}, hidden)


def covered(numbers: dict[str, int], old: set[str], new: Collection[str] = ()) -> set[str]:
    """As many of these as leave the hidden ones at least two and together ten, or hide nothing; new ones go first."""
    shown = sorted({*old, *new}, key=lambda code: (code in new, -numbers[code], code))
    while shown and len(shown) < len(numbers) and not _is_cover(numbers, shown):
        shown.pop()
    return set(shown)


def _is_cover(numbers: dict[str, int], shown: list[str]) -> bool:
    return len(numbers) - len(shown) >= 2 and _hidden(numbers, shown) >= SMALLEST


def _hidden(numbers: dict[str, int], shown: Collection[str]) -> int:
    return sum(n for code, n in numbers.items() if code not in shown)
