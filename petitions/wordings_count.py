"""How many signatures each version has, as far as that may be public (decision 11).

Counted as of the last midnight in Brussels, so that nobody sees by the minute in which language somebody signed; once a
day, by a worker: over ten million rows it takes seconds, which no page may wait for.
"""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from petitions import counting, snapshot
from petitions.briefly import briefly
from petitions.models import Petition, Signature, Wording, WordingCount

KINDS = ("petition", "consent", "news")


@briefly(seconds=60)
def public(petition_id: int) -> dict[int, int]:
    """Id of a wording → signatures with it, ten and more; a wording that may not be told has no entry, and before the
    first count none has."""
    row = WordingCount.objects.filter(petition_id=petition_id).first()
    return {int(number): n for number, n in row.shown.items()} if row else {}


def take_all() -> None:
    """The last midnight's numbers of every petition; a second call on the same day counts nothing."""
    midnight = counting.start_of(counting.day_of(timezone.now()))
    for petition in Petition.objects.exclude(pk__in=WordingCount.objects.filter(midnight=midnight).values("petition")):
        shown = {str(number): n for number, n in take(petition.pk, midnight).items()}
        WordingCount.objects.update_or_create(petition=petition, defaults={"midnight": midnight, "shown": shown})


def take(petition_id: int, midnight: datetime) -> dict[int, int]:
    """What may be shown of those who confirmed before this moment."""
    counted = _counted(petition_id, midnight)
    kept = {row.pk: row for row in Wording.objects.filter(petition_id=petition_id).defer("body", "reason")}
    return choose({number: (kept[number].kind, kept[number].language, n) for number, n in counted.items()})


def _counted(petition_id: int, midnight: datetime) -> Counter[int]:
    """Each signature has one of each kind, at most: a number of a wording stands for its kind too."""
    rows = Signature.objects.filter(counting.COUNTS, petition_id=petition_id, confirmed_at__lt=midnight)
    fields = [f"{kind}_wording" for kind in KINDS]
    found: Counter[int] = Counter()
    for *numbers, n in rows.order_by().values_list(*fields).annotate(n=Count("id")):
        found.update({number: n for number in numbers if number})
    return found


def choose(counts: dict[int, tuple[str, str, int]]) -> dict[int, int]:
    """{id: (kind, language, number)} → the numbers that may be shown.

    A language is told as countries are: ten or more, and what stays hidden hides among at least two others with ten
    together, because the count of all is public. In a language that is told, the versions of a kind are told if each
    that anybody signed has ten; or the sum and the others would tell the small one.
    """
    told = _languages(counts)
    shown: dict[int, int] = {}
    for kind in KINDS:
        for language in told:
            group = {number: n for number, (k, code, n) in counts.items() if (k, code) == (kind, language) and n}
            if min(group.values(), default=0) >= snapshot.SMALLEST:
                shown |= group
    return shown


def _languages(counts: dict[int, tuple[str, str, int]]) -> set[str]:
    totals = dict.fromkeys(settings.LIVE_LANGUAGES, 0)
    for kind, language, n in counts.values():
        if kind == "petition":  # every signature has exactly one
            totals[language] = totals.get(language, 0) + n
    return snapshot.covered(totals, {code for code, n in totals.items() if n >= snapshot.SMALLEST})
