"""What is asked of the database for every single letter: planned once for each connection where the database can."""

from django.db import connection

from petitions import planned


def run(statement: str, values: planned.Values) -> list[tuple]:
    """The rows that a statement with gaps like %(name)s returns; [] for one that returns none, so let it return."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            planned.execute(cursor, statement, values)
        else:  # in a transaction nobody could run it a second time, without its plan
            cursor.execute(statement, values)
        return cursor.fetchall()
