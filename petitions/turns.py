"""Taking turns in the database: one at a time at a piece of work, until the transaction ends.

PostgreSQL's advisory locks; SQLite's IMMEDIATE transactions take turns anyway.
"""

import hashlib

from django.db import connection


def take(number: int) -> None:
    """Wait, in the caller's transaction, until nobody else's holds this number."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def take_for(name: str) -> None:
    """The same for a name: a mailbox, a domain."""
    take(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True))
