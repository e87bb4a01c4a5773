"""STAFF_HOST: the staff area under a host name of its own. Empty: it is a part of the public site, at /staff/.

With it, the public host knows no /staff/ at all, and the staff host nothing else. Links in pages and letters are made
from the whole map (`campaign.urls`) as before; only what answers depends on the host.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import is_valid_path, set_urlconf

from campaign import errors
from campaign.errors import STAFF_URLS
from campaign.staff_language import PUBLIC_URLS


def is_staff_host(host: str) -> bool:
    """Whether a Host header names the staff host; the port doesn't matter."""
    return bool(settings.STAFF_HOST) and _domain(host) == _domain(settings.STAFF_HOST)


def _domain(host: str) -> str:
    return split_domain_port(host)[0]


def name() -> str:
    """The host of the staff area, as people read it: without a port."""
    return _domain(_netloc())


def origin() -> str:
    """Where links into the staff area begin: scheme and host, no slash."""
    return f"{urlsplit(settings.SITE_ORIGIN).scheme}://{_netloc()}"


def _netloc() -> str:
    return settings.STAFF_HOST or urlsplit(settings.SITE_ORIGIN).netloc


class StaffHost:
    """Chooses the map that answers, before anything of the site is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.STAFF_HOST:
            return self.get_response(request)
        if not is_staff_host(request.META.get("HTTP_HOST", "")):
            request.urlconf = PUBLIC_URLS
            return self.get_response(request)
        request.urlconf = STAFF_URLS
        path = request.path_info
        is_here = is_valid_path(path, STAFF_URLS) or is_valid_path(f"{path}/", STAFF_URLS)
        return self.get_response(request) if is_here else errors.page(request, 404)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """The view is found; what it links to may stand on the other host."""
        set_urlconf(None)


def knows_staff(request: HttpRequest) -> bool:
    """Whether /staff/ is an address of the host that is asked."""
    return getattr(request, "urlconf", "") != PUBLIC_URLS
