"""What somebody does with a stolen environment and a stolen dump: try all of it as a key, on every sealed value.

Run in a role's environment with the dump's file as argument; prints {"sealed": n, "opened": n, "tried": n}. Knows the
format of sealed values and nothing else of the product: it may not be fooled by the product's own refusals.
"""

import base64
import binascii
import hashlib
import json
import os
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox


def sealed_values(dump: str) -> list[list[bytes]]:
    """The boxes of every sealed value in a dump of pg_dump's plain kind."""
    columns = [bytes.fromhex(column) for column in re.findall(r"\\\\x((?:[0-9a-f]{2}){20,})", dump)]
    return [boxes for column in columns if (boxes := boxes_of(column))]


def boxes_of(column: bytes) -> list[bytes]:
    boxes, position = [], 2
    while column[:1] == b"\x01" and position < len(column):
        (length,) = struct.unpack_from(">H", column, position + 8)
        boxes.append(column[position + 10 : position + 10 + length])
        position += 10 + length
    return boxes


def words(dump: str) -> Iterator[str]:
    """Whatever in environment and dump may be a secret, and its parts."""
    for value in os.environ.values():
        yield from (value, *re.split(r"[\s,:@/]+", value))
    yield from set(re.findall(r"\b[0-9a-f]{64}\b", dump))
    yield from set(re.findall(r"[A-Za-z0-9+/_-]{43}=?", dump))


def keys(word: str) -> Iterator[bytes]:
    """32 bytes in every way that a word may hold them: as it is, decoded, hashed."""
    raw = word.encode()
    yield raw.ljust(32, b"\0")[:32]
    yield hashlib.sha256(raw).digest()
    yield hashlib.blake2b(raw, digest_size=32).digest()
    for decode in (base64.b64decode, base64.urlsafe_b64decode, bytes.fromhex):
        try:
            decoded = decode(word.ljust(44, "=") if decode is not bytes.fromhex else word)
        except (binascii.Error, ValueError):
            continue
        if decoded:
            yield decoded.ljust(32, b"\0")[:32]


def opens(key: bytes, box: bytes) -> bool:
    try:
        return bool(SealedBox(PrivateKey(key)).decrypt(box))
    except CryptoError:
        return False


def steal(dump: str) -> dict[str, int]:
    values = sealed_values(dump)
    tried = {key for word in words(dump) for key in keys(word)}
    fits = [key for key in tried if any(opens(key, box) for box in values[0])] if values else []
    fits += [key for key in tried if any(opens(key, box) for box in values[-1])]
    opened = [boxes for boxes in values if any(opens(key, box) for key in fits for box in boxes)]
    return {"sealed": len(values), "opened": len(opened), "tried": len(tried)}


if __name__ == "__main__":
    json.dump(steal(Path(sys.argv[1]).read_text()), sys.stdout)
