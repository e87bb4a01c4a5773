"""The journal of erasures: a file outside the database, so that a restored backup cannot bring anybody back.

One line for each row that a person had deleted or emptied: the time, whose row it was, its number, the reason; nothing
about the person. A bare number is a signature's, as it was from the first day; the other kinds say their name.
"""

import os
import re

from django.conf import settings
from django.utils import timezone

SIGNATURE, SUBSCRIBER = "", "subscriber:"
NEWS = "news:"  # the signature stays, its news stopped
KEPT = "kept:"  # the signature stays, name and address are forgotten
_LINE = r"Z {}(\d+) [a-z-]+$"  # a line torn by a crash, alone or before a whole one, is no line


def write(number: int, why: str, *, kind: str = SIGNATURE) -> None:
    """Append one line; it is on disk when this returns, before the caller's transaction commits. Raises OSError."""
    write_all([number], why, kind=kind)


def write_all(numbers: list[int], why: str, *, kind: str = SIGNATURE) -> None:
    """The same for many at once, a line for each; all are on disk when this returns. Raises OSError."""
    settings.ERASURE_JOURNAL.parent.mkdir(parents=True, exist_ok=True)
    now = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"
    lines = "".join(f"{now} {kind}{number} {why}\n" for number in numbers).encode()
    descriptor = os.open(settings.ERASURE_JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(descriptor, lines) != len(lines):
            raise OSError("the journal line could not be written whole")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exists() -> bool:
    """Whether anybody was ever erased here."""
    return settings.ERASURE_JOURNAL.exists()


def numbers(kind: str = SIGNATURE) -> list[int]:
    """The numbers of this kind, in the order of their lines; none without a journal."""
    if not exists():
        return []
    text = settings.ERASURE_JOURNAL.read_text(errors="replace")
    return [int(number) for number in re.findall(_LINE.format(kind), text, re.MULTILINE)]
