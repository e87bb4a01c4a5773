"""The Celery app, and whose connections to the database its tasks use: those of the task before, while they are good.

Left alone, Celery closes them before and after every task. With ten hints a second on a great evening the database
then makes ten new processes a second, each of which plans every statement anew: a quarter of a core.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")

app = Celery("campaign")
app.set_default()  # for every thread: a web server imports us in one thread and serves in another
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.CELERY_DB_REUSE_MAX = 2**60  # tasks after which Celery closes them: never
app.autodiscover_tasks()


@task_prerun.connect
@task_postrun.connect
def close_what_is_broken_or_old(**_told: Any) -> None:
    """As Django does around each request."""
    close_old_connections()
