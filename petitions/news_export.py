"""The addresses on the news list, for the one who sends it: sealed to that person's key before they touch a disk.

Works only where the private key is (the worker's side). A line of the file is one person: address, language and the
link that stops the news; never a name, and nothing that says whether they signed.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from petitions import news_list, vault
from petitions.models import ExportLog, Petition


class NoKey(Exception):
    """Not 32 bytes of base64."""


class NotForThisKey(Exception):
    """The file was sealed to another key, or is damaged."""


@dataclass(frozen=True)
class Exported:
    """How many people are in the file, and how many are not because only an older key opens their address."""

    people: int
    left_out: int


def export(petition: Petition, target: Path, *, to: str, by: str, language: str = "") -> Exported:
    """Write the sealed list to a new file that only its owner may read, and log who took it, for which key, how many.

    The log line is there before the first byte. Raises NoKey, vault.CannotOpen without a private key, FileExistsError
    or another OSError.
    """
    key = PublicKey(_bytes_of(to))
    vault.refuse_without_key()
    people, left_out = _addresses(petition, language)
    box = SealedBox(key).encrypt("".join(people).encode())
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        _log(key, by=by, language=language, people=len(people))
        file.write(box)
    return Exported(len(people), left_out)


def opened(sealed: bytes, *, key: str) -> str:
    """The lines of an exported file, with its recipient's private key. Raises NoKey or NotForThisKey."""
    try:
        return SealedBox(PrivateKey(_bytes_of(key))).decrypt(sealed).decode()
    except CryptoError as foreign:
        raise NotForThisKey from foreign


def _bytes_of(key: str) -> bytes:
    try:
        raw = base64.b64decode(key.strip(), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoKey from broken
    if len(raw) != PublicKey.SIZE:
        raise NoKey
    return raw


def _addresses(petition: Petition, language: str) -> tuple[list[str], int]:
    lines = list(_lines(petition, language))
    people = [line for line in lines if line]
    return people, len(lines) - len(people)


def _lines(petition: Petition, language: str) -> Iterator[str]:
    """One JSON line a person; an empty one for whose address no key here opens."""
    now = timezone.now()
    for reader in news_list.everyone(petition.pk, language=language):
        try:
            address = vault.unseal(reader.sealed)[1]
        except vault.CannotOpen:
            yield ""
            continue
        link = news_list.stop_link(reader.row, reader.language, now)
        yield json.dumps({"address": address, "language": reader.language, "unsubscribe": link}) + "\n"


def _log(key: PublicKey, *, by: str, language: str, people: int) -> None:
    what = f"news list, sealed to key {vault.key_id(key).hex()}"
    ExportLog.objects.create(by_name=by, what=what + (f", language {language}" if language else ""), rows=people)
