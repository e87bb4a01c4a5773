"""Every address of the site, read from its own map, so that a new page is under test from its first day."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.test.client import Client, ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from petitions import tokens
from petitions.models import Signature, Subscriber

GOOD = {"name": "Anna Example", "email": "anna@example.org", "country": "DE", "consent": "on"}
FORM = "application/x-www-form-urlencoded"
GAPS = {"slug:slug": "child-safety-on", "str:kind": "petition", "str:token": "x", "slug:letter": "x"}
TOKEN_PAGES = {
    "petition/confirm": tokens.CONFIRM,
    "petition/withdraw": tokens.WITHDRAW,
    "petition/not-me": tokens.NOT_ME,
    "petition/yours": tokens.YOURS,
    "stay-informed/confirm": tokens.NEWS_CONFIRM,
    "stay-informed/unsubscribe": tokens.NEWS_STOP_SIGNED,
}


def filled(route: str) -> str:
    """The address of a route, each gap filled with something that may stand there (a link that opens nothing)."""
    return "/" + re.sub("<([^>]+)>", lambda gap: GAPS.get(gap[1], "1"), route)


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
    """Addresses below /en/ that need no link of a letter; pages, no files."""
    return [f"/{route}" for route in routes() if route.startswith("en/") and not {"<", "."} & {*route}]


def public_files() -> list[str]:
    """Addresses of files below /en/, such as a table for spreadsheets."""
    return [f"/{route}" for route in routes() if route.startswith("en/") and "<" not in route and "." in route]


def token_pages(row: Signature) -> list[str]:
    """The personal pages of one person, with links that open them; the person is entered for the news as well."""
    return [link for link in _links(row).values() if link.count("/") == 5]


def token_presses(row: Signature) -> list[str]:
    """What can be pressed on them and has an address of its own, which takes a POST alone."""
    return [link for link in _links(row).values() if link.count("/") > 5]


def _links(row: Signature) -> dict[str, str]:
    """Route → its address for this person, of every route with a token in it."""
    moment = row.confirmed_at or row.asked_at or row.created_at
    number = {tokens.NEWS_CONFIRM: _entered(row).pk}
    wanted = [(route, TOKEN_PAGES["/".join(route.split("/")[1:3])]) for route in routes() if "<str:token>" in route]
    links = [(route, tokens.make(purpose, number.get(purpose, row.pk), moment)) for route, purpose in wanted]
    return {route: "/" + route.replace("<str:token>", link) for route, link in links}


def _entered(row: Signature) -> Subscriber:
    whose = {"petition": row.petition, "email_digest": row.email_digest}
    same = {"mailbox_digest": row.mailbox_digest, "sealed": row.sealed, "language": row.language}
    moments = {"created_at": row.created_at, "asked_at": row.asked_at, "news_wording": row.consent_wording}
    return Subscriber.objects.get_or_create(**whose, defaults=same | moments)[0]


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
