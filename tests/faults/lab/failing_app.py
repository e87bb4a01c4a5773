"""The Celery app with fail points, for `celery -A tests.faults.lab.failing_app`; see `failpoints`."""

import django
from celery.signals import worker_init

from campaign.celery import app

__all__ = ["app"]


@worker_init.connect
def install_failpoints(**_):
    """Before the pool forks, when Django and the tasks are loaded."""
    django.setup()
    from tests.faults.lab.failpoints import install

    install()
