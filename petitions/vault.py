"""Personal data at rest: sealed to public keys by anyone, opened only where the private key is.

The web process holds public keys alone, so it can write a name and an address but never read one. Format of a sealed
value: one version byte, one byte with the number of boxes, then for each box 8 bytes of key id, 2 bytes of length and
a libsodium sealed box of the same JSON. An escrow key is simply a second recipient.
(`SealedBox`, not `Box`: with `Box` the sender could open its own message again.)

Keys come from the settings as base64. While a key is changed (`rotation`) the worker also holds the ones before it.
"""

import base64
import binascii
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
    """No public key is configured, or one that is none: nothing personal may be taken in."""


class CannotOpen(Exception):
    """No private key here, none that fits, or the bytes are damaged."""


class NoKey(ValueError):
    """Not the 32 bytes of a key in base64."""


def key_id(public: PublicKey) -> bytes:
    """The first 8 bytes of the public key's SHA-256: enough to find the box that a private key opens."""
    return hashlib.sha256(bytes(public)).digest()[:8]


def fingerprint(public: str) -> str:
    """The SHA-256 of a public key for human eyes: 16 groups of four signs, the first four are the key id.

    What two people compare with the paper of the ceremony. Raises NoKey.
    """
    return in_groups(hashlib.sha256(_raw(public)).digest())


def in_groups(fingerprint: bytes) -> str:
    """Bytes as hex in groups of four signs."""
    return fingerprint.hex(" ", 2)


def public_of(private: str) -> str:
    """The public key that belongs to a private one, both in base64. Raises NoKey."""
    return base64.b64encode(bytes(PrivateKey(_raw(private)).public_key)).decode()


def _raw(key: str) -> bytes:
    try:
        raw = base64.b64decode(key.strip(), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoKey("not base64") from broken
    if len(raw) != PublicKey.SIZE:
        raise NoKey("not 32 bytes")
    return raw


@lru_cache(maxsize=4)
def _recipients(keys: tuple[str, ...]) -> tuple[tuple[bytes, SealedBox], ...]:
    publics = [PublicKey(_raw(key)) for key in keys]
    return tuple((key_id(public), SealedBox(public)) for public in publics)


@lru_cache(maxsize=4)
def _own(keys: tuple[str, ...]) -> dict[bytes, SealedBox]:
    """Key id → what opens its boxes."""
    privates = [PrivateKey(_raw(key)) for key in keys]
    return {key_id(private.public_key): SealedBox(private) for private in privates}


def recipients() -> tuple[bytes, ...]:
    """The key ids that a value is sealed to today, in the order of VAULT_PUBLIC_KEYS. Raises CannotSeal."""
    return tuple(name for name, _ in _todays())


def _todays() -> tuple[tuple[bytes, SealedBox], ...]:
    try:
        found = _recipients(tuple(settings.VAULT_PUBLIC_KEYS))
    except NoKey as broken:
        raise CannotSeal("VAULT_PUBLIC_KEYS holds something that is no key") from broken
    if not found:
        raise CannotSeal("VAULT_PUBLIC_KEYS is empty")
    return found


def seal(*, name: str, email: str) -> bytes:
    """Sealed bytes of one person's name and address, readable by every configured recipient; differs on each call.

    All recipients or none: raises CannotSeal without a public key, and if a single one can't be sealed to.
    """
    words = json.dumps([name, email], ensure_ascii=False, separators=(",", ":")).encode()
    try:
        boxes = [struct.pack(">8sH", name_of_key, len(box)) + box for name_of_key, box in _locked(words, _todays())]
    except CryptoError as weak:  # 32 bytes that are no point of the curve
        raise CannotSeal("VAULT_PUBLIC_KEYS holds something that is no key") from weak
    return bytes([VERSION, len(boxes)]) + b"".join(boxes)


def _locked(words: bytes, recipients: tuple[tuple[bytes, SealedBox], ...]) -> Iterator[tuple[bytes, bytes]]:
    for name_of_key, recipient in recipients:
        yield name_of_key, recipient.encrypt(words)


def refuse_without_key() -> None:
    """Raises CannotOpen in a process that could open nothing: the web, or one with a wrong key.

    A key is known to be wrong where VAULT_PUBLIC_KEYS stands beside it, as `check --deploy` wants it.
    """
    if not {*_mine()} & {*(todays := _known_recipients())} and todays:
        raise CannotOpen("VAULT_PRIVATE_KEY fits none of VAULT_PUBLIC_KEYS")


def _known_recipients() -> tuple[bytes, ...]:
    try:
        return recipients()
    except CannotSeal:
        return ()


def _mine() -> dict[bytes, SealedBox]:
    """What this process opens. Raises CannotOpen."""
    if not settings.VAULT_PRIVATE_KEY:
        raise CannotOpen("VAULT_PRIVATE_KEY is not here")
    try:
        return _own((settings.VAULT_PRIVATE_KEY, *settings.VAULT_OLD_PRIVATE_KEYS))
    except NoKey as broken:
        raise CannotOpen("VAULT_PRIVATE_KEY or VAULT_OLD_PRIVATE_KEYS holds something that is no key") from broken


def unseal(sealed: bytes | memoryview) -> tuple[str, str]:
    """(name, address) of a sealed value. Raises CannotOpen; never says more about the reason than its class does."""
    return _opened(sealed, _mine())


def unseal_by(private: str, sealed: bytes) -> tuple[str, str]:
    """The same by a key that is not in the settings, as the escrow's in a drill. Raises CannotOpen or NoKey."""
    return _opened(sealed, _own((private,)))


def _opened(sealed: bytes | memoryview, mine: dict[bytes, SealedBox]) -> tuple[str, str]:
    for name_of_key, box in _boxes(bytes(sealed)):
        if name_of_key in mine:
            try:
                name, email = json.loads(mine[name_of_key].decrypt(box))
            except (CryptoError, ValueError, TypeError) as damaged:
                raise CannotOpen("damaged") from damaged
            return name, email
    raise CannotOpen("sealed for other keys")


def sealed_for(sealed: bytes | memoryview) -> tuple[bytes, ...]:
    """The key ids that a sealed value is for, in its order; needs no key. Raises CannotOpen for damaged bytes."""
    return tuple(name_of_key for name_of_key, _ in _boxes(bytes(sealed)))


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
