"""The campaign app: compiled catalogues, the joined stylesheet and script, system checks, before the first request."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "campaign"

    def ready(self) -> None:
        from campaign import catalogs, checks, joined  # noqa: F401  (they need the settings, checks register themselves)

        catalogs.compile_all()
        joined.join()
