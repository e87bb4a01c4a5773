"""For search machines: every public page in every live language, and what is nobody's business but its owner's.

Both are read from the map of addresses, so a new page stands in them from its first day. No database is asked.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import LocalePrefixPattern, URLResolver, get_resolver
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from campaign.address_map import routes
from campaign.languages import for_everybody

# Pages that answer a press, and the box in other people's pages: the same for everybody, but nothing to be found by.
# They say `noindex` themselves.
NOT_TO_BE_FOUND = {"check_your_email", "forgotten", "thank_you", "withdrawn", "embed_box"}
NOT_TO_BE_FOUND |= {"news_check", "news_confirmed", "news_stopped"}
NOT_TO_BE_FOUND |= {"countries_by_name", "countries_by_number"}  # the page of countries in another order

kept_for_an_hour = cache_control(public=True, max_age=3600)


@require_safe
@kept_for_an_hour
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each page once for each language, with its sisters."""
    codes = list(settings.LIVE_LANGUAGES)
    pages = [
        {
            "addresses": [(code, f"{settings.SITE_ORIGIN}/{code}/{page}") for code in codes],
            "for_everybody": settings.SITE_ORIGIN + for_everybody(f"/{settings.LANGUAGE_CODE}/{page}"),
        }
        for page in pages_to_be_found()
    ]
    return HttpResponse(render_to_string("campaign/sitemap.xml", {"pages": pages}), content_type="application/xml")


@require_safe
@kept_for_an_hour
def robots(request: HttpRequest) -> HttpResponse:
    """All may read all, but the staff area and the addresses that stand in one person's letters."""
    context = {"closed": closed_addresses(), "sitemap": f"{settings.SITE_ORIGIN}/sitemap.xml"}
    return HttpResponse(render_to_string("campaign/robots.txt", context), content_type="text/plain; charset=utf-8")


def pages_to_be_found() -> list[str]:
    """Addresses below the language, in the order of the map: ["", "petition/", "asks/", …]; no files."""
    return [route for route, name in _routes() if not {"<", "."} & {*route} and name not in NOT_TO_BE_FOUND]


def closed_addresses() -> list[str]:
    """What robots leave alone, as robots.txt writes it: a star for a language, a token, a petition."""
    personal = [re.sub("<[^>]+>", "*", route) for route, _ in _routes() if "<" in route]
    staff = [] if settings.STAFF_HOST else ["/staff/"]
    return [*staff, "/mailbox/", *(f"/*/{route}" for route in personal)]


def _routes() -> Iterator[tuple[str, str]]:
    """(address below the language, name) of everything that stands below the language."""
    for part in get_resolver().url_patterns:
        if isinstance(part, URLResolver) and isinstance(part.pattern, LocalePrefixPattern):
            yield from ((route, pattern.name or "") for route, pattern in routes(part.url_patterns))
