"""Has the database room for all of us? Asked once by each service at its start, and by `release` before it serves.

DATABASE_CONNECTIONS says how many all processes of the site may hold together, its pooler's included. A database with
less room works until the evening on which everybody comes; then some of the processes get none (503), for no reason
that a visitor or a log would name.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import Error, connection

log = logging.getLogger(__name__)

# What the server, this role and this database allow each; the server keeps some for its owner.
_ROOM = """
SELECT least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
)
"""


class TooFew(Exception):
    """The database has less room than the site may need; the text says what to change."""


def check() -> None:
    """Raises TooFew, or django.db.Error where nobody can be asked; on SQLite there is nothing to ask."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        (room,) = cursor.fetchone()
    if room < settings.DATABASE_CONNECTIONS:
        raise TooFew(
            f"The database has room for {room} connections, the site may need {settings.DATABASE_CONNECTIONS}: raise "
            "max_connections (or the limit of the role), or start fewer processes and lower DATABASE_CONNECTIONS."
        )


def look(**_: Any) -> None:
    """The same for a service that starts, before it forks: it says so in the log, and starts whatever it has heard.

    Pages must be served, and letters tried, also where the database is away for the moment.
    """
    try:
        check()
    except TooFew as few:
        log.error("connections: %s", few)
    except Error as error:
        log.warning("connections: the database can't be asked (%s)", type(error).__name__)
    finally:
        connection.close()  # each child opens its own
