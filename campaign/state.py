"""The state of the site's work: counts and ages, nothing about anybody. What machines, alarms and staff are told."""

import shutil
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db.models import Count, Max, Sum

from campaign import dashboard
from petitions import (
    budget,
    clock,
    counting,
    domain_budget,
    jobs,
    mail_health,
    population,
    read_only,
    restored,
    surge,
    valkey,
)
from petitions.models import AskedMinute, Letter, Petition, Signature, Subscriber, Tally, TallyMark

LATELY = timedelta(minutes=5)
PATIENCE = 0.3  # seconds, for a broker that is frozen
# Those of the values that are a table of their own → what its keys are.
TABLES = {"letters_closed_lately": "result", "job_age_seconds": "job"}
RESULTS = [outcome for outcome in Letter.Outcome if outcome != Letter.Outcome.OPEN]


def facts() -> dict[str, Any]:
    """Counts, ages in full seconds, yes and no; tables as dicts. Raises django.db.Error without a database."""
    now = clock.now()
    late = {"confirmed_at__isnull": True, "asked_at__lt": now - timedelta(days=settings.LINK_LIFETIME_DAYS, hours=2)}
    overdue = sum(rows.objects.filter(**late).count() for rows in (Signature, Subscriber))
    return _letters(now) | _tallies(now) | {"unconfirmed_overdue": overdue} | _waves() | _work(now) | _ground()


def _letters(now: datetime) -> dict[str, Any]:
    due = Letter.objects.filter(closed_at__isnull=True, due_at__lte=now)
    hour = budget.state()
    return {
        "sending_paused": restored.is_one(),
        "letters_due": due.count(),
        "oldest_due_seconds": _age(due.order_by("due_at").values_list("due_at", flat=True).first(), now),
        "letters_failed": Letter.objects.filter(outcome=Letter.Outcome.FAILED).count(),
        "letters_closed_lately": _closed_since(now - LATELY),
        "letters_given_back": dashboard.letters_given_back(),
        "letters_per_hour": hour.per_hour,
        "letters_in_the_last_hour": hour.used,
        "letters_waiting_for_the_budget": hour.waiting,
    }


def _closed_since(moment: datetime) -> dict[str, int]:
    """By result; the index of closed letters leads to these few minutes alone."""
    rows = Letter.objects.filter(closed_at__gte=moment).values_list("outcome").annotate(n=Count("id")).order_by()
    counted = dict(rows)
    return {str(result): counted.get(result, 0) for result in RESULTS}


def _tallies(now: datetime) -> dict[str, int]:
    """Marks that stay tell that nobody counts, however well the letters go."""
    first = TallyMark.objects.order_by("id").values_list("created_at", flat=True).first()
    return {
        "confirmed": Tally.objects.aggregate(n=Sum("confirmed"))["n"] or 0,
        "days_to_count": TallyMark.objects.values("day").distinct().count(),
        "oldest_uncounted_seconds": _age(first, now),
        "recount_wrong": jobs.found(jobs.RECOUNT),
    }


def _waves() -> dict[str, Any]:
    """What looks like an attack or like a provider that drops our letters: numbers by bucket, never a domain."""
    queues, petitions = domain_budget.waiting(), list(Petition.objects.all())
    return {
        "surge": surge.is_on(),
        "read_only": any(read_only.is_on(petition) for petition in petitions),
        "domains_at_their_budget": len(queues),
        "letters_waiting_for_a_domain": sum(queues),
        "providers_that_hardly_confirm": len(mail_health.suspicious()),
        "countries_beyond_belief": _beyond_belief(petitions),
        "confirmed_by_provider": dict(mail_health.numbers()),
    }


def _beyond_belief(petitions: list[Petition]) -> int:
    """Countries with more signatures than their people can have given."""
    return sum(len(population.beyond(counting.by_country(petition.pk))) for petition in petitions)


def _work(now: datetime) -> dict[str, Any]:
    """Regular work: beat rings once a minute for the surge's book, so the age of its newest line is beat's."""
    rung = AskedMinute.objects.aggregate(last=Max("minute"))["last"]
    done = {name: int(age.total_seconds()) for name, age in jobs.ages().items()}
    return {"beat_age_seconds": _age(rung, now), "job_age_seconds": done}


def _ground() -> dict[str, Any]:
    """What the site stands on. The disk is that of DATA_DIR; a database on another machine has one of its own."""
    disk = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR)
    return {"broker_up": _broker_answers(), "disk_free_percent": 100 * disk.free // disk.total}


def _broker_answers() -> bool:
    """Whether Valkey does; without one the queue is a part of this process."""
    if not settings.REDIS_URL:
        return True
    try:
        return bool(valkey.client(settings.REDIS_URL, PATIENCE).ping())
    except redis.RedisError:
        return False


def _age(moment: datetime | None, now: datetime) -> int:
    """Full seconds; 0 for nothing, and for what has only just begun."""
    return max(0, int((now - moment).total_seconds())) if moment else 0
