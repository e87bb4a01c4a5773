"""Closing one letter costs the same however many wait."""

import pytest
from django.db import connection

from petitions import ahead, outbox, replies, settling
from petitions.models import Letter

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's planner has no such statistics")


def explained(statement: str, values) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.fixture
def letter(sign) -> Letter:
    """One of many, in a database that counted its rows when nobody waited."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE petitions_letter, petitions_signature")
    for number in range(40):
        sign(f"person{number}@example.org")
    return outbox.claim()[0]


def test_a_letter_is_closed_by_its_number_even_when_the_planner_believes_that_nobody_waits(letter):
    close = settling._CLOSE.format(now="now()")
    count = settling._COUNT.format(table="petitions_signature")
    values = {"outcome": "sent", "error": "", "letter": letter.pk, "claimer": letter.leased_by}
    plan = explained(settling._BOTH.format(close=close, count=count), values | {"row": letter.signature_id})
    assert ("letter_open" in plan, "signature_pending" in plan) == (False, False)


def test_a_batch_is_granted_and_looked_at_by_its_numbers_too(letter):
    free = ahead._FREE.format(
        letters="%s, %s", max_unanswered=6, once_before="now()", lock="FOR UPDATE OF s SKIP LOCKED"
    )
    said = {"row": 1, "sealed": b"", "language": "en", "country": "FR", "is_waiting": 1, "unanswered": 0, "news": 0}
    said |= {"closes_at": "2027-01-01 00:00:00+00:00"}
    plans = explained(free, [letter.pk, letter.pk + 1]) + explained(replies._IS_STILL_SO, said)
    assert ("letter_open" in plans, "signature_pending" in plans) == (False, False)
