"""The pages for people who need help now. They ask for nothing and weigh little (`templates/base_light.html`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from campaign.living import helplines, links
from petitions.public_pages import public_page


@require_safe
@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """Where to find help now; with ?country=AT that country’s lines too (copies are kept of plain addresses alone)."""
    country = helplines.country(request.GET.get("country", ""))
    query = f"?{urlencode({'country': country.code})}" if country else ""
    context = {"countries": helplines.all_names(), "country": country, "query": query}
    return render(request, "campaign/help.html", context)


@require_safe
@public_page
def cover_tracks(request: HttpRequest) -> HttpResponse:
    """What the button can and cannot do, and how to delete a visit."""
    return render(request, "campaign/tracks.html", {"browsers": links.on(links.TRACKS)})
