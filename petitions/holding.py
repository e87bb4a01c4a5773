"""Hold and release: set confirmed signatures aside by stored facts, and give exactly those back.

A held signature stays, its owner's page says so, and it doesn't count. Choosing looks at facts only (country, language,
days, hours, seconds), so nobody has to look at a person. The marks are written in the same transaction.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractHour, Now, TruncDate
from django.utils import timezone

from petitions import counting, flagship
from petitions.models import Holding, Petition, Signature


class NothingToHold(Exception):
    """No confirmed signature that counts has these facts."""


class Released(Exception):
    """This holding was released before."""


class Final(Exception):
    """The petition's number is frozen: it has closed, and no signature leaves or enters it any more."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the wanted signatures have in common; None leaves a fact out. Days and hours are Brussels time.

    `since`, `until`: days of confirmation, both inclusive. `from_hour`, `to_hour`: hours of confirmation, both
    inclusive, over midnight if the first is the later. `within_seconds`: confirmed so soon after asking.
    `signed_from`, `signed_until`: when the row was made. The last three know nothing of forgotten signatures.
    """

    country: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    within_seconds: int | None = None
    signed_from: datetime | None = None
    signed_until: datetime | None = None

    def chosen(self) -> dict[str, Any]:
        """The facts that are chosen, as JSON can hold them."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }


def matching(petition: Petition, facts: Facts) -> QuerySet[Signature]:
    """The signatures that count now and have these facts."""
    rows = Signature.objects.filter(counting.COUNTS, petition=petition)
    for condition in _conditions(facts):
        rows = rows.filter(condition)
    return _in_hours(rows, facts.from_hour, facts.to_hour)


def _conditions(facts: Facts) -> list[Q]:
    found = []
    if facts.country is not None:
        found.append(Q(country=facts.country))
    if facts.language is not None:
        found.append(Q(language=facts.language))
    if facts.since is not None:
        found.append(Q(confirmed_at__gte=counting.start_of(facts.since)))
    if facts.until is not None:
        found.append(Q(confirmed_at__lt=counting.start_of(facts.until + timedelta(days=1))))
    if facts.within_seconds is not None:
        found.append(_sooner_than(timedelta(seconds=facts.within_seconds)))
    if facts.signed_from is not None:
        found.append(Q(created_at__gte=facts.signed_from))
    if facts.signed_until is not None:
        found.append(Q(created_at__lte=facts.signed_until))
    return found


def _sooner_than(longest: timedelta) -> Q:
    """Confirmed so soon after the last press, or after the first: pressing Sign once more later hides nothing."""
    after_the_last = Q(confirmed_at__gte=F("asked_at"), confirmed_at__lte=F("asked_at") + longest)
    return after_the_last | Q(confirmed_at__lte=F("created_at") + longest)


def _in_hours(rows: QuerySet[Signature], first: int | None, last: int | None) -> QuerySet[Signature]:
    """Forgotten rows keep the day and not the hour: they are in no hour."""
    if first is None or last is None:
        return rows
    hours = range(first, last + 1) if first <= last else [*range(first, 24), *range(last + 1)]
    known = rows.filter(forgotten_at__isnull=True)
    return known.annotate(hour=ExtractHour("confirmed_at", tzinfo=counting.BRUSSELS)).filter(hour__in=list(hours))


def is_final(petition: Petition) -> bool:
    """Whether the number is frozen, or due to be, so that holding and releasing can't change it.

    Frozen tallies alone don't tell: there is none where everybody had been set aside before anybody was counted.
    """
    is_over = timezone.now() >= petition.closes_at + flagship.GRACE_AFTER_CLOSING
    return is_over or petition.tallies.filter(frozen_at__isnull=False).exists()


def hold(petition: Petition, facts: Facts, *, reason: str, by: str) -> Holding:
    """Set these signatures aside for one of `Signature.HeldReason`; `by` is the name of an account.

    Held ones are not held twice: a second call finds nothing. Raises NothingToHold or Final, and changes nothing then.
    """
    if is_final(petition):
        raise Final
    with transaction.atomic():
        holding = Holding.objects.create(petition=petition, reason=reason, criteria=facts.chosen(), count=0, held_by=by)
        rows = matching(petition, facts)
        holding.count = rows.update(held_at=Now(), held_reason=reason, holding=holding)
        if not holding.count:
            raise NothingToHold
        holding.save(update_fields=["count"])
        _mark(holding)
    return holding


def release(holding_id: int, *, by: str) -> int:
    """Let the signatures of this holding count again; returns how many are still there, the others have withdrawn.

    Raises Holding.DoesNotExist, Released on the second call, or Final.
    """
    with transaction.atomic():
        holding = Holding.objects.select_for_update(of=("self",)).select_related("petition").get(pk=holding_id)
        if holding.released_at:
            raise Released
        if is_final(holding.petition):
            raise Final
        _mark(holding)
        freed = holding.signatures.update(held_at=None, held_reason=Signature.HeldReason.NONE, holding=None)
        Holding.objects.filter(pk=holding.pk).update(released_at=Now(), released_by=by)
    return freed


def _mark(holding: Holding) -> None:
    """Every day on which one of these signatures was confirmed is to be counted anew."""
    days = holding.signatures.annotate(day=TruncDate("confirmed_at", tzinfo=counting.BRUSSELS))
    for day in days.values_list("day", flat=True).distinct().order_by("day"):
        counting.mark(holding.petition_id, counting.start_of(day))
