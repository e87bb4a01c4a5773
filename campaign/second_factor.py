"""The verbs of the second factor: set up, check a code, make new recovery codes, reset.

In the demo it can be set up; elsewhere nobody enters the staff area without it (STAFF_SECOND_FACTOR).
"""

import base64
import logging
import re
import secrets
from urllib.parse import quote

import django_otp
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django_otp.oath import TOTP

from campaign import audit, staff_host, staff_sessions
from campaign.factor_models import SALT, Authenticator, RecoveryCode, SecretIsGone, keyed, mark_of, secrets_of_the_site

log = logging.getLogger(__name__)

APP, RECOVERY = "app", "recovery code"  # how somebody proved who they are
CODES, GROUPS, GROUP = 10, 3, 4
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another; twelve of them are 59 bits


class WrongCode(Exception):
    """No code of this account, or one that was used."""


class TryLater(Exception):
    """Too many wrong codes for this account, from anywhere; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class AlreadySetUp(Exception):
    """The account has a second factor; only its owner, with a code of it, may change it."""


def device_of(account: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=account, confirmed=True).order_by("pk").first()


def has_passed(request: HttpRequest) -> bool:
    """Whether this login has given the code that its account needs; only for requests that are logged in."""
    if getattr(request.user, "otp_device", None):
        return True
    return not settings.STAFF_SECOND_FACTOR and device_of(request.user) is None  # type: ignore[arg-type]


def new_key() -> str:
    """What is stored of a new secret; the secret itself follows from it and from SECRET_KEY."""
    return (secrets.token_bytes(SALT) + mark_of(settings.SECRET_KEY)).hex()


def secret_of(key: str) -> str:
    """The secret as apps take it when it is typed: 32 letters and digits."""
    return base64.b32encode(Authenticator(key=key).bin_key).decode()


def address_of(account: User, key: str) -> str:
    """What the QR code says: the secret, and under which name the app shows its codes."""
    issuer = quote(f"Staff {staff_host.name()}")
    rest = f"secret={secret_of(key)}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    return f"otpauth://totp/{issuer}:{quote(account.get_username())}?{rest}"


def fits(key: str, typed: str) -> bool:
    """Whether an app with this new secret shows this code now; nothing is used up."""
    code, totp = _plain(typed), TOTP(Authenticator(key=key).bin_key)
    return _is_of_app(code) and totp.verify(int(code), tolerance=1)


def set_up(account: User, key: str, code: str, *, replace: bool = False) -> list[str]:
    """Give the account this app, once a code of it proves that it works; returns ten new recovery codes.

    What was before ends with it, also recovery codes and other logins. Raises WrongCode, TryLater; AlreadySetUp when
    another login of the account was faster and `replace` is not said.
    """
    with transaction.atomic():
        _take_turns(account)
        if device_of(account) and not replace:
            raise AlreadySetUp
        device = Authenticator(user=account, name="app", key=key, confirmed=True)
        _fits(device, code)
        Authenticator.objects.filter(user=account).exclude(pk=device.pk).delete()
        audit.record(audit.Act.FACTOR, by=account)
        return _fresh_codes(account)


def _fits(device: Authenticator, code: str) -> None:
    """Saves the device if the code is its own. Raises WrongCode; then nothing is saved."""
    digits = _plain(code)
    with transaction.atomic():
        device.save()
        if not _is_of_app(digits) or not device.verify_token(digits):
            raise WrongCode


def check(account: User, typed: str) -> str:
    """Use up a code of the app or a recovery code, and say which it was. Raises WrongCode, TryLater."""
    code = _plain(typed)
    return _check_app(account, code) if _is_of_app(code) else _check_recovery(account, code)


def _check_app(account: User, code: str) -> str:
    device = device_of(account)
    if device is None:
        raise WrongCode
    if seconds := device.seconds_to_wait():
        raise TryLater(seconds)
    try:
        is_right = django_otp.verify_token(account, device.persistent_id, code)
    except SecretIsGone:
        log.error("staff: the second factor of account %s is of a SECRET_KEY that is gone; reset it", account.pk)
        is_right = None
    if not is_right:
        raise WrongCode
    return APP


def _check_recovery(account: User, code: str) -> str:
    digests = [_digest(account, code, secret) for secret in secrets_of_the_site()]
    with transaction.atomic():
        used, _ = RecoveryCode.objects.filter(account=account, digest__in=digests).delete()
        if not used:
            raise WrongCode
        audit.record(audit.Act.RECOVERY, by=account, left=codes_left(account))
    return RECOVERY


def codes_left(account: User) -> int:
    return RecoveryCode.objects.filter(account=account).count()


def new_codes(account: User) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing from now on. They can't be read again."""
    with transaction.atomic():
        _take_turns(account)
        audit.record(audit.Act.RECOVERY_NEW, by=account)
        return _fresh_codes(account)


def _fresh_codes(account: User) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_digest(account, code, settings.SECRET_KEY)) for code in codes
    )
    return [grouped(code) for code in codes]


def remove(account: User) -> None:
    """Take app and recovery codes away, and end every login of the account: it sets up anew at the next one."""
    Authenticator.objects.filter(user=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    staff_sessions.end_all(account)


def grouped(letters: str, *, by: str = "-") -> str:
    """In groups of four, which people can read and type."""
    return by.join(re.findall(f".{{1,{GROUP}}}", letters))


def _plain(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed).upper()


def _is_of_app(code: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{6}", code))


def _digest(account: User, code: str, secret: str) -> str:
    return keyed("recovery-code", f"{account.pk}:{code}".encode(), secret=secret).hex()


def _take_turns(account: User) -> None:
    """Two logins of one account set up one after the other."""
    User.objects.select_for_update().get(pk=account.pk)
