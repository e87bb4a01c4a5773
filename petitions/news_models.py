"""The rows of the news: who asked for it outside the petition, and what was sent to everybody. No verb lives here.

Everybody takes these from `models`. Who chose news with a signature has no row here: `Signature.news_wording` says it.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Subscriber(models.Model):
    """One address that was entered for the news; on the list once its owner has confirmed. Leaving deletes the row."""

    petition = models.ForeignKey("Petition", on_delete=models.PROTECT, related_name="subscribers")
    email_digest = models.CharField(max_length=64)
    mailbox_digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    language = models.CharField(max_length=8)
    news_wording = models.ForeignKey("Wording", on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="The last time that this address was entered for the news.")
    confirmed_at = models.DateTimeField(null=True, help_text="Empty: not on the list.")
    # as with signatures: which letter answers, and since when; two workers may not answer one press twice
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    unanswered = models.PositiveSmallIntegerField(default=0, help_text="Letters sent to a row that nobody confirmed.")

    class Meta:
        default_permissions = ()  # no screen shows people
        constraints = [models.UniqueConstraint(fields=["petition", "email_digest"], name="one_subscriber_per_address")]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="subscriber_pending"),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Mailing(models.Model):
    """One message to everybody on the list, with the values it says: a letter that is written twice says them twice."""

    petition = models.ForeignKey("Petition", on_delete=models.PROTECT, related_name="mailings")
    milestone = models.PositiveIntegerField()
    countries = models.PositiveSmallIntegerField(help_text="Countries with ten signatures or more at that moment.")
    what_next = models.JSONField(default=dict, help_text="Language → what happens next; none: no such line.")
    by = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    letters = models.PositiveIntegerField(help_text="How many were owed.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["petition", "milestone"], name="one_mailing_per_milestone")]

    def __str__(self) -> str:
        return f"mailing {self.milestone}"
