"""Security headers on every answer, errors and static files included (the CSP is made by django-csp)."""

import re
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Of a device or a browser: nothing of ours, and nothing in a frame of ours, may ask for them. Only names that browsers
# know: Chromium complains of others on each page. Our own pages may copy a link and share one.
POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera",
    "display-capture", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    # same-origin, not no-referrer: that would turn Origin into `null` on our own form posts
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # what a page shows must say itself that it may be shown: nothing foreign comes in even where the CSP has a hole
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in POWERS),
    "X-Permitted-Cross-Domain-Policies": "none",
}
HSTS = "max-age=63072000; includeSubDomains; preload"

# Files that pages of other people's sites show: the sheet of the box, the pictures beside links.
FOR_OTHER_SITES = re.compile(r"/static/(?:css/embed(?:\.\w+)?\.css|img/share/[\w.]+\.png)")


class SecurityHeaders:
    """Sets what a view has not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if FOR_OTHER_SITES.fullmatch(request.path):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(response, "xframe_options_exempt", False):  # Django's own mark: others may frame this page
            del response.headers["X-Frame-Options"]
        response.headers.setdefault("Cache-Control", "no-store")  # who does not say that it may be kept is not kept
        if settings.SECURE:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        return response


class ContentPolicy(CSPMiddleware):
    """django-csp, which makes its header anew for each answer: here only where a view has changed the policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.usual = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """No nonce is ever asked for: nothing of ours stands inline."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response


def of_a_bare_answer() -> list[tuple[str, str]]:
    """For the one answer that is given without Django, and holds nothing."""
    policy = ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    promise = [("Strict-Transport-Security", HSTS)] if settings.SECURE else []
    return [*HEADERS.items(), policy, ("Cache-Control", "no-store"), *promise]
