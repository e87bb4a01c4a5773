"""The Celery app; nothing else."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")

app = Celery("campaign")
app.set_default()  # for every thread: a web server imports us in one thread and serves in another
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
