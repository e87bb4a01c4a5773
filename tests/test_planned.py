"""The statement of a signature is planned once for each connection; who lends us connections makes nobody lose one."""

import pytest
from django.db import DatabaseError, connection

from petitions import planned, statements
from petitions.models import Letter, Signature

ours = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps plans")


@pytest.fixture
def cursor(db):
    """A cursor on a connection that keeps no plan and is not known to be lent."""
    with connection.cursor() as cursor:
        forget_plans(cursor)
        yield cursor
        forget_plans(cursor)


def forget_plans(cursor):
    if connection.vendor == "postgresql":
        cursor.execute("DEALLOCATE ALL")
        planned._plans.clear()
        planned._lent.clear()


def kept(cursor) -> list[tuple[str, int]]:
    """Name of each plan that the server keeps for us, and how often it has run."""
    cursor.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
    return cursor.fetchall()


@ours
def test_three_signatures_are_one_plan(cursor, petition, sign):
    for number in range(3):
        sign(f"person{number}@example.org")
    name, _, _ = planned._as_plan(statements.upsert_and_owe("postgresql"))
    assert kept(cursor) == [(name, 3)]


@ours
def test_where_a_pooler_is_named_no_plan_is_made_at_all(cursor, petition, sign, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    sign("anna@example.org")
    assert (Signature.objects.count(), kept(cursor)) == (1, [])


@ours
@pytest.mark.django_db(transaction=True)
def test_where_a_pooler_lends_connections_everybody_is_saved(cursor, petition, sign):
    sign("anna@example.org")
    cursor.execute("DEALLOCATE ALL")  # the next transaction is on a connection of somebody else
    for email in ("bela@example.org", "cleo@example.org"):
        sign(email)
    assert (Signature.objects.count(), Letter.objects.count(), kept(cursor)) == (3, 3, [])


@ours
@pytest.mark.django_db(transaction=True)
def test_a_plan_that_another_process_made_on_a_lent_connection_is_no_error(cursor, petition, sign):
    cursor.execute(planned._as_plan(statements.upsert_and_owe("postgresql"))[1])
    sign("anna@example.org")
    assert (Signature.objects.count(), Letter.objects.count()) == (1, 1)


@ours
@pytest.mark.django_db(transaction=True)
def test_another_error_is_not_taken_for_a_lost_plan(cursor):
    with pytest.raises(DatabaseError):
        planned.execute(cursor, "INSERT INTO petitions_tallymark (petition_id) VALUES (%(petition)s)", {"petition": 1})
    assert len(planned._lent) == 0


def test_another_statement_has_another_name_so_two_releases_never_share_a_plan():
    one, other = (planned._as_plan(f"SELECT %(a)s, {n}, %(b)s, %(a)s") for n in (1, 2))
    assert one[0] != other[0]
    assert (one[1], one[2]) == (f"PREPARE {one[0]} AS SELECT $1, 1, $2, $1", f"EXECUTE {one[0]} (%(a)s, %(b)s)")
