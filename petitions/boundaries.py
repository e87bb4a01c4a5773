"""Moments at which public pages change by themselves, so that no copy of one outlives them.

Whoever shows what starts or ends at a moment of its own adds it: `@boundary` on a function that says the next.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error

from petitions import flagship
from petitions.counting import day_of, start_of
from petitions.models import Petition

Boundary = Callable[[datetime], datetime | None]
_known: list[Boundary] = []


def boundary(function: Boundary) -> Boundary:
    """Decorate: moment → the next one after it at which something begins or ends, or None."""
    _known.append(function)
    return function


def next_boundary(now: datetime) -> datetime | None:
    """The next of all that are known; a database that is away knows none of its own."""
    try:
        moments = [known(now) for known in _known]
    except (Error, Petition.DoesNotExist):
        return midnight(now)
    return min((moment for moment in moments if moment), default=None)


@boundary
def midnight(now: datetime) -> datetime:
    """A new day in Brussels: days since a check, permissions that end, helplines that nobody has checked in time."""
    return start_of(day_of(now) + timedelta(days=1))


@boundary
def opens_or_closes(now: datetime) -> datetime | None:
    """The form and what stands around it."""
    return flagship.next_change(flagship.flagship(), now)
