"""How a letter is closed: only by who holds its lease, its address emptied, and who is asked for a press counted."""

from django.db import connection, transaction

from petitions import clock, often, planned
from petitions.models import Letter, Signature, Subscriber
from petitions.replies import WAITS_FOR_AN_ANSWER

# One row by its number. Said more plainly (closed_at IS NULL, confirmed_at IS NULL), it tempts a planner without fresh
# statistics to read a partial index from end to end: all letters that wait, for each of them.
_CLOSE = """
UPDATE petitions_letter SET closed_at = {now}, outcome = %(outcome)s, error_class = %(error)s, sealed_to = NULL,
    leased_until = NULL
WHERE id = %(letter)s AND leased_by = %(claimer)s AND outcome = '' RETURNING id
"""
_COUNT = """
UPDATE {table} SET unanswered = unanswered + 1
WHERE id = %(row)s AND CASE WHEN confirmed_at IS NULL THEN 1 ELSE 0 END = 1
"""
_BOTH = """
WITH closed AS ({close}), counted AS ({count} AND EXISTS (SELECT 1 FROM closed)) SELECT id FROM closed
"""


def close(letter: Letter, outcome: str, error_class: str) -> bool:
    """Close it, in one commit unless the caller has a transaction; False, and nothing changed, if the lease was lost.

    The row of a letter that went out and asks for a press has one letter more without an answer, if it still waits.
    """
    values: planned.Values = {
        "outcome": str(outcome), "error": error_class[:60], "letter": letter.pk, "claimer": letter.leased_by
    }  # fmt: skip
    waiting = _waiting_for(letter) if outcome == Letter.Outcome.SENT else None
    statement = _CLOSE.format(now=clock.now_sql(connection.vendor))
    if waiting is None:
        return bool(often.run(statement, values))
    count = _COUNT.format(table=waiting[0])
    if connection.vendor == "postgresql":  # one statement, one round trip, its own transaction
        return bool(often.run(_BOTH.format(close=statement, count=count), values | {"row": waiting[1]}))
    with transaction.atomic():
        closed = often.run(statement, values)
        if closed:
            often.run(f"{count} RETURNING id", {"row": waiting[1]})
    return bool(closed)


def _waiting_for(letter: Letter) -> tuple[str, int] | None:
    """Table and number of the row whose owner this letter asks for a press."""
    if letter.kind == Letter.Kind.NEWS and letter.subscriber_id:
        return Subscriber._meta.db_table, letter.subscriber_id
    if letter.kind in WAITS_FOR_AN_ANSWER and letter.signature_id:
        return Signature._meta.db_table, letter.signature_id
    return None
