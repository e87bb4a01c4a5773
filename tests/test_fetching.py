"""The site never fetches, looks up or resolves anything for a visitor: no address that is typed is ever asked."""

import ast
import http.client
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.crawl import GOOD, browser, post, public_pages, token_pages
from tests.socket_guard import LeavesThisMachine, watched

ROOT = Path(__file__).resolve().parent.parent
# What can open a connection, and the one room that may: each with its reason.
FETCHERS = {"socket", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "ftplib", "telnetlib",
            "dns", "smtplib", "poplib", "imaplib", "xmlrpc.client", "asyncio", "subprocess", "webbrowser"}  # fmt: skip
MAY = {
    "campaign/postgresql/patience.py": {"socket"},  # asks the system about the database's own line, opens none
    "petitions/delivery.py": {"smtplib"},  # names its errors; Django's own mail backends connect, in the worker
    "petitions/smtp_talk.py": {"smtplib"},  # talks over a connection that Django's backend has opened
}
OWNER_TYPED = "campaign/management/commands/"  # an operator's own command line, never a visitor
TRAPS = ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:6379/", "file:///etc/passwd", "gopher://x.example",
         "https://canary.example/a.png", "//canary.example", "http://[::1]/", "ldap://canary.example"]  # fmt: skip


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        found |= {name for name in names for fetcher in FETCHERS if name == fetcher or name.startswith(f"{fetcher}.")}
    return found


def test_no_room_of_the_web_knows_how_to_fetch_WB_12():
    paths = [path for room in ("campaign", "petitions") for path in (ROOT / room).rglob("*.py")]
    know = {path.relative_to(ROOT).as_posix(): imported(path) for path in paths}
    more = {name: uses - MAY.get(name, set()) for name, uses in know.items() if not name.startswith(OWNER_TYPED)}
    assert {name: uses for name, uses in more.items() if uses} == {}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_address_that_a_visitor_types_is_asked_WB_12(petition, trap):
    told = {"referer": trap, "origin": trap, "x-forwarded-host": trap, "x-wap-profile": trap, "via": trap}
    with watched() as wanted:
        for page in ("/en/", "/en/petition/", "/en/embed/", "/en/embed/box/"):
            browser().get(page, {"url": trap, "language": trap, "next": trap, "kind": trap}, headers=told)
        post("/en/petition/", GOOD | {"name": trap, "url": trap, "contact_time": trap})
        post("/en/petition/", GOOD | {"email": "a@mx.canary.example"})
        post("/en/stay-informed/", {"email": "a@mx.canary.example", "consent": "on", "language": "en"})
    assert wanted == []


def test_no_page_asks_anybody_while_it_is_made_WB_12(sign, confirmed):
    pages = [*public_pages(), *token_pages(sign("a@mx.canary.example")), *token_pages(confirmed("b@mx.canary.example"))]
    with watched() as wanted:
        assert [page for page in pages if browser().get(page).status_code >= 500] == []
    assert wanted == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda: urllib.request.urlopen("http://canary.example/"),
        lambda: http.client.HTTPConnection("canary.example").request("GET", "/"),
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("canary.example", 25),
        lambda: socket.gethostbyname_ex and socket.socket().connect(("192.0.2.1", 53)),
    ],
)
def test_the_guard_sees_whoever_leaves(ask):
    with watched() as wanted, pytest.raises(LeavesThisMachine):
        ask()
    assert len(wanted) == 1


def test_this_whole_run_is_watched_WB_12():
    """By `tests/conftest.py`, in every test."""
    with pytest.raises(LeavesThisMachine):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
