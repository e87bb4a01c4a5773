"""Open numbers for everybody: cacheable, without a cookie, from any site."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from petitions import card
from petitions.models import Petition
from petitions.public_pages import public_page


@require_safe
@public_page
def count_json(request: HttpRequest, slug: str) -> HttpResponse:
    """{"petition": slug, "confirmed": n, "as_of": RFC 3339 UTC}; exact as of the last refresh, seconds ago."""
    petition = get_object_or_404(Petition, slug=slug)
    as_of = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    response = JsonResponse({"petition": slug, "confirmed": card.progress(petition.pk).confirmed, "as_of": as_of})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
