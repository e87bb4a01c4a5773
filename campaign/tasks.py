"""Celery entry points of the site; one line of work each."""

from celery import shared_task
from django.db import close_old_connections

from campaign import digest


@shared_task
def send_digest() -> None:
    """The summary of yesterday to staff (daily)."""
    close_old_connections()
    digest.send()
