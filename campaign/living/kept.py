"""Reading what staff keep: what ships, and over it what staff have changed or added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from campaign.living.models import Kept
from campaign.living.words import Spoken, pick

Row = TypeVar("Row", bound=Kept)
OWN = "own-"  # how keys of what staff added begin


@dataclass(frozen=True)
class Delivered:
    """Something that ships: its key, the values of its row, and its words as messages of the catalogue."""

    key: str
    row: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Item(Generic[Row]):
    """A row with its words: those of staff where there are any, else those that ship."""

    row: Row
    shipped: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.row.key

    def words(self, name: str) -> Spoken:
        """The words of this name in the reader's language. Staff's own replace the shipped ones in all languages:
        half of each would say two things."""
        return pick(getattr(self.row, name, None) or self.shipped.get(name, ""))


def current(model: type[Row], delivered: Iterable[Delivered]) -> list[Item[Row]]:
    """Everything of this kind, published or not: what ships in its order, then what staff added in theirs.

    A row that nobody has changed is what ships, whatever an older version wrote into it. One query.
    """
    rows = {row.key: row for row in model._default_manager.all()}
    found = []
    for one in delivered:
        row = rows.pop(one.key, None)
        is_changed = row is not None and row.changed_by
        found.append(Item(row if row and is_changed else _as_shipped(model, one, row), one.words))
    return found + [Item(row) for row in rows.values() if row.key.startswith(OWN)]


def _as_shipped(model: type[Row], one: Delivered, row: Row | None) -> Row:
    return model(pk=row.pk if row else None, key=one.key, **one.row)


def ensure(model: type[Row], delivered: Iterable[Delivered]) -> int:
    """Rows for all that ships, so that staff see it in their lists; returns how many are new. The second call: none.

    A row that nobody has changed takes over what ships now; what staff changed stays.
    """
    rows = {row.key: row for row in model._default_manager.all()}
    new = [model(key=one.key, **one.row) for one in delivered if one.key not in rows]
    model._default_manager.bulk_create(new)
    for one in delivered:
        row = rows.get(one.key)
        if row and not row.changed_by and any(getattr(row, name) != value for name, value in one.row.items()):
            model._default_manager.filter(pk=row.pk).update(**one.row)
    return len(new)
