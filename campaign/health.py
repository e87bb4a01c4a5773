"""Is it alive, is it ready, is it well: for proxies, for deploys and for alarms."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from petitions import budget, clock, counting, domain_budget, mail_health, population, surge
from petitions.models import Letter, Petition, Signature, Subscriber, TallyMark

LATE = timedelta(seconds=60)
# A surge is told and is none: the campaign's best evening is one too, and whatever it delays has an alarm of its own.
ALARMS = (
    "letters_waiting_for_the_budget", "unconfirmed_overdue", "letters_waiting_for_a_domain",
    "providers_that_hardly_confirm", "countries_beyond_belief",
)  # fmt: skip


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
    found = facts()
    return JsonResponse(found, status=200 if found["well"] else 503)


def knows_the_token(request: HttpRequest) -> bool:
    """Whether it bears STATUS_TOKEN; nobody does where there is none."""
    given = request.headers.get("Authorization", "")
    return bool(settings.STATUS_TOKEN) and constant_time_compare(given, f"Bearer {settings.STATUS_TOKEN}")


def refused() -> HttpResponse:
    return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})


def facts() -> dict[str, Any]:
    """Counts and ages, and by provider a table of them; `well` is the sum."""
    now = clock.now()
    late = {"confirmed_at__isnull": True, "asked_at__lt": now - timedelta(days=settings.LINK_LIFETIME_DAYS, hours=2)}
    overdue = sum(rows.objects.filter(**late).count() for rows in (Signature, Subscriber))
    found = _letters(now) | _tallies(now) | {"unconfirmed_overdue": overdue} | _waves()
    return {"well": _is_well(found), **found}


def _is_well(found: dict[str, Any]) -> bool:
    late = max(found["oldest_due_seconds"], found["oldest_uncounted_seconds"]) >= LATE.total_seconds()
    return not (late or any(found[alarm] for alarm in ALARMS))


def _waves() -> dict[str, Any]:
    """What looks like an attack or like a provider that drops our letters: numbers by bucket, never a domain."""
    queues = domain_budget.waiting()
    return {
        "surge": surge.is_on(),
        "domains_at_their_budget": len(queues),
        "letters_waiting_for_a_domain": sum(queues),
        "providers_that_hardly_confirm": len(mail_health.suspicious()),
        "countries_beyond_belief": _beyond_belief(),
        "confirmed_by_provider": dict(mail_health.numbers()),
    }


def _beyond_belief() -> int:
    """Countries with more signatures than their people can have given."""
    return sum(len(population.beyond(counting.by_country(petition.pk))) for petition in Petition.objects.all())


def _letters(now: datetime) -> dict[str, int]:
    due = Letter.objects.filter(closed_at__isnull=True, due_at__lte=now)
    hour = budget.state()
    return {
        "letters_due": due.count(),
        "oldest_due_seconds": _age(due.order_by("due_at").values_list("due_at", flat=True).first(), now),
        "letters_failed": Letter.objects.filter(outcome=Letter.Outcome.FAILED).count(),
        "letters_per_hour": hour.per_hour,
        "letters_in_the_last_hour": hour.used,
        "letters_waiting_for_the_budget": hour.waiting,
    }


def _tallies(now: datetime) -> dict[str, int]:
    """Marks that stay tell that nobody counts, however well the letters go."""
    first = TallyMark.objects.order_by("id").values_list("created_at", flat=True).first()
    days = TallyMark.objects.values("day").distinct().count()
    return {"days_to_count": days, "oldest_uncounted_seconds": _age(first, now)}


def _age(moment: datetime | None, now: datetime) -> int:
    """Full seconds; 0 for nothing."""
    return int((now - moment).total_seconds()) if moment else 0
