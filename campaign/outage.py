"""When database, key or release step are missing: 503 in the page's language, never a 500 and never a trace."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from campaign import errors
from petitions.answers import Unavailable
from petitions.models import Petition
from petitions.wordings import NothingRecorded

log = logging.getLogger(__name__)
MINUTES = 1
CAN_ONLY_BE_READ = "25006"  # by PostgreSQL's own word: a standby that nobody has made the first yet
NOT_RELEASED = (Petition.DoesNotExist, NothingRecorded)
CROSSED = ("40001", "40P01")  # serialization failure, deadlock: nothing of ours was saved, and the other has gone on


class Outage:
    """Answers what a view could not do because something under it is away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        code = getattr(exception.__cause__, "pgcode", None)
        if code in CROSSED and not hasattr(request, "is_second_try"):
            return _try_again(request)
        return answer(request, exception)


def answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page of a break, or None for what is a mistake of ours."""
    if isinstance(exception, Unavailable):
        log.error("nothing taken in: %r", exception.__cause__)
        return errors.page(request, 503, minutes=MINUTES, refused=True)
    if isinstance(exception, NOT_RELEASED):
        log.error("the release step has not run: %s", type(exception).__name__)
        return errors.page(request, 503, minutes=MINUTES)
    can_only_be_read = getattr(exception.__cause__, "pgcode", None) == CAN_ONLY_BE_READ
    if can_only_be_read or isinstance(exception, (OperationalError, InterfaceError)):
        log.error("database: %s", type(exception).__name__)
        connection.close()  # the next request starts with a fresh one
        return errors.page(request, 503, minutes=MINUTES, refused=can_only_be_read)
    return None


def _try_again(request: HttpRequest) -> HttpResponse | None:
    """Once more and at once, because two people met in the database; whoever fails again hears 503."""
    log.warning("database: two transactions crossed, trying once more")
    request.is_second_try = True  # type: ignore[attr-defined]
    match = request.resolver_match
    assert match is not None  # noqa: S101 (a view has run)
    try:
        return match.func(request, *match.args, **match.kwargs)
    except Exception as error:
        return answer(request, error)
