"""The petitions app: listens to what mail providers report."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("petitions")

    def ready(self) -> None:
        from anymail.signals import tracking

        from petitions import bounces

        tracking.connect(bounces.hear, dispatch_uid="petitions.bounces")
