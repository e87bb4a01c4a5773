"""The campaign app: compiled catalogues, the joined stylesheet and script, system checks, before the first request."""

from celery.signals import worker_init
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = _("campaign")

    def ready(self) -> None:
        # they need the settings, and checks register themselves
        from campaign import catalogs, checks, connections, error_reports, joined, shared  # noqa: F401

        error_reports.start()
        catalogs.compile_all()
        joined.join()
        # before its children are forked
        worker_init.connect(shared.read, weak=False, dispatch_uid="campaign.shared")
        worker_init.connect(connections.look, weak=False, dispatch_uid="campaign.connections")
