"""Is this the site's own database, or one that a backup brought back? Until somebody settles it, nothing is sent.

The table of letters carries a note (COMMENT) with its own number in the catalogue. A dump takes the note along, but the
table that it makes has another number: so a restored database knows by itself what it is, whoever restored it and
however. A copy of the files (a standby, `pg_basebackup`) keeps its numbers: there it goes on at once, as it should.
SQLite has no such numbers, and a database that never had a note says nothing.
"""

from django.db import connection

_NOTE = "'table ' || 'petitions_letter'::regclass::oid"
_SAID = "coalesce(obj_description('petitions_letter'::regclass, 'pg_class'), '')"
_IS_ONE = f"SELECT {_SAID} NOT IN ('', {_NOTE})"
_SETTLE = f"""
DO $$ BEGIN
    IF {_SAID} <> {_NOTE} THEN EXECUTE format('COMMENT ON TABLE petitions_letter IS %L', {_NOTE}); END IF;
END $$
"""


class Restored(Exception):
    """This database comes from a backup, and what was erased and sent since has not been put right yet."""


def refuse() -> None:
    """Raises Restored in a database that was restored and not yet `settled`."""
    if is_one():
        raise Restored("this database was restored from a backup; run `manage.py replay_journal`")


def is_one() -> bool:
    """Whether a backup brought this database back and nobody has settled it since."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(_IS_ONE)
        return bool(cursor.fetchone()[0])


def settle() -> None:
    """From now on this database is the one that the site works on; the second call changes nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE)
