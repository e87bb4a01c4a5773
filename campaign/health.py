"""Is it alive, is it ready, is it well: for proxies, for deploys and for alarms."""

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaign import alarms, state
from petitions.models import Petition


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, every migration is applied and the petition stands; else 503 with one word."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        word = "migrations" if missing else "ready" if Petition.objects.exists() else "release"
    except Error:
        word = "database"
    return HttpResponse(word, content_type="text/plain", status=200 if word == "ready" else 503)


@require_safe
@never_cache
def statusz(request: HttpRequest) -> HttpResponse:
    """State of letters, tallies and retention, as counts and ages; 503 when something is late. Needs STATUS_TOKEN."""
    if not knows_the_token(request):
        return refused()
    found = state.facts()
    well = alarms.is_well(found)
    return JsonResponse({"well": well, **found}, status=200 if well else 503)


def knows_the_token(request: HttpRequest) -> bool:
    """Whether it bears STATUS_TOKEN; nobody does where there is none."""
    given = request.headers.get("Authorization", "")
    return bool(settings.STATUS_TOKEN) and constant_time_compare(given, f"Bearer {settings.STATUS_TOKEN}")


def refused() -> HttpResponse:
    return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
