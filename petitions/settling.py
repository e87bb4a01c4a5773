"""How a letter is closed: only by who holds its lease, its address emptied, and who is asked for a press counted."""

from django.db import connection, transaction

from petitions import clock
from petitions.models import Letter, Signature, Subscriber
from petitions.replies import WAITS_FOR_AN_ANSWER

_CLOSE = """
UPDATE petitions_letter SET closed_at = {now}, outcome = %s, error_class = %s, sealed_to = NULL, leased_until = NULL
WHERE id = %s AND leased_by = %s AND closed_at IS NULL
"""
_COUNT = "UPDATE {table} SET unanswered = unanswered + 1 WHERE id = {row} AND confirmed_at IS NULL"
_BOTH = """
WITH closed AS ({close} RETURNING id), counted AS ({count} AND EXISTS (SELECT 1 FROM closed)) SELECT id FROM closed
"""


def close(letter: Letter, outcome: str, error_class: str) -> bool:
    """Close it, in one commit unless the caller has a transaction; False, and nothing changed, if the lease was lost.

    The row of a letter that went out and asks for a press has one letter more without an answer, if it still waits.
    """
    values: list[str | int] = [outcome, error_class[:60], letter.pk, letter.leased_by]
    waiting = _waiting_for(letter) if outcome == Letter.Outcome.SENT else None
    statement = _CLOSE.format(now=clock.now_sql(connection.vendor))
    if waiting is None:
        return _run(statement, values)
    count = _COUNT.format(table=waiting[0], row=waiting[1])
    if connection.vendor == "postgresql":  # one statement, one round trip, its own transaction
        return _run(_BOTH.format(close=statement, count=count), values)
    with transaction.atomic():
        return _run(statement, values) and (_run(count) or True)


def _run(sql: str, values: list[str | int] | None = None) -> bool:
    """Whether the statement changed or found anything."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount > 0


def _waiting_for(letter: Letter) -> tuple[str, int] | None:
    """Table and number of the row whose owner this letter asks for a press."""
    if letter.kind == Letter.Kind.NEWS and letter.subscriber_id:
        return Subscriber._meta.db_table, letter.subscriber_id
    if letter.kind in WAITS_FOR_AN_ANSWER and letter.signature_id:
        return Signature._meta.db_table, letter.signature_id
    return None
