"""Error pages: one calm template a status, in the page's language, with no database and no internals."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path

from campaign import kept, open_data, staff_language
from campaign.context import page_context
from campaign.languages import choices_for

STAFF_URLS = "campaign.staff_urls"  # the map of the staff host, which has no public page to link to
BARE = (500, 503)  # of these pages nothing asks a database, which may be what is away
STATUSES = (400, 403, 404, 405, 410, 413, 415, 429, 500, 503)


def page(request: HttpRequest, status: int, *, minutes: int | None = None, refused: bool = False) -> HttpResponse:
    """The error page for a status, never cached; `minutes` goes into Retry-After and into the words.

    `refused`: the server said no before saving, so the page may say that the signature was not taken in. Who pressed a
    button gets a 503 that holds what was typed.
    """
    if getattr(request, "urlconf", "") == STAFF_URLS:
        return _for_staff(request, status, minutes)
    if open_data.is_open_data(request.path_info):
        return open_data.refusal(status, minutes=minutes)
    language = get_language_from_path(request.path_info) or translation.get_language() or "en"
    language = language if language in dict(settings.LANGUAGES) else "en"  # the staff area has one more
    with translation.override(language):
        context: dict[str, object] = {"path": request.path} if status in BARE else page_context(request)
        context |= {"banner": None, "minutes": minutes, "refused": refused}
        if status == 503:
            context |= kept.of(request)
        if status == 404:  # this page is nowhere in other languages either; nor is what was typed repeated
            context["languages"] = [choice | {"url": f"/{choice['code']}/"} for choice in choices_for(request)]
        response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    if minutes:
        response["Retry-After"] = str(minutes * 60)
    if status == 405:
        response["Allow"] = "GET, HEAD, POST"
    return response


def _for_staff(request: HttpRequest, status: int, minutes: int | None) -> HttpResponse:
    """On the staff host: one line, and no way to a public page."""
    headers = {"Cache-Control": "no-store", **({"Retry-After": str(minutes * 60)} if minutes else {})}
    language = staff_language.of(request)
    with translation.override(language):
        words = render_to_string("staff/error.html", {"status": status, "language": language})
    return HttpResponse(words, status=status, headers={**headers, "Content-Language": language})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
