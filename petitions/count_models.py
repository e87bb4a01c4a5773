"""The rows of numbers: marks, tallies, what was published of them, what was done when. No person is in them, no verb.

Everybody takes these from `models`.
"""

from django.db import models
from django.db.models.functions import Now


class TallyMark(models.Model):
    """One signature more or less in a cell, or a whole day to count from rows (no country); deleted when counted."""

    petition = models.ForeignKey("Petition", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    country = models.CharField(max_length=2, default="", db_default="")
    language = models.CharField(max_length=8, default="", db_default="")
    change = models.SmallIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(db_default=Now())  # by the database: an old one tells that nobody counts

    class Meta:
        default_permissions = ()  # no screen shows people

    def __str__(self) -> str:
        return f"mark {self.day}"


class Tally(models.Model):
    """Confirmed signatures of one Brussels day, country and language: absolute, recountable until frozen."""

    petition = models.ForeignKey("Petition", on_delete=models.PROTECT, related_name="tallies", db_index=False)
    day = models.DateField()
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=8)
    confirmed = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["petition", "day", "country", "language"], name="one_tally_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.country} {self.language}: {self.confirmed}"


class CountrySnapshot(models.Model):
    """What was published about countries in one hour (`snapshot`): the numbers that are shown, none that is hidden."""

    petition = models.ForeignKey("Petition", on_delete=models.CASCADE, related_name="country_snapshots")
    taken_at = models.DateTimeField(help_text="The start of its hour.")
    confirmed = models.PositiveIntegerField(help_text="Confirmed signatures from all countries at that moment.")
    cells = models.JSONField(default=dict, help_text="Country code → confirmed signatures, shown countries only.")
    hidden = models.PositiveIntegerField(
        help_text="What the hidden countries had together when one of them could last appear."
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["petition", "taken_at"], name="one_country_snapshot_an_hour")]

    def __str__(self) -> str:
        return f"countries {self.taken_at:%Y-%m-%d %H:%M}"


class WordingCount(models.Model):
    """How many signed each version, as far as it may be public (`wordings_count`): the last midnight's numbers."""

    petition = models.OneToOneField("Petition", on_delete=models.CASCADE, related_name="+")
    midnight = models.DateTimeField(help_text="Confirmed before this moment.")
    shown = models.JSONField(default=dict, help_text="Id of a wording → signatures, none that is hidden.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"versions {self.midnight:%Y-%m-%d}"


class Job(models.Model):
    """When a piece of regular work last came to its end, and how much it found wrong; one row for each."""

    name = models.CharField(max_length=30, primary_key=True)
    done_at = models.DateTimeField(db_default=Now())
    found = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        default_permissions = ()  # no screen changes it

    def __str__(self) -> str:
        return f"{self.name}, {self.done_at:%Y-%m-%d %H:%M}"
