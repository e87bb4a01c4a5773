"""The copies of this process, kept for a day for when nothing newer can be made. Threads share them; no reader waits.

What other processes have is theirs: a page costs milliseconds to make, and a frozen Valkey costs a reader nothing.
"""

import threading
import time
from collections.abc import Callable

from campaign import copies
from campaign.copies import Copy, Headers

WHILE_MADE_SECONDS = 60  # so old may a copy be that stands in while somebody makes a new one
IN_OUTAGES_SECONDS = 86_400
PAUSE_SECONDS = 5.0  # after a failure, before the next try
SLOW_SECONDS = 0.5  # a failure that took longer would hold up every page in turn
SETTLED_SECONDS = 600  # what says the same for so long is worth being compressed as well as can be
MOST_COPIES, MOST_BYTES = 2_000, 32 * 1024 * 1024


class Published:
    """The copies, the one made longest ago leaving first: what is read is made anew all the time."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, most: int = MOST_COPIES,
                 size: int = MOST_BYTES) -> None:  # fmt: skip
        self.clock = clock
        self.copies: dict[str, Copy] = {}
        self.edition = 0  # how often everything has expired
        self._most, self._most_bytes = most, size
        self._bytes = 0
        self._paused_until = 0.0
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(64)]

    def turn(self, path: str) -> threading.Lock:
        """Who holds this makes the page; a few pages share one."""
        return self._turns[hash(path) % len(self._turns)]

    def put(self, path: str, headers: Headers, body: bytes, *, began: float, edition: int, fresh: float,
            ends: float = float("inf")) -> Copy:  # fmt: skip
        """Keep what was made from `began` on, by who has the turn: fresh for so many seconds, past its time at `ends`.

        What was begun in an earlier edition may show what was before: it is past its time at once.
        """
        old = self.copies.get(path)
        copy = copies.of(headers, body, old=old, now=began)
        with self._lock:
            ends = ends if edition == self.edition else began
            copy.made_at, copy.paused_until, copy.has_failed = began, 0.0, False
            copy.fresh_until, copy.stands_in_until = min(began + fresh, ends), min(began + WHILE_MADE_SECONDS, ends)
            self._keep(path, copy, more=copy.size - (old.size if old else 0))
        return copy

    def _keep(self, path: str, copy: Copy, *, more: int) -> None:
        self.copies[path] = copy
        self._bytes += more
        while len(self.copies) > self._most or self._bytes > self._most_bytes:
            self._remove(min(self.copies, key=lambda one: self.copies[one].made_at))

    def settle(self, path: str) -> None:
        """Make the copy as small as it gets, once, if the page has said the same for long; for who has the turn."""
        copy = self.copies.get(path)
        if copy and not copy.is_settled and self.clock() - copy.same_since >= SETTLED_SECONDS:
            before = copy.size
            copies.settle(copy)
            with self._lock:
                self._bytes += copy.size - before

    def drop(self, path: str) -> None:
        """There is no such page any more."""
        with self._lock:
            self._remove(path)

    def _remove(self, path: str) -> None:
        copy = self.copies.pop(path, None)
        self._bytes -= copy.size if copy else 0

    def expire(self) -> None:
        """Words, dates or numbers have changed: no copy is shown any more while a newer one can be made."""
        with self._lock:
            self.edition += 1
            now = self.clock()
            for copy in self.copies.values():
                copy.fresh_until, copy.stands_in_until = min(copy.fresh_until, now), min(copy.stands_in_until, now)

    def is_good(self, copy: Copy) -> bool:
        """Fresh, or the last try to make a newer one has failed a moment ago."""
        return self.clock() < max(copy.fresh_until, copy.paused_until, self._paused_until)

    def may_stand_in(self, copy: Copy) -> bool:
        return self.clock() < copy.stands_in_until

    def may_serve_in_outage(self, copy: Copy) -> bool:
        return self.age(copy) < IN_OUTAGES_SECONDS

    def pause(self, copy: Copy, *, took: float) -> None:
        """Making a newer one failed after so many seconds: try again later, the later the longer it took."""
        copy.has_failed = True
        copy.paused_until = self.clock() + PAUSE_SECONDS + 5 * took
        if took > SLOW_SECONDS:
            self._paused_until = copy.paused_until

    def age(self, copy: Copy) -> float:
        return self.clock() - copy.made_at

    def marks(self, copy: Copy) -> Headers:
        """For an old copy its age (RFC 9111), and that it is stale (RFC 9211)."""
        late = int(self.clock() - copy.fresh_until) + 1
        why = "; detail=outage" if copy.has_failed else ""
        return [("Age", str(int(self.age(copy)))), ("Cache-Status", f"published; hit; ttl=-{late}{why}")]
