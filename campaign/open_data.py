"""The open data as a whole: its description (OpenAPI), and what it says when it says no. Reading only, no language."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from petitions.api import opened
from petitions.public_pages import public_page

ROOT = "/api/"
METHODS = ("GET", "HEAD")
DESCRIPTION = Path(__file__).with_name("openapi.json")
SENTENCES = {
    400: "We can't read this request.",
    403: "This request is not allowed.",
    404: "There is nothing at this address. All addresses stand in /api/v1/openapi.json.",
    405: "These numbers can only be read: use GET or HEAD.",
    500: "Something went wrong here. Please try again later.",
    503: "We are on a short break. Please try again later.",
}


def is_open_data(path: str) -> bool:
    return path.startswith(ROOT)


def refusal(status: int, *, minutes: int | None = None) -> HttpResponse:
    """{"error": sentence}, never kept; `minutes` goes into Retry-After."""
    sentence = SENTENCES.get(status, SENTENCES[400])
    response = opened(JsonResponse({"error": sentence}, status=status))
    response["Cache-Control"] = "no-store"
    if minutes:
        response["Retry-After"] = str(minutes * 60)
    if status == 405:
        response["Allow"] = ", ".join(METHODS)
    return response


@require_safe
@public_page
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of all open data, with this site as its server."""
    return opened(JsonResponse(description() | {"servers": [{"url": settings.SITE_ORIGIN}]}))


@cache
def description() -> dict[str, object]:
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))
