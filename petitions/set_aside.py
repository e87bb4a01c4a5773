"""The public page of signatures set aside: how many, why, and what became of others. All figures from one statement.

Below ten nothing is shown and nothing summed up, so no small number can be worked out (decision 11).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from petitions import flagship, snapshot
from petitions.briefly import briefly
from petitions.models import Holding, Signature
from petitions.public_pages import public_page

Reason = Signature.HeldReason
REASONS = {
    # Translators: aside.reason.speed, why signatures were set aside, max:60
    Reason.SPEED.value: _("Many confirmations within seconds"),
    # Translators: aside.reason.provider, why signatures were set aside, max:60
    Reason.PROVIDER.value: _("Many addresses of a throw-away mail service"),
    # Translators: aside.reason.pattern, why signatures were set aside, max:60
    Reason.PATTERN.value: _("Many entries of the same make"),
    # Translators: aside.reason.report, why signatures were set aside: somebody told us about them, max:60
    Reason.REPORT.value: _("Reported to us"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One reason; without number and day below ten."""

    code: str
    count: int | None = None
    changed_at: datetime | None = None

    @property
    def reason(self) -> str:
        return str(REASONS[self.code])


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be shown. `now` is the sum of the rows that are shown, None without any; `is_shown`: ten in all."""

    is_shown: bool
    now: int | None
    released: int | None
    removed: int | None
    rows: list[Row]


@require_safe
@public_page
def set_aside_page(request: HttpRequest) -> HttpResponse:
    """How many do not count and why, who decides, how to object."""
    return render(request, "petitions/set_aside.html", {"figures": figures(flagship.flagship().pk)})


@briefly(seconds=10)
def figures(petition_id: int) -> Figures:
    """From one statement, so that what is shown together was true together; who withdrew is in none of them."""
    holdings = Holding.objects.filter(petition_id=petition_id).annotate(now=Count("signatures")).order_by()
    found = list(holdings)
    counts = {code: sum(one.now for one in found if one.reason == code) for code in REASONS}
    rows = [_row(code, n, [one for one in found if one.reason == code]) for code, n in counts.items()]
    return Figures(
        is_shown=sum(counts.values()) >= snapshot.SMALLEST,
        now=_shown(sum(row.count for row in rows if row.count)),
        released=_shown(sum(one.freed or 0 for one in found)),
        removed=_shown(sum(one.removed or 0 for one in found)),
        rows=sorted(rows, key=lambda row: -(row.count or 0)),
    )


def _row(code: str, count: int, holdings: list[Holding]) -> Row:
    if count < snapshot.SMALLEST:
        return Row(code)
    acts = [moment for one in holdings for moment in (one.held_at, one.released_at, one.removed_at) if moment]
    return Row(code, count, max(acts))


def _shown(count: int) -> int | None:
    return count if count >= snapshot.SMALLEST else None
