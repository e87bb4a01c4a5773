"""The campaign app: compiled catalogues and system checks, before the first request of every process."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "campaign"

    def ready(self) -> None:
        from campaign import catalogs, checks  # noqa: F401  (both need the settings, checks register themselves)

        catalogs.compile_all()
