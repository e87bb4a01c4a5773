"""Every address of the map answers with exactly these headers, as Django and as the published pages send them."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from campaign import headers
from campaign.address_map import routes
from campaign.pages import PublishedPages
from tests.copies import Got
from tests.crawl import GOOD, browser, filled, post, public_pages, token_pages, token_presses

POWERS = (
    "accelerometer autoplay browsing-topics camera display-capture "
    "fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment "
    "picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"
)
ALWAYS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": ", ".join(f"{power}=()" for power in POWERS.split()),
    "x-permitted-cross-domain-policies": "none",
}
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
BOX_POLICY = POLICY - {"script-src 'self'", "frame-ancestors 'none'"} | {"script-src 'none'", "frame-ancestors *"}
KEPT = {"public", "max-age=10", "s-maxage=2", "stale-if-error=86400"}
WATCHED, FOR_TEN_SECONDS = KEPT | {"stale-while-revalidate=2"}, KEPT | {"stale-while-revalidate=10"}
NEVER = {"max-age=0", "no-cache", "no-store", "must-revalidate", "private"}
ONLY_NO_STORE = {"no-store"}
HTML = "text/html; charset=utf-8"
PUBLIC = {"content-type": HTML, "content-language": "en", "cache-control": FOR_TEN_SECONDS}
PERSONAL = {"content-type": HTML, "content-language": "en", "cache-control": NEVER, "expires": ...}
REFUSED = {"content-type": HTML, "content-language": "en", "cache-control": ONLY_NO_STORE}
OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
OPEN_DATA = OPEN | {"content-language": "en", "cache-control": FOR_TEN_SECONDS, "content-type": "application/json"}
STAFF = PERSONAL | {"vary": {"Accept-Language", "Cookie"}}
FILE = {
    "access-control-allow-origin": "*",
    "cache-control": {"max-age=60", "public"},
    "last-modified": ...,
    "etag": ...,
}
ASK_BROWSER = {"vary": {"Accept-Language"}}

# What an address says besides ALWAYS, by how the map writes it: the first line that fits. `...` is any value.
TABLE = [
    (r"", REFUSED | ASK_BROWSER | {"cache-control": {"private", "no-store"}, "location": "/en/"}),
    (r"sitemap\.xml", {"content-type": "application/xml", "content-language": "en", "cache-control": ...}),
    (r"robots\.txt", {"content-type": "text/plain; charset=utf-8", "content-language": "en", "cache-control": ...}),
    (r"(healthz|readyz)", PERSONAL | {"content-type": "text/plain"}),
    (r"(statusz|metrics)", STAFF | ASK_BROWSER | {"www-authenticate": "Bearer"}),
    (r"leave/", REFUSED | ASK_BROWSER | {
        "location": settings.LEAVE_URL, "clear-site-data": '"cache", "storage"', "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex"}),
    (r"api/.*/count\.json", OPEN_DATA | {"cache-control": WATCHED}),
    (r"api/.*\.json", OPEN_DATA),
    (r"api/.*\.csv", OPEN_DATA | {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="child-safety-on-countries.csv"'}),
    (r"en/.*\.csv", PUBLIC | {
        "content-type": "text/csv; charset=utf-8", "x-robots-tag": "noindex",
        "content-disposition": 'attachment; filename="childsafetyon_figures_en.csv"'}),
    (r"en/.*\.txt", PUBLIC | {
        "content-type": "text/plain; charset=utf-8", "x-robots-tag": "noindex",
        "content-disposition": ...}),
    (r"en/[^<]*<str:token>/", PERSONAL),
    (r"en/[^<]*<str:token>/.+", PERSONAL | {"location": ...}),
    (r"en/embed/", PUBLIC | {"content-security-policy": POLICY | {"frame-src 'self'"}}),
    (r"en/embed/box/", PUBLIC | {
        "content-security-policy": BOX_POLICY,
        "cross-origin-resource-policy": "cross-origin", "x-frame-options": None}),
    (r"en/.*", PUBLIC),
]  # fmt: skip
ELSEWHERE = ("staff/", "mailbox/", "anymail/")
ROUTES = [route for route, _ in routes(get_resolver().url_patterns) if not route.startswith(ELSEWHERE)]


@pytest.fixture(autouse=True)
def _no_boundary(monkeypatch):
    """Nothing changes by itself soon, whatever the hour of this run."""
    monkeypatch.setattr("petitions.public_pages.next_boundary", lambda now: None)


def said(answer) -> dict[str, object]:
    """Every header of an answer but its length, names in small letters; lists without an order as sets."""
    found = {name.lower(): value for name, value in answer.headers.items() if name.lower() != "content-length"}
    for name, sign in (("content-security-policy", ";"), ("cache-control", ","), ("vary", ",")):
        if name in found:
            found[name] = {part.strip() for part in found[name].split(sign)}
    return found


def expected(own: dict[str, object], answer) -> dict[str, object]:
    """ALWAYS and what the table says, `...` filled from the answer itself."""
    promise = {"strict-transport-security": "max-age=63072000; includeSubDomains; preload"} if settings.SECURE else {}
    whole = ALWAYS | promise | {"content-security-policy": POLICY} | own
    found = said(answer)
    return {name: found.get(name) if value is ... else value for name, value in whole.items() if value is not None}


def line_for(route: str) -> dict[str, object]:
    return next(own for pattern, own in TABLE if re.fullmatch(pattern, route))


@pytest.fixture
def address(confirmed):
    """address(route): where it stands, with a link that opens it."""
    row = confirmed()
    opened = {without_token(page): page for page in [*token_pages(row), *token_presses(row)]}

    def build(route: str) -> str:
        return opened.get(f"/{route}", filled(route))

    return build


def without_token(page: str) -> str:
    """The address as the map writes it."""
    return re.sub("/[^/]{24,}/", "/<str:token>/", page)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("route", ROUTES)
def test_every_address_answers_with_exactly_these_headers_WB_01(address, route, method):
    answer = browser().generic(method, address(route))
    assert said(answer) == expected(line_for(route), answer)
    assert (answer.cookies.output(), answer.status_code < 500 or route == "readyz") == ("", True)


@pytest.mark.parametrize(
    "route", [route for route, _ in routes(get_resolver().url_patterns) if route.startswith("staff")]
)
def test_every_address_of_staff_is_for_nobody_else_to_keep_or_frame_WB_01(db, route):
    answer = browser().get(f"/{route}")
    kept = said(answer).pop("cache-control")
    assert ({name: said(answer).get(name) for name in ALWAYS}, "no-store" in kept) == (ALWAYS, True)
    assert said(answer)["content-security-policy"] == POLICY


ANSWERS = {
    "signed": (303, lambda: post("/en/petition/", GOOD), REFUSED | {"location": "/en/petition/check-your-email/"}),
    "to mend": (422, lambda: post("/en/petition/"), REFUSED),
    "lower case": (301, lambda: browser().get("/DE/"), REFUSED | {"location": "/de/"}),
    "bad host": (400, lambda: browser().get("/en/", headers={"host": "evil.example"}), REFUSED),
    "repeated": (400, lambda: post("/en/petition/", "name=a&name=b"), REFUSED),
    "foreign": (403, lambda: post("/en/petition/", GOOD, origin="https://evil.example"), REFUSED),
    "staff, foreign": (403, lambda: post("/staff/login/", "a=b"), REFUSED | {"vary": STAFF["vary"]}),
    "no such page": (404, lambda: browser().get("/en/nowhere/"), REFUSED),
    "no such link": (404, lambda: browser().get("/en/petition/confirm/x/"), PERSONAL),
    "no such file": (404, lambda: browser().get("/static/nowhere.css"), REFUSED | ASK_BROWSER),
    "no such data": (404, lambda: browser().get("/api/v1/x.json"), OPEN_DATA | {"cache-control": ONLY_NO_STORE}),
    "method": (405, lambda: browser().put("/en/petition/"), REFUSED | {"allow": "GET, HEAD, POST"}),
    "shows only": (405, lambda: post("/en/help/"), REFUSED | {"allow": "GET, HEAD"}),
    "too large": (413, lambda: post("/en/petition/", "x" * 40_000), REFUSED),
    "no form": (415, lambda: post("/en/petition/", "{}", kind="application/json"), REFUSED),
    "style": (200, lambda: browser().get("/static/css/site.css"), FILE | {"content-type": 'text/css; charset="utf-8"'}),
    "font": (200, lambda: browser().get("/static/fonts/sofia-sans-latin.woff2"), FILE | {"content-type": "font/woff2"}),
    "style of the box": (200, lambda: browser().get("/static/css/embed.css"), FILE | {
        "content-type": 'text/css; charset="utf-8"', "cross-origin-resource-policy": "cross-origin"}),
    "shared picture": (200, lambda: browser().get("/static/img/share/en.png"), FILE | {
        "content-type": "image/png", "cross-origin-resource-policy": "cross-origin"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_has_exactly_these_headers_WB_01(petition, kind):
    status, ask, own = ANSWERS[kind]
    answer = ask()
    assert (answer.status_code, said(answer)) == (status, expected(own, answer))
    assert answer.cookies.output() == ""


@pytest.mark.parametrize(
    ("status", "fault", "own"),
    [
        (500, lambda: 1 / 0, REFUSED),
        (503, lambda: (_ for _ in ()).throw(settings_gone()), REFUSED | {"retry-after": "60"}),
    ],
)
def test_an_error_of_ours_has_exactly_these_headers_WB_01(petition, monkeypatch, status, fault, own):
    monkeypatch.setattr("campaign.views.card.context", lambda *_: fault())
    answer = browser().get("/en/")
    assert (answer.status_code, said(answer)) == (status, expected(own, answer))


def settings_gone() -> Exception:
    from django.db import OperationalError

    return OperationalError("away")


def test_who_tries_too_often_hears_it_with_exactly_these_headers_WB_01(petition, monkeypatch):
    from petitions import limits

    def refuse(*_):
        raise limits.TooMany(3)

    monkeypatch.setattr(limits, "check", refuse)
    answer = post("/en/petition/", GOOD)
    assert (answer.status_code, said(answer)) == (429, expected(REFUSED | {"retry-after": "180"}, answer))


# --- the same from copies -------------------------------------------------------------------------------------------


def ask_copy(pages: PublishedPages, path: str, **more: str) -> Got:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "petition.example"}
    answers = []
    parts = pages(environ | more, lambda status, fields, *_: answers.append((status, fields)))
    return Got(*answers[-1], b"".join(parts))


def own_host(settings) -> None:
    settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://petition.example", ["petition.example"]


def copied(route: str) -> dict[str, object]:
    return line_for(route.strip("/") + "/") | {"etag": ..., "vary": {"Accept-Encoding"}}


@pytest.mark.parametrize("encoding", ["", "br", "gzip"])
def test_a_copy_has_the_headers_of_its_page_and_no_more_WB_01(settings, django_itself, encoding):
    own_host(settings)
    pages = PublishedPages(django_itself)
    for path in public_pages():
        got = ask_copy(pages, path, HTTP_ACCEPT_ENCODING=encoding)
        own = copied(path) | ({"content-encoding": encoding} if encoding else {})
        assert (path, got.status, said(got)) == (path, 200, expected(own, got))


def test_not_modified_has_the_same_protection_as_the_page_WB_01(settings, django_itself):
    own_host(settings)
    pages = PublishedPages(django_itself)
    known = ask_copy(pages, "/en/").headers["ETag"]
    got = ask_copy(pages, "/en/", HTTP_IF_NONE_MATCH=known)
    assert (got.status, said(got)) == (304, expected(copied("/en/") | {"content-type": None}, got))


def test_an_old_copy_says_its_age_besides_WB_01(settings, django_itself):
    own_host(settings)
    now = [1000.0]
    pages = PublishedPages(django_itself)
    pages.store.clock = lambda: now[0]
    ask_copy(pages, "/en/")
    now[0] += 30
    pages.django = lambda *_: 1 / 0
    got = ask_copy(pages, "/en/")
    assert (got.status, said(got)) == (200, expected(copied("/en/") | {"age": "30", "cache-status": ...}, got))


def test_even_an_answer_without_django_is_protected_WB_01(settings, petition):
    own_host(settings)
    got = ask_copy(PublishedPages(lambda *_: 1 / 0), "/en/")
    own = {"content-type": "text/plain", "cache-control": ONLY_NO_STORE}
    policy = {"content-security-policy": {"default-src 'none'", "frame-ancestors 'none'"}}
    assert (got.status, got.body, said(got)) == (500, b"", expected(own | policy, got))


def test_no_power_is_named_that_our_own_pages_use():
    assert {"clipboard-write", "web-share"} & set(headers.POWERS) == set()
