"""The page of signatures by country: windows and table from the snapshot of the hour, in three orders."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from petitions import collation, counting, countries, flagship, snapshot, street
from petitions.public_pages import public_page

NAME, NUMBER, RATE = "name", "number", "rate"


@dataclass(frozen=True, slots=True)
class Row:
    """One country; without numbers where they are hidden. `percent` is its part of a full window."""

    name: str
    confirmed: int | None = None
    rate: float | None = None
    percent: int = 0


@require_safe
@public_page
def countries_page(request: HttpRequest) -> HttpResponse:
    """By signatures per million, as the windows show them."""
    return _page(request, RATE)


@require_safe
@public_page
def by_name(request: HttpRequest) -> HttpResponse:
    return _page(request, NAME)


@require_safe
@public_page
def by_number(request: HttpRequest) -> HttpResponse:
    return _page(request, NUMBER)


def _page(request: HttpRequest, order: str) -> HttpResponse:
    petition = flagship.flagship()
    row = snapshot.newest(petition.pk)
    context = {
        "order": order,
        "is_first_order": order == RATE,
        "count": counting.Progress(row.confirmed),
        "shown": len(row.cells),
        "taken_at": row.taken_at,
        "windows": street.windows(petition.pk),
        "rows": rows(row.cells, order),
        "source": street.SOURCE,
        "csv_url": reverse("countries_csv", args=[petition.slug]),
    }
    return render(request, "petitions/countries.html", context)


def rows(cells: dict[str, int], order: str) -> list[Row]:
    """All EU countries, in the page's language: first those that are shown, in this order, then the others by name."""
    language = get_language() or "en"
    names = countries.names(language)
    by_name = sorted(countries.EU, key=lambda code: collation.key(names[code], language))
    rates, shares = street.rates(cells), street.shares(cells)
    sizes: dict[str, dict[str, float]] = {NAME: {}, NUMBER: {**cells}, RATE: rates}
    shown = sorted((code for code in by_name if code in cells), key=lambda code: -sizes[order].get(code, 0))
    return [
        *(Row(names[code], cells[code], _rounded(rates[code]), round(100 * shares[code])) for code in shown),
        *(Row(names[code]) for code in by_name if code not in cells),
    ]


def _rounded(rate: float) -> float:
    """Two figures where it is small: 0.4, 7.1, 44."""
    return round(rate) if rate >= 10 else round(rate, 1)
