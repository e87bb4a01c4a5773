"""Is it alive, is it ready, is it well: for proxies, for deploys and for alarms."""

from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from petitions.models import Letter, Petition, Signature, TallyMark

LATE = timedelta(seconds=60)


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
    given = request.headers.get("Authorization", "")
    if not settings.STATUS_TOKEN or not constant_time_compare(given, f"Bearer {settings.STATUS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    facts = _facts()
    return JsonResponse(facts, status=200 if facts["well"] else 503)


def _facts() -> dict[str, object]:
    now = timezone.now()
    due = Letter.objects.filter(closed_at__isnull=True, due_at__lte=now)
    oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
    failed = Letter.objects.filter(outcome=Letter.Outcome.FAILED).count()
    overdue = Signature.objects.filter(
        confirmed_at__isnull=True, asked_at__lt=now - timedelta(days=settings.LINK_LIFETIME_DAYS, hours=2)
    ).count()
    age = (now - oldest).total_seconds() if oldest else 0
    return {
        "well": age < LATE.total_seconds() and not overdue,
        "letters_due": due.count(),
        "oldest_due_seconds": round(age),
        "letters_failed": failed,
        "days_to_count": TallyMark.objects.values("day").distinct().count(),
        "unconfirmed_overdue": overdue,
    }
