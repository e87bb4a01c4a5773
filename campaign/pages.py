"""Published pages: made once, kept compressed, answered before Django (a WSGI layer, not a middleware).

A page is made for nobody: Django sees the address alone, so nothing in a visitor's request can get into a copy. What is
not a public page by `petitions.public_pages`, or is asked for in an unusual way, goes to Django as it came.
"""

import io
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from campaign import counters, headers, old_copy, publishable, threads
from campaign.asked import Environ, best_encoding, is_known, is_plain, own_host
from campaign.copies import Copy, Headers
from campaign.published import Published
from campaign.rounds import Rounds
from petitions import changed
from petitions.boundaries import next_boundary
from petitions.briefly import when_forgetting

log = logging.getLogger(__name__)

Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
WAIT_SECONDS = 10  # for a page that another thread makes
COUNTED = ("fresh", "stale", "not_modified", "made", "failed")  # for `/metrics`
FRESH, STALE, NOT_MODIFIED, MADE, FAILED = range(counters.PAGES, counters.PAGES + len(COUNTED))


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django said."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def may_be_kept(self) -> bool:
        """By its own word; a page that is not the same for everybody would say so in one of these."""
        rules = {rule.strip() for rule in self.header("cache-control").split(",")}
        is_for_all = "public" in rules and not rules & {"private", "no-store", "no-cache"}
        varies = self.header("set-cookie") or self.header("vary") or self.header("content-encoding")
        return self.code == 200 and is_for_all and not varies


def publish(django: Wsgi) -> Wsgi:
    """The site with published pages; from now on a thread makes each of them from time to time, and one listens."""
    pages = PublishedPages(django)
    when_forgetting(pages.store.expire)  # new dates, new words
    threads.start("changed", changed.watch)
    if not settings.EMBEDDED:  # SQLite doesn't go away, and each copy takes memory
        threads.start("rounds", Rounds(publishable.public_paths, pages.visit).walk_for_ever)
    return pages


class PublishedPages:
    """WSGI around WSGI. `fresh_seconds` says which addresses it may keep, and how long; `ends` when all change."""

    def __init__(self, django: Wsgi, *, store: Published | None = None,
                 fresh_seconds: Callable[[str], float] = publishable.fresh_seconds,
                 ends: Callable[[datetime], datetime | None] = next_boundary) -> None:  # fmt: skip
        self.django = django
        self.store = store or Published()
        self.fresh_seconds, self.ends = fresh_seconds, ends

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Nearly every request ends in the first lines: nothing may be done here that a fresh copy doesn't need."""
        path = environ.get("PATH_INFO", "")
        copy = self.store.copies.get(path)
        if not is_plain(environ):
            return self.django(environ, start_response)
        if copy and self.store.clock() < copy.fresh_until:
            counters.mine[FRESH] += 1
            return self._show(copy, environ, start_response)
        return self._answer(self.find(path), environ, start_response)

    def _answer(self, found: Copy | Answer | None, environ: Environ,
                start_response: Callable[..., Any]) -> Iterable[bytes]:  # fmt: skip
        if found is None:
            return self.django(environ, start_response)
        if isinstance(found, Copy):
            is_old = self.store.clock() >= found.fresh_until
            counters.mine[STALE if is_old else FRESH] += 1
            return self._show(found, environ, start_response, *(self.store.marks(found) if is_old else ()))
        start_response(found.status, list(found.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def find(self, path: str) -> Copy | Answer | None:
        """The copy to show, what Django says instead of a page, or None: not ours."""
        old = self.store.copies.get(path)
        if old and self.store.is_good(old):
            return old
        if not old and not self.fresh_seconds(path):
            return None
        patience = 0 if old and self.store.may_stand_in(old) else WAIT_SECONDS
        turn = self.store.turn(path)
        if not turn.acquire(timeout=patience):
            return old
        try:
            newer = self.store.copies.get(path)  # by whoever had the turn before us
            return newer if newer and self.store.is_good(newer) else self._make(path, newer)
        finally:
            turn.release()

    def visit(self, path: str) -> bool:
        """Make the page where it is not fresh, and small where it is worth it; False when it can't be made now."""
        found = self.find(path)
        with self.store.turn(path):
            self.store.settle(path)
        return not found.has_failed if isinstance(found, Copy) else found is None or found.code < 500

    def _make(self, path: str, old: Copy | None) -> Copy | Answer:
        began, edition, now = self.store.clock(), self.store.edition, timezone.now()
        answer = ask(self.django, nobodys_request(path))
        if answer.may_be_kept():
            counters.mine[MADE] += 1
            change = self.ends(now)
            ends = began + (change - now).total_seconds() if change else float("inf")
            fresh, made = self.fresh_seconds(path), (path, answer.headers, answer.body)
            return self.store.put(*made, began=began, edition=edition, fresh=fresh, ends=ends)
        if answer.code >= 500 and old and self.store.may_serve_in_outage(old):
            counters.mine[FAILED] += 1
            self.store.pause(old, took=self.store.clock() - began)
            if not old.is_marked:
                old.mark(old_copy.words(path, now - timedelta(seconds=self.store.age(old))))
            return old
        self.store.drop(path)
        return answer

    def _show(self, copy: Copy, environ: Environ, start_response: Callable[..., Any],
              *marks: tuple[str, str]) -> Iterable[bytes]:  # fmt: skip
        shape = copy.shape(best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and is_known(shape.etag, known):
            counters.mine[NOT_MODIFIED] += 1
            start_response("304 Not Modified", [*shape.not_modified, *marks])
            return []
        start_response("200 OK", [*shape.headers, *marks])  # a list of its own: some servers write into it
        return [] if environ["REQUEST_METHOD"] == "HEAD" else shape.parts


def nobodys_request(path: str) -> Environ:
    """A GET of this address with no cookie, no language, no network, and with our own host."""
    return {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "CONTENT_LENGTH": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "443" if settings.SECURE else "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": own_host(), "wsgi.version": (1, 0), "wsgi.url_scheme": "https" if settings.SECURE else "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip


def ask(django: Wsgi, environ: Environ) -> Answer:
    """The whole answer. An exception is a 500 without words, so that a copy can stand in."""
    said: list[tuple[str, Headers]] = []
    try:
        parts = django(environ, lambda status, headers, *_: said.append((status, headers)))
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
    except Exception:
        log.exception("published: %s can't be made", environ["PATH_INFO"])
        bare = [("Content-Type", "text/plain"), ("Content-Length", "0"), *headers.of_a_bare_answer()]
        return Answer("500 Internal Server Error", bare, b"")
    return Answer(*said[-1], body)
