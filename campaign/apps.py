"""The campaign app: registers our system checks."""

from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "campaign"
    verbose_name = "campaign"

    def ready(self) -> None:
        from campaign import checks  # noqa: F401  (checks register themselves once the apps are ready)
