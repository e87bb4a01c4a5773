"""Operations that let people go on signing while they run, on tables of millions of rows.

On PostgreSQL indexes come and go CONCURRENTLY, so a migration with these says `atomic = False`; one that was cut off
leaves an invalid index behind, and says so when it is run again: drop that index, and migrate once more. SQLite has no
such tables and does as it always does. `tests/test_migrations.py` refuses what would lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import AddIndex, AlterField, RemoveIndex
from django.db.migrations.operations.base import Operation


class AddIndexUnlocked(AddIndex):
    """An index of `Meta.indexes`."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            with patience(schema_editor):
                schema_editor.add_index(model, self.index, concurrently=True)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class RemoveIndexUnlocked(RemoveIndex):
    """The same, taken away."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if schema_editor.connection.vendor == "postgresql":
            index = from_state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
            with patience(schema_editor):
                schema_editor.remove_index(model, index, concurrently=True)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class DropIndexOfKeyUnlocked(AlterField):
    """The index that a foreign key has by itself: the field gets `db_index=False`. Backwards it comes under a lock."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = from_state.apps.get_model(app_label, self.model_name)
        drop(schema_editor, model, model._meta.get_field(self.name).column)


class DropIndexOfPatternsUnlocked(Operation):
    """The second index of a unique text, for `LIKE 'abc%'` in databases that don't sort by bytes, which nobody asks.

    Django gives it to every such field on PostgreSQL and can't be told not to; the first one is the one in use.
    """

    reversible = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name, self.name = model_name, name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models don't know of it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            model = from_state.apps.get_model(app_label, self.model_name)
            drop(schema_editor, model, model._meta.get_field(self.name).column, suffix="_like")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """It stays away."""

    def describe(self) -> str:
        return f"Drop the index of patterns of {self.model_name}.{self.name}"


def drop(schema_editor: Any, model: Any, column: str, *, suffix: str = "") -> None:
    """Drop the index that Django named itself, if it is there."""
    name = schema_editor._create_index_name(model._meta.db_table, [column], suffix=suffix)
    with patience(schema_editor):
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(name)}")


@contextmanager
def patience(schema_editor: Any) -> Iterator[None]:
    """Without the site's limits: nobody waits for these statements, but they wait for every older transaction.

    A backup is such a one, and cut off by its limit an index is left invalid.
    """
    schema_editor.execute("SET lock_timeout = 0")
    schema_editor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        schema_editor.execute("RESET lock_timeout")
        schema_editor.execute("RESET statement_timeout")
