"""The rows: people, dates and numbers. No sentence lives here, and no verb.

Those of the outbox stand in `letter_models`, of the news in `news_models`, of surge mode in `surge_models`, numbers in
`count_models`; everybody takes them from here.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions.count_models import CountrySnapshot, Job, Tally, TallyMark, WordingCount
from petitions.letter_models import Letter, LetterMinute, Suppression
from petitions.news_models import Mailing, Subscriber
from petitions.surge_models import AskedMinute, SurgeChange

__all__ = [
    "AskedMinute", "CountrySnapshot", "ExportLog", "Holding", "Job", "Letter", "LetterMinute", "Mailing", "Petition",
    "Signature", "Subscriber", "Suppression", "SurgeChange", "Tally", "TallyMark", "Wording", "WordingCount",
]  # fmt: skip


class Petition(models.Model):
    """One petition; its text is a template, its words are wordings."""

    class Target(models.TextChoices):
        EU_INSTITUTIONS = "eu-institutions", _("European Parliament, Council and Commission")

    slug = models.SlugField(_("slug"), unique=True, max_length=60)
    target = models.CharField(_("target"), max_length=30, choices=Target.choices, default=Target.EU_INSTITUTIONS)
    goal = models.PositiveIntegerField(_("goal"), default=1_000_000)
    opens_at = models.DateTimeField(_("opens at"), default=timezone.now)
    closes_at = models.DateTimeField(
        _("closes at"), help_text=_("No signature is taken after this moment; links still count for 24 hours.")
    )
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    forget_at = models.DateTimeField(
        _("forget at"), help_text=_("By this moment everything but the numbers is deleted.")
    )

    paused_until = models.DateTimeField(null=True, editable=False)  # `read_only`

    class Meta:
        verbose_name, verbose_name_plural = _("petition"), _("petitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="petition_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(forget_at__gte=models.F("closes_at")), name="petition_forgets_after_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Wording(models.Model):
    """The exact words that people read, immutable: the consent proof points here."""

    class Kind(models.TextChoices):
        PETITION = "petition", _("petition")
        CONSENT = "consent", _("consent")
        NEWS = "news", _("news")
        NEWS_LIST = "news_list", _("news list")
        PRIVACY = "privacy", _("privacy")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("petition")
    )
    language = models.CharField(_("language"), max_length=8)
    version = models.PositiveSmallIntegerField(
        _("version"), help_text=_("1, 2, 3 … for this petition, kind and language.")
    )
    sha256 = models.CharField(_("sha256"), max_length=64)
    body = models.TextField(
        _("body"),
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Why it was corrected, for everybody to read; nothing about a person."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("wording"), _("wordings")
        constraints = [
            models.UniqueConstraint(fields=["petition", "kind", "language", "sha256"], name="wording_is_recorded_once"),
            models.UniqueConstraint(
                fields=["petition", "kind", "language", "version"], name="wording_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.version}"


_PENDING = Q(
    confirmed_at__isnull=True, held_at__isnull=True, forgotten_at__isnull=True,
    sealed__isnull=False, created_at__isnull=False, asked_at__isnull=False,
)  # fmt: skip
_CONFIRMED = Q(
    confirmed_at__isnull=False, forgotten_at__isnull=True,
    sealed__isnull=False, created_at__isnull=False, asked_at__isnull=False,
)  # fmt: skip
_FORGOTTEN = Q(
    confirmed_at__isnull=False, forgotten_at__isnull=False, sealed__isnull=True, mailbox_digest="",
    domain_digest="", provider="",
    created_at__isnull=True, asked_at__isnull=True, answered_at__isnull=True, answered_by__isnull=True,
    reminded_at__isnull=True,
)  # fmt: skip
_HELD = Q(held_at__isnull=True, held_reason="") | (
    Q(held_at__isnull=False, confirmed_at__isnull=False) & ~Q(held_reason="")
)


class Signature(models.Model):
    """One supporter under one petition. Its timestamps are its state; withdrawing deletes the row."""

    class HeldReason(models.TextChoices):
        NONE = "", ""
        SPEED = "speed", _("Many confirmations within seconds")
        PROVIDER = "provider", _("Many addresses of a throw-away mail service")
        PATTERN = "pattern", _("Many entries of the same make")
        REPORT = "report", _("Reported to us")

    # Who signs pays for each index: these keys have none of their own. Wordings are never deleted, and the rows of a
    # petition are found by the unique pair below.
    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    email_digest = models.CharField(max_length=64)
    mailbox_digest = models.CharField(max_length=64, blank=True)
    domain_digest = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Of the mail domain alone."
    )
    provider = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="A bucket of `providers`."
    )
    sealed = models.BinaryField(null=True)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=8)
    petition_wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", db_index=False)
    consent_wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", db_index=False)
    news_wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    created_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(
        null=True, help_text="The last time its owner pressed Sign or asked for the letter."
    )
    confirmed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_reason = models.CharField(max_length=10, choices=HeldReason.choices, default=HeldReason.NONE, blank=True)
    holding = models.ForeignKey(
        "Holding", on_delete=models.PROTECT, null=True, related_name="signatures", db_index=False
    )  # indexed below where it is set: who signs pays nothing for it
    forgotten_at = models.DateTimeField(null=True)
    # which reply letter answers for this row, and since when: two workers may not answer one press twice
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    unanswered = models.PositiveSmallIntegerField(default=0, help_text="Letters sent to a row that nobody confirmed.")

    class Meta:
        default_permissions = ()  # no screen shows people
        constraints = [
            models.UniqueConstraint(fields=["petition", "email_digest"], name="one_signature_per_address"),
            models.CheckConstraint(condition=(_PENDING | _CONFIRMED | _FORGOTTEN) & _HELD, name="signature_state"),
            models.CheckConstraint(
                condition=Q(holding__isnull=True) | Q(held_at__isnull=False), name="signature_of_a_holding_is_held"
            ),
        ]
        indexes = [
            models.Index(
                fields=["petition", "confirmed_at"],
                condition=Q(confirmed_at__isnull=False),
                name="signature_confirmed",
            ),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at__isnull=True), name="signature_pending"),
            models.Index(
                fields=["confirmed_at"],
                condition=Q(confirmed_at__isnull=False, forgotten_at__isnull=True, news_wording__isnull=True),
                name="signature_to_forget",
            ),
            models.Index(fields=["mailbox_digest"], condition=Q(news_wording__isnull=False), name="signature_news"),
            models.Index(fields=["petition"], condition=Q(held_at__isnull=False), name="signature_held"),
            models.Index(fields=["holding"], condition=Q(holding__isnull=False), name="signature_holding"),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"


class Holding(models.Model):
    """Signatures set aside together by stored facts. Releasing it frees exactly those; its line stays."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="holdings")
    reason = models.CharField(max_length=10, choices=Signature.HeldReason.choices)
    criteria = models.JSONField(
        help_text="The stored facts by which the signatures were chosen; nothing about a person."
    )
    count = models.PositiveIntegerField(help_text="How many were set aside at that moment.")
    note = models.CharField(max_length=300, blank=True, help_text="Why, in staff's words; nothing about a person.")
    held_by = models.CharField(max_length=150)
    held_at = models.DateTimeField(default=timezone.now)
    released_by = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(null=True)
    freed = models.PositiveIntegerField(null=True, help_text="How many count again.")
    removed_by = models.CharField(max_length=150, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed = models.PositiveIntegerField(null=True, help_text="How many were deleted after all.")

    class Meta:
        ordering = ["-held_at", "-id"]
        default_permissions = ()
        permissions = [("hold_signatures", "Can hold and release signatures")]

    def __str__(self) -> str:
        return f"holding {self.pk}"


class ExportLog(models.Model):
    """Who exported which counts, and when: facts about staff, never about supporters."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("account"), max_length=150)
    what = models.CharField(_("what"), max_length=200)
    rows = models.PositiveIntegerField(
        _("rows"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("export log"), _("export logs")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.what}"
