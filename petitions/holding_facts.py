"""What signatures have in common, as far as it is stored: by these facts they are chosen, never by a person."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractHour

from petitions import counting
from petitions.models import Petition, Signature

SHORT = 12  # signs of a domain's fingerprint that are kept: enough to know it again, whoever types the domain


@dataclass(frozen=True, slots=True)
class Facts:
    """What the wanted signatures have in common; None leaves a fact out. Days and hours are Brussels time.

    `since`, `until`: days of confirmation, both inclusive. `from_hour`, `to_hour`: hours of confirmation, both
    inclusive, over midnight if the first is the later. `from_seconds`, `within_seconds`: confirmed so long after
    asking, both inclusive. `signed_from`, `signed_until`: when the row was made. `domain`: by
    `addresses.digest_of_domain`, never the domain itself. `provider`: a bucket of `providers`.
    Only country, language and days are known of forgotten signatures.
    """

    country: str | None = None
    language: str | None = None
    domain: str | None = None
    provider: str | None = None
    since: date | None = None
    until: date | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    from_seconds: int | None = None
    within_seconds: int | None = None
    signed_from: datetime | None = None
    signed_until: datetime | None = None

    def chosen(self) -> dict[str, Any]:
        """The facts that are chosen, as JSON can hold them; of a domain's fingerprint the start alone."""
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }
        return facts | ({"domain": self.domain[:SHORT]} if self.domain else {})


def matching(petition: Petition, facts: Facts) -> QuerySet[Signature]:
    """The signatures that count now and have these facts."""
    rows = Signature.objects.filter(counting.COUNTS, petition=petition)
    for condition in _conditions(facts):
        rows = rows.filter(condition)
    return _in_hours(rows, facts.from_hour, facts.to_hour)


def _conditions(facts: Facts) -> list[Q]:
    wanted = {
        "country": facts.country,
        "language": facts.language,
        "domain_digest": facts.domain,
        "provider": facts.provider,
        "confirmed_at__gte": counting.start_of(facts.since) if facts.since else None,
        "confirmed_at__lt": counting.start_of(facts.until + timedelta(days=1)) if facts.until else None,
        "created_at__gte": facts.signed_from,
        "created_at__lte": facts.signed_until,
    }
    return [Q(**{name: value}) for name, value in wanted.items() if value is not None] + _by_seconds(facts)


def _by_seconds(facts: Facts) -> list[Q]:
    found = []
    if facts.from_seconds is not None:
        found.append(Q(confirmed_at__gte=F("created_at") + timedelta(seconds=facts.from_seconds)))
    if facts.within_seconds is not None:
        found.append(_sooner_than(timedelta(seconds=facts.within_seconds)))
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
