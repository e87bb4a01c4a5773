"""The second factor of a staff account: an app that shows codes, and recovery codes for the day it is lost.

A stolen database alone opens nothing: what the row keeps of the app's secret is half of it (the other half comes from
SECRET_KEY), and of a recovery code a keyed hash.
"""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

SALT, MARK = 20, 4  # bytes of a stored key: what is random, and which SECRET_KEY it belongs to
FREE, LONGEST_WAIT = 3, 300  # wrong codes that cost nothing, seconds


class SecretIsGone(Exception):
    """The SECRET_KEY under which this factor was set up is no longer here: it has to be reset."""


def keyed(what: str, message: bytes, *, secret: str | None = None) -> bytes:
    """A keyed hash under the site's SECRET_KEY, or under an earlier one; `what` keeps the uses apart."""
    key = hashlib.sha256(f"{what}:{secret or settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, message, "sha256")


def secrets_of_the_site() -> list[str]:
    """SECRET_KEY and the earlier ones, the newest first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def mark_of(secret: str) -> bytes:
    return keyed("second-factor-mark", b"", secret=secret)[:MARK]


class Authenticator(TOTPDevice):
    """Django-otp's device (a code is good once, one step early or late), with half of the secret outside the row."""

    class Meta:
        proxy = True
        verbose_name = "authenticator"
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """The secret that the app knows. Raises SecretIsGone."""
        stored = bytes.fromhex(self.key)
        for secret in secrets_of_the_site():
            if hmac.compare_digest(mark_of(secret), stored[SALT:]):
                return keyed("second-factor", stored[:SALT], secret=secret)[:20]
        raise SecretIsGone

    def seconds_to_wait(self) -> int:
        """After three wrong codes in a row, whoever typed them: 1, 2, 4 … and at most 300 seconds.

        Django-otp would double for ever: who has stolen the password could then lock its owner out for years. Recovery
        codes are too long to be guessed, and never wait for this.
        """
        failures, last = self.throttling_failure_count, self.throttling_failure_timestamp
        if failures <= FREE or not last:
            return 0
        pause = min(2 ** min(failures - FREE - 1, 20), LONGEST_WAIT)
        return max(0, -int(-(pause - (timezone.now() - last).total_seconds()) // 1))

    def verify_is_allowed(self) -> tuple[bool, dict[str, Any] | None]:
        return (self.seconds_to_wait() == 0, None)


class RecoveryCode(models.Model):
    """One code of an account that was not used yet; using it deletes the row."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
