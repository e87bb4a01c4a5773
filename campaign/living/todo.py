"""What waits for staff: old checks, marks that are left, permissions that end. Visitors see nothing of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing to do, in English, and where in the staff area."""

    words: str
    url: str


def todo() -> list[Task]:
    """Everything that waits now, the most urgent first."""
    return []
