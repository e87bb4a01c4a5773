"""Every address of the site, read from its own map, so that a new page is under test from its first day."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.test.client import Client, ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from petitions import tokens
from petitions.models import Signature

GOOD = {"name": "Anna Example", "email": "anna@example.org", "country": "DE", "consent": "on"}
FORM = "application/x-www-form-urlencoded"
TOKEN_PAGES = {"confirm": tokens.CONFIRM, "withdraw": tokens.WITHDRAW, "not-me": tokens.NOT_ME, "yours": tokens.YOURS}


def browser() -> Client:
    """A visitor: goes through all middleware, CSRF too, and gets the page of an error instead of the error."""
    client = Client(raise_request_exception=False)
    client.handler = _handler()
    return client


@cache
def _handler() -> ClientHandler:
    """One for all browsers: each new one reads every static file."""
    return ClientHandler(enforce_csrf_checks=True)


def routes() -> list[str]:
    """The routes of the map as written there, in English; the staff area, which has its own tests, left out."""
    return [route for route in _walk(get_resolver().url_patterns) if not route.startswith("staff/")]


def public_pages() -> list[str]:
    """Addresses below /en/ that need no link of a letter."""
    return [f"/{route}" for route in routes() if route.startswith("en/") and "<" not in route]


def token_pages(row: Signature) -> list[str]:
    """The personal pages of one row, with links that open them."""
    moment = row.confirmed_at or row.asked_at or row.created_at
    wanted = [(route, TOKEN_PAGES[route.split("/")[-3]]) for route in routes() if "<str:token>" in route]
    return ["/" + route.replace("<str:token>", tokens.make(purpose, row.pk, moment)) for route, purpose in wanted]


def post(path: str, data: dict[str, str] | str | bytes = "", *, kind: str = FORM, **headers: str):
    """A POST from our own page; headers of None are left out: post("/en/petition/", GOOD, origin=None)."""
    body = urlencode(data) if isinstance(data, dict) else data
    sent = {"origin": settings.SITE_ORIGIN, "sec_fetch_site": "same-origin"} | headers
    wanted = {name.replace("_", "-"): value for name, value in sent.items() if value is not None}
    return browser().generic("POST", path, body, content_type=kind, headers=wanted)


def _walk(patterns: list, start: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here
