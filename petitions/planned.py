"""Statements of the hottest moments: PostgreSQL makes their plan once for each connection (PREPARE), not each time.

A pooler that lends connections from transaction to transaction keeps no plans: then they run as they are written.
Who says so (DATABASE_POOLED) meets no error of it; who does not meets one for each connection, and nothing is lost.
"""

import re
from functools import cache
from weakref import WeakKeyDictionary
from zlib import crc32

from django.db import Error, connection
from django.db.backends.utils import CursorWrapper

Values = dict[str, str | int | bytes | None]
_GAP = re.compile(r"%\((\w+)\)s")
_NO_PLAN = ("26000", "42P05")  # the plan is not here; another one of this name is: somebody lends us connections
_plans: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()  # connection → names of the plans that it keeps
_lent: WeakKeyDictionary[object, bool] = WeakKeyDictionary()


def execute(cursor: CursorWrapper, statement: str, values: Values) -> None:
    """Run a statement of PostgreSQL with gaps like %(name)s; it does what `cursor.execute` does, sooner."""
    line = connection.connection
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS") or line in _lent:
        cursor.execute(statement, values)
        return
    try:
        _execute_planned(cursor, _plans.setdefault(line, set()), statement, values)
    except Error as error:
        if getattr(error.__cause__, "pgcode", "") not in _NO_PLAN or connection.in_atomic_block:
            raise
        _lent[line] = True  # nothing was run
        cursor.execute(statement, values)


def _execute_planned(cursor: CursorWrapper, plans: set[str], statement: str, values: Values) -> None:
    name, prepare, run = _as_plan(statement)
    if name not in plans:
        cursor.execute(prepare)
        plans.add(name)
    cursor.execute(run, values)


def name_of(statement: str) -> str:
    """What its plan is called in the database. Another statement has another name, also in another release."""
    return f"plan_{crc32(statement.encode()):08x}"


@cache
def _as_plan(statement: str) -> tuple[str, str, str]:
    """(name, what makes the plan, what runs it)."""
    name = name_of(statement)
    gaps = list(dict.fromkeys(_GAP.findall(statement)))
    numbered = _GAP.sub(lambda gap: f"${gaps.index(gap[1]) + 1}", statement)
    return name, f"PREPARE {name} AS {numbered}", f"EXECUTE {name} ({', '.join(f'%({gap})s' for gap in gaps)})"
