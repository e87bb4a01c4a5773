"""Open numbers for everybody: cacheable, without a cookie, from any site; described in `campaign/openapi.json`."""

import csv
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from petitions import card, snapshot, street
from petitions.countries import EU
from petitions.models import CountrySnapshot, Petition
from petitions.public_pages import public_page, watched_number

COLUMNS = ("country", "confirmed", "per_million", "as_of")


@require_safe
@watched_number
def count_json(request: HttpRequest, slug: str) -> HttpResponse:
    """{"petition": slug, "confirmed": n, "as_of": RFC 3339 UTC}; exact as of the last refresh, seconds ago."""
    petition = get_object_or_404(Petition, slug=slug)
    confirmed = card.progress(petition.pk).confirmed
    return opened(JsonResponse({"petition": slug, "confirmed": confirmed, "as_of": _moment(datetime.now(UTC))}))


@require_safe
@public_page
def countries_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The hour's snapshot: each EU country with its numbers, or with null where it is hidden."""
    row = _newest(slug)
    return opened(
        JsonResponse(
            {
                "petition": slug,
                "as_of": _moment(row.taken_at),
                "confirmed": row.confirmed if row.taken_at else None,
                "countries": _countries(row),
            }
        )
    )


@require_safe
@public_page
def countries_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a table; what is hidden is an empty cell."""
    row = _newest(slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-countries.csv"'
    table = csv.DictWriter(response, COLUMNS)
    table.writeheader()
    table.writerows(country | {"as_of": _moment(row.taken_at)} for country in _countries(row))
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """The answer, readable by pages of any site."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _newest(slug: str) -> CountrySnapshot:
    return snapshot.newest(get_object_or_404(Petition, slug=slug).pk)


def _countries(row: CountrySnapshot) -> list[dict[str, object]]:
    rates = {code: round(rate, 1) for code, rate in street.rates(row.cells).items()}
    return [{"country": code, "confirmed": row.cells.get(code), "per_million": rates.get(code)} for code in sorted(EU)]


def _moment(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
