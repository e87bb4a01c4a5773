"""Personal links: a row's number, the moment of issue and a keyed hash, for one purpose each.

A token is made by arithmetic from stored values, so a letter that is sent twice carries the same link twice. It holds
no personal data. 38 characters of base64url: 8 bytes row, 4 bytes issue time (UTC seconds), 16 bytes of HMAC-SHA256.
"""

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

CONFIRM, WITHDRAW, NOT_ME, YOURS = "confirm", "withdraw", "not-me", "yours"
YOURS_ASKED = "yours-asked"  # the own page too, but for a day: anybody can have this link sent
NEWS_CONFIRM = "news-confirm"  # a subscriber's row, as the next; the last one is a signature's
NEWS_STOP, NEWS_STOP_SIGNED = "news-stop", "news-stop-signed"
_SIZE = 12 + 16


class UnknownToken(Exception):
    """Not a token of ours for this purpose."""


class ExpiredToken(Exception):
    """Ours, but older than its purpose allows."""


def _seal(purpose: str, head: bytes, secret: str) -> bytes:
    return salted_hmac(f"petitions.tokens.{purpose}", head, secret=secret, algorithm="sha256").digest()[:16]


def _is_ours(purpose: str, head: bytes, seal: bytes) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(seal, _seal(purpose, head, secret)) for secret in secrets)


def make(purpose: str, row: int, issued_at: datetime) -> str:
    """The link part for a row; the same arguments always give the same token."""
    head = struct.pack(">QI", row, int(issued_at.timestamp()))
    return base64.urlsafe_b64encode(head + _seal(purpose, head, settings.SECRET_KEY)).rstrip(b"=").decode()


def read(purpose: str, token: str, *, days: int | None) -> int:
    """The row's number. Raises UnknownToken (foreign, cut, altered, another purpose) or ExpiredToken (too old).

    `days=None`: valid for as long as the row exists. Compared in constant time; old SECRET_KEYs stay readable through
    SECRET_KEY_FALLBACKS.
    """
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError) as broken:
        raise UnknownToken from broken
    head, seal = raw[:12], raw[12:]
    canonical = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == token
    if len(raw) != _SIZE or not canonical or not _is_ours(purpose, head, seal):
        raise UnknownToken
    row, issued = struct.unpack(">QI", head)
    if days is not None and datetime.now(UTC) - datetime.fromtimestamp(issued, UTC) > timedelta(days=days):
        raise ExpiredToken
    return row


def read_yours(token: str) -> int:
    """The row's number of a link to the own page: from a letter that we owe, for as long as the row exists, or asked
    for later, for 24 hours. Raises UnknownToken or ExpiredToken.
    """
    try:
        return read(YOURS, token, days=None)
    except UnknownToken:
        return read(YOURS_ASKED, token, days=1)
