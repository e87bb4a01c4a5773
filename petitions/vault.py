"""Personal data at rest: sealed to public keys by anyone, opened only where the private key is.

The web process holds public keys alone, so it can write a name and an address but never read one. Format of a sealed
value: one version byte, one byte with the number of boxes, then for each box 8 bytes of key id, 2 bytes of length and
a libsodium sealed box of the same JSON. An escrow key is simply a second recipient.
(`SealedBox`, not `Box`: with `Box` the sender could open its own message again.)
"""

import base64
import hashlib
import json
import struct
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

VERSION = 1


class CannotSeal(Exception):
    """No public key is configured: nothing personal may be taken in."""


class CannotOpen(Exception):
    """No private key here, none that fits, or the bytes are damaged."""


def key_id(public: PublicKey) -> bytes:
    """The first 8 bytes of the public key's SHA-256: enough to find the box that a private key opens."""
    return hashlib.sha256(bytes(public)).digest()[:8]


@lru_cache(maxsize=4)
def _recipients(keys: tuple[str, ...]) -> tuple[tuple[bytes, SealedBox], ...]:
    publics = [PublicKey(base64.b64decode(key)) for key in keys]
    return tuple((key_id(public), SealedBox(public)) for public in publics)


@lru_cache(maxsize=4)
def _own(key: str) -> tuple[bytes, SealedBox]:
    private = PrivateKey(base64.b64decode(key))
    return key_id(private.public_key), SealedBox(private)


def seal(*, name: str, email: str) -> bytes:
    """Sealed bytes of one person's name and address, readable by every configured recipient; differs on each call.

    Raises CannotSeal without a public key.
    """
    recipients = _recipients(tuple(settings.VAULT_PUBLIC_KEYS))
    if not recipients:
        raise CannotSeal("VAULT_PUBLIC_KEYS is empty")
    words = json.dumps([name, email], ensure_ascii=False, separators=(",", ":")).encode()
    boxes = [struct.pack(">8sH", name_of_key, len(box)) + box for name_of_key, box in _locked(words, recipients)]
    return bytes([VERSION, len(boxes)]) + b"".join(boxes)


def _locked(words: bytes, recipients: tuple[tuple[bytes, SealedBox], ...]) -> Iterator[tuple[bytes, bytes]]:
    for name_of_key, recipient in recipients:
        yield name_of_key, recipient.encrypt(words)


def unseal(sealed: bytes | memoryview) -> tuple[str, str]:
    """(name, address) of a sealed value. Raises CannotOpen; never says more about the reason than its class does."""
    if not settings.VAULT_PRIVATE_KEY:
        raise CannotOpen("VAULT_PRIVATE_KEY is not here")
    wanted, private = _own(settings.VAULT_PRIVATE_KEY)
    for name_of_key, box in _boxes(bytes(sealed)):
        if name_of_key == wanted:
            try:
                name, email = json.loads(private.decrypt(box))
            except (CryptoError, ValueError, TypeError) as damaged:
                raise CannotOpen("damaged") from damaged
            return name, email
    raise CannotOpen("sealed for other keys")


def _boxes(sealed: bytes) -> list[tuple[bytes, bytes]]:
    """(key id, box) of each recipient. Raises CannotOpen unless every byte has its place."""
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise CannotOpen("unknown format")
    boxes, position = [], 2
    for _ in range(sealed[1]):
        try:
            name_of_key, length = struct.unpack_from(">8sH", sealed, position)
        except struct.error as cut:
            raise CannotOpen("cut short") from cut
        position += 10 + length
        boxes.append((name_of_key, sealed[position - length : position]))
    if position != len(sealed):
        raise CannotOpen("cut short, or more than we wrote")
    return boxes
