"""Hold and release: set confirmed signatures aside by stored facts, and give exactly those back.

A held signature stays, its owner's page says so, and it doesn't count. Choosing looks at facts only (`holding_facts`),
so nobody has to look at a person. The marks are written in the same transaction. Deleting after all: `removal`.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from petitions import counting, flagship
from petitions.holding_facts import Facts, matching
from petitions.models import Holding, Petition, Signature


class NothingToHold(Exception):
    """No confirmed signature that counts has these facts."""


class Changed(Exception):
    """Other signatures have these facts now than those whose number was seen. Nothing was done."""


class Released(Exception):
    """This holding was released before."""


class Removed(Exception):
    """The signatures of this holding were deleted before."""


class Final(Exception):
    """The petition's number is frozen: it has closed, and no signature leaves or enters it any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One country's part of an effect."""

    country: str
    counting_now: int
    would_go: int

    @property
    def would_stay(self) -> int:
        return self.counting_now - self.would_go


@dataclass(frozen=True, slots=True)
class Effect:
    """What holding would do at this moment; `seen` stands for exactly these signatures, as `hold` wants it back."""

    counting_now: int
    would_go: int
    seen: str
    countries: list[Line]

    @property
    def would_stay(self) -> int:
        return self.counting_now - self.would_go


def is_final(petition: Petition) -> bool:
    """Whether the number is frozen, or due to be, so that holding and releasing can't change it.

    Frozen tallies alone don't tell: there is none where everybody had been set aside before anybody was counted.
    """
    is_over = timezone.now() >= petition.closes_at + flagship.GRACE_AFTER_CLOSING
    return is_over or petition.tallies.filter(frozen_at__isnull=False).exists()


def effect(petition: Petition, facts: Facts) -> Effect:
    """What holding these would do to the number, in all and by country, the largest change first. Changes nothing."""
    chosen = {country: (n, numbers) for country, n, numbers in _by_country(matching(petition, facts))}
    whole = {country: n for country, n, _ in _by_country(matching(petition, Facts()))}
    would_go = sum(n for n, _ in chosen.values())
    lines = [Line(country, whole.get(country, n), n) for country, (n, _) in chosen.items()]
    return Effect(
        counting_now=sum(whole.values()),
        would_go=would_go,
        seen=_stamp(would_go, sum(numbers for _, numbers in chosen.values())),
        countries=sorted(lines, key=lambda line: (-line.would_go, line.country)),
    )


def _by_country(rows: QuerySet[Signature]) -> QuerySet:
    return rows.order_by().values_list("country").annotate(n=Count("id"), numbers=Sum("id"))


def _stamp(count: int, numbers: int) -> str:
    """How many rows, and the sum of their numbers: one that came and one that went are noticed too."""
    return f"{count}-{numbers}"


def _held(holding: Holding) -> str:
    return _stamp(*holding.signatures.aggregate(n=Count("id"), numbers=Sum("id")).values())


def hold(petition: Petition, facts: Facts, *, reason: str, by: str, note: str = "", seen: str | None = None) -> Holding:
    """Set these signatures aside for one of `Signature.HeldReason`; `by` is the name of an account.

    `seen`, of `effect`: exactly those and no others. Held ones are not held twice: a second call finds nothing.
    Raises NothingToHold, Changed or Final, and changes nothing then.
    """
    if is_final(petition):
        raise Final
    with transaction.atomic():
        about = {"reason": reason, "criteria": facts.chosen(), "note": note, "held_by": by}
        holding = Holding.objects.create(petition=petition, count=0, **about)
        rows = matching(petition, facts)
        holding.count = rows.update(held_at=Now(), held_reason=reason, holding=holding)
        if not holding.count:
            raise NothingToHold
        if seen is not None and seen != _held(holding):
            raise Changed
        holding.save(update_fields=["count"])
        _mark(holding)
    return holding


def release(holding_id: int, *, by: str) -> int:
    """Let the signatures of this holding count again; returns how many are still there, the others have withdrawn.

    Raises Holding.DoesNotExist, Released on the second call, Removed, or Final.
    """
    with transaction.atomic():
        holding = locked(holding_id)
        if is_final(holding.petition):
            raise Final
        _mark(holding)
        freed = holding.signatures.update(held_at=None, held_reason=Signature.HeldReason.NONE, holding=None)
        Holding.objects.filter(pk=holding.pk).update(released_at=Now(), released_by=by, freed=freed)
    return freed


def locked(holding_id: int) -> Holding:
    """A holding that still holds, for the caller's transaction. Raises Holding.DoesNotExist, Released or Removed."""
    holding = Holding.objects.select_for_update(of=("self",)).select_related("petition").get(pk=holding_id)
    if holding.released_at:
        raise Released
    if holding.removed_at:
        raise Removed
    return holding


def _mark(holding: Holding) -> None:
    """Every day on which one of these signatures was confirmed is to be counted anew."""
    days = holding.signatures.annotate(day=TruncDate("confirmed_at", tzinfo=counting.BRUSSELS))
    for day in days.values_list("day", flat=True).distinct().order_by("day"):
        counting.mark(holding.petition_id, counting.start_of(day))
