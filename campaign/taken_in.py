"""Read-only mode at the door: what would take something of somebody in hears 503; reading and leaving stay open.

Which press is which is said here once, by the names of the map; a test refuses a new one that is in neither list. Why
leaving stays open, and confirming does not: docs/decisions/0013-read-only-mode.md.
"""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from campaign import errors, outage
from petitions import flagship, read_only
from petitions.models import Petition

TAKEN_IN = frozenset(
    {
        "petition", "check_your_email", "confirm", "stay_informed", "news_confirm", "yours_ask", "yours_change",
        "yours_start_news", "yours_copy",
    }
)  # fmt: skip
LEAVING = frozenset({"withdraw", "not_me", "news_unsubscribe", "yours_stop_news", "yours_withdraw", "yours_forget"})


class ReadOnly:
    """After `campaign.origin`, so that only presses of our own pages are answered with what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or match is None or match.url_name not in TAKEN_IN:
            return None
        try:
            minutes = read_only.minutes_left(flagship.flagship())
        except (Error, Petition.DoesNotExist) as error:  # the view would say the same, after the same wait
            return outage.answer(request, error)
        return errors.page(request, 503, minutes=minutes, refused=True) if minutes else None
