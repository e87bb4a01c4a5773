"""The one rule for public pages: the same for everybody, so anybody may keep them, and the site itself does."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from petitions import flagship
from petitions.models import Petition

KEPT_SECONDS = 10
KEPT_IN_OUTAGES_SECONDS = 86_400
View = TypeVar("View", bound=Callable[..., HttpResponse])


def public_page(view: View) -> View:
    """Mark a view whose answer to GET depends on its address alone: no header, no cookie, no person.

    A query may choose what the page shows. Caches then keep the answer under the whole address, `campaign.pages` never.

    Caches may keep the answer for ten seconds, never beyond the opening or closing of the petition, and for a day where
    nothing newer can be had. `campaign.pages` keeps it too, and knows the view by this mark alone.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            in_outages = KEPT_IN_OUTAGES_SECONDS
            patch_cache_control(response, public=True, max_age=_seconds(), stale_if_error=in_outages)
        return response

    kept.is_public_page = True  # type: ignore[attr-defined]
    return cast(View, kept)


def _seconds() -> int:
    """How long the page stays true."""
    now = timezone.now()
    try:
        change = flagship.next_change(flagship.flagship(), now)
    except (Error, Petition.DoesNotExist):
        change = None
    return min(KEPT_SECONDS, int((change - now).total_seconds())) if change else KEPT_SECONDS
