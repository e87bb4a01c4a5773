"""A POST must come from our own pages. This takes the place of a CSRF cookie: visitors get none.

`Sec-Fetch-Site` present: it must be same-origin, and Origin own, `null` or absent. Absent (old browsers, plain http):
Origin must be own. Both absent, duplicated or garbage: 403.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from campaign import errors

# The token in the address is the authority: a webmail's sandbox sends `Origin: null`, and some send no header at all.
# A mail program's one-click unsubscribe (RFC 8058) comes from the provider's machines, from no page at all.
EXEMPT = frozenset(
    {
        "confirm", "withdraw", "not_me", "news_confirm", "news_unsubscribe", "yours_change", "yours_start_news",
        "yours_stop_news", "yours_copy", "yours_withdraw", "yours_forget",
    }
)  # fmt: skip
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OriginRule:
    """Refuses foreign POSTs before a view runs; the staff area has Django's own CSRF check instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if request.method in SAFE or match is None or "staff" in match.app_names + match.namespaces:
            return None
        if "anymail" in match.app_names:
            return None  # a provider's webhook: its secret is the authority
        if match.url_name not in EXEMPT and not comes_from_us(request):
            return errors.page(request, 403)
        # Judged. Django's own check would miss its cookie, and answer 403 where a page takes no POST at all (405).
        request.csrf_processing_done = True  # type: ignore[attr-defined]
        return None


def comes_from_us(request: HttpRequest) -> bool:
    """Whether the headers say that one of our own pages sent this request."""
    site, origin = request.META.get("HTTP_SEC_FETCH_SITE"), request.META.get("HTTP_ORIGIN")
    if site is None:
        return origin in own_origins(request)
    return site == "same-origin" and (origin is None or origin == "null" or origin in own_origins(request))


def own_origins(request: HttpRequest) -> set[str]:
    """SITE_ORIGIN; in the embedded profile also the request's own (allowed) host."""
    own = {settings.SITE_ORIGIN}
    if settings.EMBEDDED:
        own.add(f"{request.scheme}://{request.get_host()}")
    return own
