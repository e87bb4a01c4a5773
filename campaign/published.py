"""Copies of public pages in this process: fresh for two seconds, kept for a day for when nothing newer can be made.

No cache is shared: a page costs milliseconds to make, and a Redis that is frozen must cost a reader nothing.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli

FRESH_SECONDS = 2.0
WHILE_MADE_SECONDS = 60  # so long a copy may stand in while another thread makes a new one
IN_OUTAGES_SECONDS = 86_400
PAUSE_SECONDS = 5.0  # after a failure, before the next try
SLOW_SECONDS = 0.5  # a failure that took longer would hold up every page in turn
MOST_COPIES, MOST_BYTES = 2_000, 80 * 1024 * 1024
WORTH_COMPRESSING = 512  # bytes
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),  # 11 takes forty times as long
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "": lambda body: body,
}
Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Shape:
    """A copy in one encoding, ready to be sent; `not_modified` are the headers of a 304."""

    etag: str
    body: bytes
    headers: Headers
    not_modified: Headers


@dataclass(slots=True)
class Copy:
    """One page as Django made it. Moments are those of the store's clock."""

    headers: Headers
    body: bytes
    made_at: float
    fresh_until: float
    paused_until: float = 0.0
    has_failed: bool = False
    shapes: dict[str, Shape] = field(default_factory=dict)

    def shape(self, encoding: str) -> Shape:
        """In this encoding of COMPRESS; made when it is first asked for, and once."""
        if len(self.body) < WORTH_COMPRESSING:
            encoding = ""
        if encoding not in self.shapes:
            self.shapes[encoding] = self._make(encoding)
        return self.shapes[encoding]

    def _make(self, encoding: str) -> Shape:
        body = COMPRESS[encoding](self.body)
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:20]}{encoding and "-"}{encoding}"'
        about = [pair for pair in self.headers if pair[0].lower() not in ("content-type", "content-length")]
        about.append(("ETag", etag))
        if len(self.body) >= WORTH_COMPRESSING:
            about.append(("Vary", "Accept-Encoding"))
        kind = [pair for pair in self.headers if pair[0].lower() == "content-type"]
        kind += [("Content-Encoding", encoding)] if encoding else []
        return Shape(etag, body, [*about, *kind, ("Content-Length", str(len(body)))], about)


class Published:
    """The copies, the least recently used leaving first. Threads share it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, copies: int = MOST_COPIES,
                 size: int = MOST_BYTES) -> None:  # fmt: skip
        self.clock = clock
        self._most, self._most_bytes = copies, size
        self._bytes = 0
        self._paused_until = 0.0
        self._copies: OrderedDict[str, Copy] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = [threading.Lock() for _ in range(64)]

    def get(self, path: str) -> Copy | None:
        with self._lock:
            if path in self._copies:
                self._copies.move_to_end(path)
            return self._copies.get(path)

    def put(self, path: str, headers: Headers, body: bytes, *, seconds: float = FRESH_SECONDS) -> Copy:
        """Keep what was just made; it is fresh for so many seconds, and for FRESH_SECONDS at most."""
        now = self.clock()
        copy = Copy(headers, body, made_at=now, fresh_until=now + min(seconds, FRESH_SECONDS))
        with self._lock:
            old = self._remove(path)
            if old and (old.body, old.headers) == (body, headers):
                copy.shapes = old.shapes  # nothing is compressed twice
            self._copies[path] = copy
            self._bytes += _size(copy)
            while len(self._copies) > self._most or self._bytes > self._most_bytes:
                self._remove(next(iter(self._copies)))
        return copy

    def drop(self, path: str) -> None:
        """There is no such page any more."""
        with self._lock:
            self._remove(path)

    def _remove(self, path: str) -> Copy | None:
        copy = self._copies.pop(path, None)
        self._bytes -= _size(copy) if copy else 0
        return copy

    def expire(self) -> None:
        """Words, dates or numbers have changed: every copy waits for a newer one."""
        with self._lock:
            for copy in self._copies.values():
                copy.fresh_until = min(copy.fresh_until, self.clock())

    def turn(self, path: str) -> threading.Lock:
        """Who holds this makes the page; a few pages share one."""
        return self._turns[hash(path) % len(self._turns)]

    def is_good(self, copy: Copy) -> bool:
        """Fresh, or the last try to make a newer one has failed a moment ago."""
        return self.clock() < max(copy.fresh_until, copy.paused_until, self._paused_until)

    def may_stand_in(self, copy: Copy) -> bool:
        return self.clock() < copy.fresh_until + WHILE_MADE_SECONDS

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
        """Nothing for a fresh copy; for an old one its age (RFC 9111), and that it is stale (RFC 9211)."""
        late = self.clock() - copy.fresh_until
        if late < 0:
            return []
        why = "; detail=outage" if copy.has_failed else ""
        return [("Age", str(int(self.age(copy)))), ("Cache-Status", f"published; hit; ttl=-{int(late) + 1}{why}")]


def _size(copy: Copy) -> int:
    """At most: both compressed bodies together are smaller than the page."""
    return 2 * len(copy.body)
