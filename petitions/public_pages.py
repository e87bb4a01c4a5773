"""The one rule for public pages: the same for everybody, so anybody may keep them, and the site itself does."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from petitions.boundaries import next_boundary

FRESH_SECONDS, WATCHED_SECONDS = 10, 2  # how old a copy of ours may be: of a page, of a number that people watch
KEPT_SECONDS, KEPT_BY_PROXIES_SECONDS = 10, 2
KEPT_WHILE_ASKING_SECONDS = 10
KEPT_IN_OUTAGES_SECONDS = 86_400
# Our oldest copy, then a proxy, and one second because it counts in whole ones: nobody keeps a page that ends sooner.
NOBODYS_SECONDS = FRESH_SECONDS + KEPT_BY_PROXIES_SECONDS + 1
FAR_SECONDS = 60  # all of these one after the other, and time to ask
View = TypeVar("View", bound=Callable[..., HttpResponse])


def public_page(view: View) -> View:
    """Mark a view whose answer to GET depends on its address alone: no header, no cookie, no person.

    A query may choose what the page shows. Caches then keep the answer under the whole address, `campaign.pages` never.

    Browsers may keep the answer for ten seconds, proxies for two, never beyond the next boundary, and for a day where
    nothing newer can be had. `campaign.pages` keeps it too, and knows the view by this mark alone.
    """
    return _marked(view, FRESH_SECONDS, stale_while_revalidate=KEPT_WHILE_ASKING_SECONDS)


def watched_number(view: View) -> View:
    """The same for what people look at while it changes: our copy is younger, and an old one stands in for two seconds.

    Without these two, everybody who comes while a proxy asks for a newer one would ask too: a crowd, every two seconds.
    """
    return _marked(view, WATCHED_SECONDS, stale_while_revalidate=WATCHED_SECONDS)


def _marked(view: View, fresh_seconds: float, **far: int) -> View:
    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            left = _seconds_left()
            seconds = int(max(0, min(KEPT_SECONDS, left - NOBODYS_SECONDS)))
            rules = {"max_age": seconds, "s_maxage": min(KEPT_BY_PROXIES_SECONDS, seconds)}
            rules |= far if left > FAR_SECONDS else {}
            patch_cache_control(response, public=True, **rules, stale_if_error=KEPT_IN_OUTAGES_SECONDS)
        return response

    kept.is_public_page = True  # type: ignore[attr-defined]
    kept.fresh_seconds = fresh_seconds  # type: ignore[attr-defined]
    return cast(View, kept)


def _seconds_left() -> float:
    """How long the page stays as it is."""
    now = timezone.now()
    change = next_boundary(now)
    return (change - now).total_seconds() if change else float("inf")
