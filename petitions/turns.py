"""Taking turns in the database: one at a time at a piece of work, until the transaction ends.

PostgreSQL's advisory locks; SQLite's IMMEDIATE transactions take turns anyway.
"""

import hashlib
from collections.abc import Iterable

from django.db import connection


def take(number: int) -> None:
    """Wait, in the caller's transaction, until nobody else's holds this number."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def take_for(name: str) -> None:
    """The same for a name: a mailbox, a domain."""
    take(_number(name))


def take_free(names: Iterable[str]) -> set[str]:
    """Those of the names that nobody else's transaction holds; they are the caller's from now on. Waits for nobody."""
    numbers = {_number(name): name for name in names}
    if connection.vendor != "postgresql":
        return set(numbers.values())
    with connection.cursor() as cursor:
        free = "SELECT number FROM unnest(%s::bigint[]) AS number WHERE pg_try_advisory_xact_lock(number)"
        cursor.execute(free, [list(numbers)])
        return {numbers[row[0]] for row in cursor.fetchall()}


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
