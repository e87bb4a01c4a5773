"""The site: settings, map of addresses, public pages."""

from campaign.celery import app as celery_app

__all__ = ["celery_app"]
