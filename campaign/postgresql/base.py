"""Django's PostgreSQL. Whether a kept connection still lives is asked of the server once a second, not at each request.

In between the operating system knows at once if the server has hung up: then there is something to read where nothing
was asked. A server that vanishes without a word is noticed by the keepalives (`settings.py`), as before.
"""

import select
import time

from django.db.backends.postgresql import base

ASK_AFTER_SECONDS = 1


class DatabaseWrapper(base.DatabaseWrapper):
    """`is_usable` is Django's question before the first statement of a request (CONN_HEALTH_CHECKS)."""

    _lived_at = float("-inf")

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
