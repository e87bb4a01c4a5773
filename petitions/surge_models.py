"""The rows of surge mode: how many pressed in each minute, and every change of the mode. No person is in them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AskedMinute(models.Model):
    """How many letters were asked for by our forms in one minute (its first moment), and how far we have looked."""

    minute = models.DateTimeField(primary_key=True)
    asked = models.PositiveIntegerField(default=0)
    last_letter = models.BigIntegerField(default=0, help_text="The highest number of a letter that was looked at.")

    class Meta:
        default_permissions = ()  # a screen of its own shows the numbers

    def __str__(self) -> str:
        return f"{self.minute:%H:%M}: {self.asked}"


class SurgeChange(models.Model):
    """One change of surge mode, never changed itself; the newest says what holds."""

    class Cause(models.TextChoices):
        RATE = "rate", _("by the rate")
        CALM = "calm", _("by fifteen calm minutes")
        HAND = "hand", _("by hand")
        RELEASED = "released", _("given back to the rate")

    at = models.DateTimeField(default=timezone.now)
    is_on = models.BooleanField()
    cause = models.CharField(max_length=8, choices=Cause.choices)
    rate = models.PositiveIntegerField(default=0, help_text="Presses in the last full minute.")
    usual = models.PositiveIntegerField(default=0, help_text="The median minute of the last 24 hours.")
    until = models.DateTimeField(null=True, help_text="Until then the hand decides; empty: until it is given back.")
    by_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'on' if self.is_on else 'off'} {self.get_cause_display()}"
