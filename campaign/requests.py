"""The shape a request may have: methods, kind and size of a body. Everything else is answered before a view runs."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from campaign import errors, open_data, staff_host

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
KINDS = {"application/x-www-form-urlencoded", "multipart/form-data"}
CHARSETS = {"", "utf-8", "utf8"}
STAFF = "/staff/"
WEBHOOKS = "/anymail/"
FORM_BYTES = 32 * 1024
FIELDS = 100  # a visitor's form has seven; staff edit a text in 24 languages at once (DATA_UPLOAD_MAX_NUMBER_FIELDS)


class RequestShape:
    """405 for other methods, 413 above 32 KB (a webhook: 1 MB), 415 for no form, 400 for other hosts and odd bytes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        problem = self._problem(request)
        if problem:
            return errors.page(request, problem)
        return self._with_words(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A webhook's body that its provider's reader can't make sense of is the sender's fault, not ours.

        And a provider that nobody has set up has no address here: whoever tries all of them causes no error.
        """
        if not request.path_info.startswith(WEBHOOKS):
            return None
        if isinstance(exception, ImproperlyConfigured):
            return errors.page(request, 404)
        unreadable = isinstance(exception, (ValueError, LookupError, TypeError, AttributeError, RecursionError))
        return errors.page(request, 400) if unreadable else None

    def _with_words(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """A bare 400 or 405 of a view becomes a page; what the view allows stays."""
        bare = response.status_code in (400, 405) and not response.streaming and not response.content  # type: ignore[attr-defined]
        if not bare:
            return response
        page = errors.page(request, response.status_code)
        if "Allow" in response.headers:
            page["Allow"] = response.headers["Allow"]
        return page

    def _problem(self, request: HttpRequest) -> int | None:
        # as it was sent: Django would make a GET of `get`, which no cache and no proxy takes for one
        method = request.META["REQUEST_METHOD"]
        if method not in (open_data.METHODS if open_data.is_open_data(request.path_info) else METHODS):
            return 405
        if "\x00" in request.path_info:
            return 404
        # A body without a length is read as empty: "enter your name" to somebody who has. Proxies send a length, and
        # who sends both means to smuggle.
        if "HTTP_TRANSFER_ENCODING" in request.META or not _is_our_host(request):
            return 400
        is_staff = request.path_info.startswith(STAFF) and staff_host.knows_staff(request)
        if request.method != "POST" or is_staff:
            return None
        return self._body_problem(request)

    def _body_problem(self, request: HttpRequest) -> int | None:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return 400
        is_webhook = request.path_info.startswith(WEBHOOKS)
        if size > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE if is_webhook else FORM_BYTES):
            return 413
        if is_webhook:
            return None  # anymail judges the rest, the secret first
        if size and request.content_type not in KINDS:
            return 415
        charset = (request.content_params or {}).get("charset", "").lower()
        if charset not in CHARSETS or len(request.body) < size or not _is_utf8(request):
            return 400
        return 400 if size and not _has_fields_alone(request) else None


def _is_our_host(request: HttpRequest) -> bool:
    """Judged here, because Django logs every scanner's Host as an error with its traceback."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _is_utf8(request: HttpRequest) -> bool:
    """Django would read other bytes as Latin-1, in silence, and keep a name that nobody typed."""
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_fields_alone(request: HttpRequest) -> bool:
    """No file, not too many fields, no broken part; Django logs these as errors too."""
    try:
        return not request.FILES and sum(len(given) for _, given in request.POST.lists()) <= FIELDS
    except (SuspiciousOperation, MultiPartParserError):
        return False
