"""The rows of the outbox: what we owe, how much of it went out lately, and whom we leave alone. No verb lives here.

Everybody takes these from `models`; they stand apart because one module of rows grew too long to read.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Letter(models.Model):
    """The outbox: one letter that we owe. No readable address, no text."""

    class Kind(models.TextChoices):
        REPLY = "reply", "reply to a press of Sign or Send it again"
        REMINDER = "reminder", "reminder"
        RECEIPT = "receipt", "receipt after confirmation"
        WITHDRAWN = "withdrawn", "withdrawal done"
        KEPT = "kept", "data forgotten, support kept"
        YOURS = "yours", "reply to an address entered for the own page"
        COPY = "copy", "copy of the data"
        NEWS = "news", "reply to an address entered for the news"
        NEWS_WELCOME = "news_welcome", "welcome to the news"
        MILESTONE = "milestone", "milestone"

    class Outcome(models.TextChoices):
        OPEN = "", "open"
        SENT = "sent", "sent"
        DROPPED = "dropped", "dropped: nothing to say"
        EXPIRED = "expired", "expired"
        FAILED = "failed", "failed"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    petition = models.ForeignKey("Petition", on_delete=models.PROTECT, related_name="+", db_index=False)
    # No database constraint: a letter may outlive its row, and a press of Sign must never fail because another press
    # deleted the row at the same moment. The payer finds no row and has nothing to say.
    signature = models.ForeignKey(
        "Signature", on_delete=models.DO_NOTHING, null=True, related_name="letters", db_constraint=False
    )
    # Likewise; and no index but the one below, so that who signs pays nothing for the news.
    subscriber = models.ForeignKey(
        "Subscriber",
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="letters",
        db_constraint=False,
        db_index=False,
    )
    mailing = models.ForeignKey("Mailing", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(
        max_length=64, unique=True, help_text="What this letter is for; a second debt of it is none."
    )
    language = models.CharField(max_length=8)
    with_news = models.BooleanField(default=False)
    mailbox_digest = models.CharField(
        max_length=64, blank=True, help_text="Empty: does not count in the mailbox budget."
    )
    domain_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",  # a web process of the version before writes no such column
        help_text="Empty: does not count in the budget of a domain.",
    )
    sealed_to = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    granted_at = models.DateTimeField(null=True, help_text="Since when it holds a place in the mailbox budget.")
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=32, blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    error_class = models.CharField(max_length=60, blank=True)

    class Meta:
        default_permissions = ()  # no screen shows people
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, sealed_to__isnull=True) & ~Q(outcome="")),
                name="letter_closed_holds_no_address",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="letter_open"),
            models.Index(  # everything but messages to everybody, found at once behind any number of those
                fields=["due_at"],
                condition=Q(closed_at__isnull=True) & ~Q(kind="milestone"),
                name="letter_open_first",
            ),
            models.Index(  # what goes on when the hour's budget is used up, found at once behind any number that wait
                fields=["due_at"],
                condition=Q(closed_at__isnull=True, kind__in=["receipt", "withdrawn", "kept", "copy", "news_welcome"]),
                name="letter_open_asked_for",
            ),
            models.Index(
                fields=["mailbox_digest", "granted_at"], condition=Q(granted_at__isnull=False), name="letter_budget"
            ),
            models.Index(
                fields=["domain_digest", "granted_at"],
                condition=Q(granted_at__isnull=False) & ~Q(domain_digest=""),
                name="letter_domain_budget",
            ),
            models.Index(fields=["subscriber"], condition=Q(subscriber__isnull=False), name="letter_subscriber"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="letter_closed"),
            models.Index(fields=["closed_at"], condition=Q(outcome="failed"), name="letter_failed"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} ({self.kind})"


class LetterMinute(models.Model):
    """How many letters were claimed in one minute (its first moment): what the site's hourly budget is counted from."""

    minute = models.DateTimeField(primary_key=True)
    letters = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()  # no screen shows it

    def __str__(self) -> str:
        return f"{self.minute:%H:%M}: {self.letters}"


class Suppression(models.Model):
    """A mailbox that we don't write to, as a coded fingerprint: not-me, bounced (until …) or complained."""

    mailbox_digest = models.CharField(max_length=64)
    petition = models.ForeignKey("Petition", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=10, default="not-me")
    until = models.DateTimeField(null=True, help_text="Empty: until the petition closes.")

    class Meta:
        default_permissions = ()  # no screen shows people
        constraints = [models.UniqueConstraint(fields=["petition", "mailbox_digest"], name="suppressed_once")]

    def __str__(self) -> str:
        return f"suppression {self.pk}"
