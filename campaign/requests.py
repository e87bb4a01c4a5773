"""The shape a request may have: methods, kind and size of a body. Everything else is answered before a view runs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from campaign import errors

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
KINDS = {"application/x-www-form-urlencoded", "multipart/form-data"}
CHARSETS = {"", "utf-8", "utf8"}
STAFF = "/staff/"


class RequestShape:
    """405 for other methods, 413 above 32 KB, 415 for anything but a form, 400 for odd charsets and files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        problem = self._problem(request)
        if problem:
            return errors.page(request, problem)
        response = self.get_response(request)
        bare = response.status_code in (400, 405) and not response.streaming and not response.content  # type: ignore[attr-defined]
        return errors.page(request, response.status_code) if bare else response

    def _problem(self, request: HttpRequest) -> int | None:
        if request.method not in METHODS:
            return 405
        if "\x00" in request.path_info:
            return 404
        if request.method != "POST" or request.path_info.startswith(STAFF):
            return None
        return self._body_problem(request)

    def _body_problem(self, request: HttpRequest) -> int | None:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return 400
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return 413
        if size and request.content_type not in KINDS:
            return 415
        charset = (request.content_params or {}).get("charset", "").lower()
        if charset not in CHARSETS:
            return 400
        return 400 if size and request.FILES else None
