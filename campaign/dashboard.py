"""The numbers on the first staff page: how many, how fast, from where, and how the letters are doing. Never who."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Sum
from django.utils import timezone
from django.utils.translation import get_language

from petitions import budget, collation, counting, countries, delivery, domain_budget, news_list, population
from petitions.briefly import briefly
from petitions.models import Letter, Petition, Signature, Tally

DAYS = 30
# The chart, in SVG units; the template draws what stands here.
SLOT, BAR, HEIGHT = 24, 16, 140


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day's bar."""

    day: date
    confirmed: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Share:
    """One country's or language's part; `width` is 0 to 100, the longest being 100."""

    code: str
    name: str
    confirmed: int
    width: int


@dataclass(frozen=True, slots=True)
class LettersState:
    """Numbers of letters; closed ones are kept for 24 hours, so the last three speak of that time.

    `hour` is the site's budget of letters an hour; `domains` how many wait for each mail domain that is at its own.
    """

    due: int
    oldest_due_at: datetime | None
    later: int
    sent: int
    failed: int
    reasons: dict[str, int]
    hour: budget.State
    domains: list[int]


def figures(petition: Petition) -> dict[str, int]:
    """Confirmed and today's confirmed as of the last refresh; waiting and set aside, now; on the news list, as of the
    last minute, because who is on it is read from the rows of all who chose news."""
    today = counting.day_of(timezone.now())
    signatures = Signature.objects.filter(petition=petition)
    return {
        "confirmed": counting.confirmed(petition.pk),
        "today": counting.by_day(petition.pk, since=today).get(today, 0),
        "waiting": signatures.filter(confirmed_at__isnull=True, held_at__isnull=True).count(),
        "set_aside": signatures.filter(held_at__isnull=False).count(),
        "news": _readers(petition.pk),
    }


@briefly(seconds=60)
def _readers(petition_id: int) -> int:
    return news_list.count(petition_id)


def days(petition: Petition) -> list[DayBar]:
    """The last 30 Brussels days, oldest first, today included, days without any too."""
    today = counting.day_of(timezone.now())
    span = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counted = counting.by_day(petition.pk, since=span[0])
    most = max([counted.get(day, 0) for day in span] + [1])
    return [
        DayBar(day, counted.get(day, 0), x=place * SLOT, height=_part(counted.get(day, 0), most, HEIGHT))
        for place, day in enumerate(span)
    ]


def line(days: list[DayBar]) -> str:
    """The chart's line: one point a day, in the middle of its slot."""
    return " ".join(f"{bar.x + BAR // 2},{bar.y}" for bar in days)


def shares(
    petition: Petition, *, by: str, sort: str, since: date | None = None, until: date | None = None
) -> list[Share]:
    """Confirmed per `by` (country or language), exact; sorted by `sort` (number, the highest first, or name). Brussels
    days, both inclusive; None: from the first, to the last."""
    span = {"day__gte": since, "day__lte": until}
    tallies = Tally.objects.filter(
        petition=petition, confirmed__gt=0, **{name: day for name, day in span.items() if day}
    )
    rows = tallies.values_list(by)
    counted = dict(rows.annotate(n=Sum("confirmed")).order_by())
    language = get_language() or "en"
    names = countries.names(language) if by == "country" else countries.languages(language)
    most = max(counted.values(), default=1)
    found = [Share(code, names.get(code) or code, n, _part(n, most, 100)) for code, n in counted.items()]
    names_in_order = {share.code: collation.key(share.name, language) for share in found}
    return sorted(found, key=lambda share: (0 if sort == "name" else -share.confirmed, names_in_order[share.code]))


def beyond_belief(petition: Petition) -> list[tuple[str, int, int]]:
    """(country, confirmed, the most that is believed) where more signed than its people can have; the largest first."""
    found = population.beyond(counting.by_country(petition.pk))
    names = countries.names(get_language() or "en")
    return [(names.get(code, code), n, int(population.bound(code))) for code, n in found.items()]


def letters() -> LettersState:
    """The state of the outbox, all petitions together."""
    now = timezone.now()
    still_open = Letter.objects.filter(closed_at__isnull=True)
    due = still_open.filter(due_at__lte=now).aggregate(n=Count("id"), oldest=Min("due_at"))
    closed = Letter.objects.filter(closed_at__gte=now - timedelta(hours=24))
    failed = closed.filter(outcome=Letter.Outcome.FAILED)
    return LettersState(
        due=due["n"],
        oldest_due_at=due["oldest"],
        later=still_open.filter(due_at__gt=now).count(),
        sent=closed.filter(outcome=Letter.Outcome.SENT).count(),
        failed=failed.count(),
        reasons=dict(failed.values_list("error_class").annotate(n=Count("id")).order_by("-n", "error_class")),
        hour=budget.state(),
        domains=domain_budget.waiting(),
    )


def letters_given_back() -> int:
    """Letters of any kind that wait for a mail server that takes nobody's, or not in time; no attempt is used up."""
    return Letter.objects.filter(closed_at__isnull=True, error_class=delivery.WAITS).count()


def _part(number: int, most: int, length: int) -> int:
    """The drawn length, at least 2 for any number but zero, so that it can be seen."""
    return max(2, round(number * length / most)) if number else 0
