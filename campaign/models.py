"""What staff did, one row an act: facts about staff and numbers, never about a supporter.

What staff keep current stands in `campaign.living.models`; Django finds it here.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.factor_models import Authenticator, RecoveryCode
from campaign.living.care_models import Answer, Helpline, Voice
from campaign.living.models import (
    Banner,
    Fact,
    LegalStatus,
    Position,
    PressItem,
    Switch,
    TimelineEntry,
    UsefulLink,
)

__all__ = [
    "Answer", "Authenticator", "Banner", "Digest", "Fact", "Helpline", "LegalStatus", "Position", "PressItem",
    "RecoveryCode", "StaffAct", "StaffLanguage", "Switch", "TimelineEntry", "UsefulLink", "Voice",
]  # fmt: skip


class StaffAct(models.Model):
    """One act of one account. Written by `campaign.audit`, read by owners and by the account itself, never changed."""

    class Act(models.TextChoices):
        LOGIN = "login", _("logged in")
        LOGIN_FAILED = "login-failed", _("failed to log in")
        CODE_REFUSED = "code-refused", _("gave a wrong code")
        LOGOUT = "logout", _("logged out")
        PASSWORD = "password", _("changed the own password")
        PASSWORD_BY_LINK = "password-by-link", _("chose a password by a link")
        FACTOR = "factor", _("set up a second factor")
        FACTOR_RESET = "factor-reset", _("reset a second factor")
        RECOVERY = "recovery", _("used a recovery code")
        RECOVERY_NEW = "recovery-new", _("made new recovery codes")
        EXPORT = "export", _("exported counts")
        PETITION = "petition", _("changed the petition")
        FORGET = "forget", _("forgot a typed address")
        HOLD = "hold", _("set signatures aside")
        RELEASE = "release", _("released signatures")
        REMOVE = "remove", _("deleted signatures that were set aside")
        RETRY = "retry", _("tried failed letters again")
        SURGE = "surge", _("switched surge mode")
        READ_ONLY = "read-only", _("switched read-only mode")
        INVITE = "invite", _("invited an account")
        LINK = "link", _("made a password link")
        ROLES = "roles", _("changed an account")
        CONTENT = "content", _("changed what the pages say")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("account"), max_length=150)
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    about = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("act"), _("acts")
        ordering = ["-at", "-id"]
        default_permissions = ("view",)
        permissions = [
            ("forget_person", "Can forget a person by typed address"),
            ("care_for_letters", "Can see the letters’ health and try failed ones again"),
            ("manage_accounts", "Can invite, change and close staff accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.get_act_display()}"


class StaffLanguage(models.Model):
    """The language in which an account reads the staff area; without a row it is what the browser asks for."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    language = models.CharField(max_length=8)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.language


class Digest(models.Model):
    """The daily summary of one Brussels day went out, or was begun: it is not sent twice."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"digest {self.day}"
