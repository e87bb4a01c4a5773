"""The campaign app: compiled catalogues, the joined stylesheet and system checks, before the first request."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "campaign"

    def ready(self) -> None:
        from campaign import catalogs, checks, stylesheet  # noqa: F401  (they need the settings, checks register themselves)

        catalogs.compile_all()
        stylesheet.join()
