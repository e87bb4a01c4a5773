"""A worker's connection to the database: kept from task to task, and given up when it broke."""

import time

import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_postrun, task_prerun
from django.db import connection

from campaign.celery import app
from petitions.models import Petition
from petitions.tasks import deliver

pytestmark = pytest.mark.django_db(transaction=True)


def a_task_goes_by() -> None:
    """What Celery and the site do around one, with nothing in between."""
    worker = DjangoWorkerFixup(app)
    for signal, celery_does in ((task_prerun, worker.on_task_prerun), (task_postrun, worker.on_task_postrun)):
        celery_does(sender=deliver)
        signal.send(sender=deliver)


def a_new_connection():
    """This process may have had its own for longer than the ten minutes that one is kept."""
    connection.close()
    connection.ensure_connection()
    return connection.connection


def test_a_worker_keeps_its_connection_from_task_to_task():
    line = a_new_connection()
    for _ in range(3):
        a_task_goes_by()
    assert connection.connection is line


def test_a_connection_that_is_old_is_opened_anew_by_the_next_task():
    line = a_new_connection()
    connection.close_at = time.monotonic()
    a_task_goes_by()
    assert (Petition.objects.count() >= 0, connection.connection is line) == (True, False)


def test_a_connection_that_broke_is_opened_anew_by_the_next_task():
    line = a_new_connection()
    line.close()
    connection.errors_occurred = True
    a_task_goes_by()
    assert (Petition.objects.count() >= 0, connection.connection is line) == (True, False)
