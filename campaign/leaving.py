"""The way out: "Leave this site" comes by here, so that the browser drops what it keeps of us and goes elsewhere."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import validate_host
from django.views.decorators.http import require_http_methods


class Away(HttpResponseRedirect):
    """303: whatever was asked, the next page is a plain GET."""

    status_code = 303


# No "cookies": visitors have none, and staff would be logged out. Browsers obey on https and on this machine alone.
TRACELESS = {
    "Cache-Control": "no-store",
    "Clear-Site-Data": '"cache", "storage"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """To the neutral page of LEAVE_URL, never to an address that the request names. The second call does the same."""
    return Away(settings.LEAVE_URL, headers=TRACELESS)


def leads_nowhere() -> bool:
    """Whether LEAVE_URL is no https address of somebody else's: for `check --deploy`."""
    away, own = urlsplit(settings.LEAVE_URL), urlsplit(settings.SITE_ORIGIN).hostname
    ours = [name for name in (*settings.ALLOWED_HOSTS, own) if name and name != "*"]
    return away.scheme != "https" or not away.hostname or validate_host(away.hostname, ours)
