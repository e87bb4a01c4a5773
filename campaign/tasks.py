"""Celery entry points of the site; one line of work each."""

from celery import shared_task

from campaign import digest, staff_sessions


@shared_task
def send_digest() -> None:
    """The summary of yesterday to staff (daily)."""
    digest.send()


@shared_task
def forget_logins() -> None:
    """Logins of staff whose time is over (hourly)."""
    staff_sessions.forget_old()
