"""Django's PostgreSQL. Whether a kept connection still lives is asked of the server once a second, not at each request.

In between the operating system knows at once if the server has hung up: then there is something to read where nothing
was asked. A server that vanishes without a word is noticed by the keepalives (`settings.py`), as before.
"""

import select
import time
from typing import Any, ClassVar

from django.db.backends.postgresql import base
from psycopg2 import OperationalError
from psycopg2.extensions import connection

from campaign.postgresql import patience

ASK_AFTER_SECONDS = 1
SLOW_SECONDS = 0.5  # a server that refuses does so at once
REST_SECONDS = 5


class DatabaseWrapper(base.DatabaseWrapper):
    """`is_usable` is Django's question before the first statement of a request (CONN_HEALTH_CHECKS)."""

    _lived_at = float("-inf")
    _silent_until: ClassVar[float] = float("-inf")  # of this process

    def get_new_connection(self, conn_params: dict[str, Any]) -> connection:
        """A server that did not answer at all is asked again five seconds later, by one thread; the others hear at once
        that it is away, instead of waiting two seconds each, one after the other.
        """
        began = time.monotonic()
        mine = DatabaseWrapper
        if began < mine._silent_until:
            raise OperationalError("the server did not answer a moment ago")
        if mine._silent_until > float("-inf"):
            mine._silent_until = began + REST_SECONDS  # this thread tries, and no other
        try:
            line = super().get_new_connection(conn_params)
        except OperationalError:
            is_silent = time.monotonic() - began > SLOW_SECONDS
            mine._silent_until = time.monotonic() + REST_SECONDS if is_silent else float("-inf")
            raise
        mine._silent_until = float("-inf")
        patience.lines.add(line)
        return line

    def is_usable(self) -> bool:
        now = time.monotonic()
        if now < self._lived_at + ASK_AFTER_SECONDS and not self.errors_occurred and not self._has_something_to_say():
            return True
        is_alive = super().is_usable()
        self._lived_at = now if is_alive else float("-inf")
        return is_alive

    def _has_something_to_say(self) -> bool:
        if self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
