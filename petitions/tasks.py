"""Celery entry points; one line of work each. Every task may run twice, at once or late."""

from celery import shared_task

from petitions import budget, counting, erasure, jobs, outbox, reminders, snapshot, surge, wordings_count
from petitions.models import Petition


@shared_task
def deliver() -> None:
    """Pay due letters (hint, and sweep every few seconds)."""
    outbox.pay()


@shared_task
def refresh_tallies() -> None:
    """Recount the marked days (every few seconds)."""
    try:
        counting.refresh()
    except counting.Busy:
        return


@shared_task
def snapshot_countries() -> None:
    """Take the hour's numbers by country and the day's by version, in their first minute or as soon as somebody is at
    work (every minute)."""
    snapshot.take_all()
    wordings_count.take_all()


@shared_task
def look_for_a_surge() -> None:
    """Count what was asked for since the last look, and switch surge mode by the rate (every minute)."""
    surge.look()


@shared_task
def forget_expired() -> None:
    """The retention rules, and the end of letters' records (hourly)."""
    erasure.forget_expired()
    outbox.drop_skeletons()
    budget.drop_old_minutes()
    jobs.done(jobs.FORGET)


@shared_task
def send_reminders() -> None:
    """Owe the one reminder to rows that wait (hourly)."""
    if reminders.owe_reminders():
        outbox.pay()


@shared_task
def recount() -> None:
    """Recount every tally that isn't frozen, and note how many were wrong (nightly)."""
    wrong = 0
    for petition in Petition.objects.all():
        try:
            wrong += len(counting.report(petition, counting.recount(petition)))
        except counting.Busy:
            return
    jobs.done(jobs.RECOUNT, found=wrong)
