"""Every answer carries the same protection, no page sets a cookie, and nothing inline could run."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import resolve

from tests.crawl import GOOD, browser, post, public_pages, token_pages

COUNT = "/api/v1/petitions/child-safety-on/count.json"
SAME = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'",
}  # fmt: skip
FORBIDDEN_POWERS = {"camera", "geolocation", "microphone", "payment", "usb", "browsing-topics"}
MAY_ALSO_STAND = {
    "Content-Type", "Content-Length", "Content-Language", "Cache-Control", "Vary", "Expires", "Location", "Allow",
    "ETag", "Last-Modified", "Access-Control-Allow-Origin", "Retry-After", "WWW-Authenticate", "Permissions-Policy",
    "Content-Security-Policy", "Strict-Transport-Security",
}  # fmt: skip
ANSWERS = {
    "page": (200, lambda: browser().get("/en/petition/")),
    "count": (200, lambda: browser().get(COUNT)),
    "alive": (200, lambda: browser().get("/healthz")),
    "map": (200, lambda: browser().get("/sitemap.xml")),
    "robots": (200, lambda: browser().get("/robots.txt")),
    "static file": (200, lambda: browser().get("/static/css/site.css")),
    "font": (200, lambda: browser().get("/static/fonts/sofia-sans-latin.woff2")),
    "root": (302, lambda: browser().get("/")),
    "lower case": (301, lambda: browser().get("/DE/")),
    "final slash": (301, lambda: browser().get("/en")),
    "signed": (303, lambda: post("/en/petition/", GOOD)),
    "bad host": (400, lambda: browser().get("/en/", headers={"host": "evil.example"})),
    "repeated": (400, lambda: post("/en/petition/", "name=a&name=b")),
    "no password": (401, lambda: browser().get("/statusz")),
    "foreign": (403, lambda: post("/en/petition/", GOOD, origin="https://evil.example")),
    "no such page": (404, lambda: browser().get("/en/nowhere/")),
    "no such file": (404, lambda: browser().get("/static/nowhere.css")),
    "no such link": (404, lambda: browser().get("/en/petition/confirm/x/")),
    "method": (405, lambda: browser().put("/en/petition/")),
    "shows only": (405, lambda: post("/en/help/")),
    "too large": (413, lambda: post("/en/petition/", "x" * 40_000)),
    "no form": (415, lambda: post("/en/petition/", "{}", kind="application/json")),
    "to mend": (422, lambda: post("/en/petition/")),
    "staff login": (200, lambda: browser().get("/staff/login/")),
    "staff door": (302, lambda: browser().get("/staff/")),
}


def policy(response) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_the_same_protection_WB_01(petition, kind):
    status, ask = ANSWERS[kind]
    response = ask()
    expected = SAME | ({"Cross-Origin-Resource-Policy": "cross-origin"} if kind == "count" else {})
    assert response.status_code == status
    assert {name: response[name] for name in SAME} == expected
    assert policy(response) == POLICY
    assert set(response.headers) - set(SAME) <= MAY_ALSO_STAND


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_page_may_use_the_powers_of_a_device(petition, kind):
    powers = dict(part.strip().split("=") for part in ANSWERS[kind][1]()["Permissions-Policy"].split(","))
    assert set(powers.values()) == {"()"}
    assert set(powers) >= FORBIDDEN_POWERS


TWO_YEARS = "max-age=63072000; includeSubDomains; preload"


@pytest.mark.parametrize(("is_secure", "promise"), [(True, TWO_YEARS), (False, None)])
def test_https_is_promised_for_two_years_where_there_is_https(settings, petition, is_secure, promise):
    settings.SECURE = is_secure
    assert {ask().get("Strict-Transport-Security") for _, ask in ANSWERS.values()} == {promise}


def test_an_error_of_ours_carries_the_same_protection_WB_01(petition, monkeypatch):
    monkeypatch.setattr("campaign.views.card.context", lambda: 1 / 0)
    response = browser().get("/en/")
    assert (response.status_code, policy(response)) == (500, POLICY)
    assert {name: response[name] for name in SAME} == SAME


def test_the_staff_area_carries_the_same_protection_WB_01(admin_client):
    response = admin_client.get("/staff/")
    assert (response.status_code, policy(response)) == (200, POLICY)
    assert {name: response[name] for name in SAME} == SAME


# --- cookies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if not kind.startswith("staff")])
def test_no_answer_to_the_public_sets_a_cookie_WB_03(petition, kind):
    assert dict(ANSWERS[kind][1]().cookies) == {}


def test_no_public_page_sets_a_cookie_WB_03(petition, sign, confirmed):
    pages = [*public_pages(), *token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]
    answers = [browser().get(page) for page in pages]
    assert [page for page, answer in zip(pages, answers, strict=True) if answer.cookies or "Set-Cookie" in answer] == []
    assert [page for page, answer in zip(pages, answers, strict=True) if "Cookie" in answer.get("Vary", "")] == []


def test_no_press_of_a_button_sets_a_cookie_WB_03(sign):
    row = sign()
    presses = [post(page) for page in token_pages(row) if "/yours/" not in page]
    presses += [post("/en/petition/check-your-email/", {"email": "anna@example.org"})]
    assert [dict(press.cookies) for press in presses] == [{}] * len(presses)


def test_even_staff_get_no_cookie_on_a_public_page(petition):
    visitor = browser()
    visitor.force_login(get_user_model().objects.create_user("staff", is_staff=True))
    assert dict(visitor.get("/en/petition/").cookies) == {}


def test_the_cookies_of_staff_stay_with_this_host_and_out_of_scripts(db):
    cookies = browser().get("/staff/login/").cookies
    assert [cookie["httponly"] and cookie["samesite"] for cookie in cookies.values()] == ["Strict"] * len(cookies)
    assert [bool(cookie["secure"]) for cookie in cookies.values()] == [settings.SECURE] * len(cookies)
    assert [name.startswith("__Host-") for name in cookies] == [settings.SECURE] * len(cookies)


# --- who may keep a page --------------------------------------------------------------------------------------------


# A proxy for two seconds: it asks us anew behind its visitors' backs, and our own copies are up to ten seconds old.
PAGE = "public, max-age=10, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400"
NUMBER = "public, max-age=10, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"


@pytest.fixture
def _no_boundary(monkeypatch):
    """Nothing changes by itself soon, whatever the hour of this run."""
    monkeypatch.setattr("petitions.public_pages.next_boundary", lambda now: None)


@pytest.mark.usefixtures("_no_boundary")
def test_anybody_may_keep_a_public_page_for_ten_seconds_and_for_a_day_in_an_outage(petition):
    kept = {page: browser().get(page)["Cache-Control"] for page in public_pages()}
    assert set(kept.values()) == {PAGE}


@pytest.mark.usefixtures("_no_boundary")
def test_anybody_may_keep_the_count_for_ten_seconds_whatever_language_they_speak(petition):
    answer = browser().get(COUNT, headers={"accept-language": "de"})
    assert (answer["Cache-Control"], answer.get("Vary")) == (NUMBER, None)


@pytest.mark.parametrize("kind", [kind for kind, (status, _) in ANSWERS.items() if status == 303 or status >= 400])
def test_nobody_keeps_an_answer_to_a_press_or_an_error(petition, kind):
    assert "no-store" in ANSWERS[kind][1]()["Cache-Control"]


def test_nobody_keeps_a_personal_page_EM_01(sign, confirmed):
    pages = [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]
    assert [page for page in pages if "no-store" not in browser().get(page)["Cache-Control"]] == []


@pytest.mark.parametrize("page", ["/en/", "/en/petition/", "/en/help/", "/en/petition/check-your-email/"])
def test_a_page_varies_with_nothing_the_language_is_in_its_address_WB_07(petition, page):
    assert browser().get(page).get("Vary") is None


# --- nothing inline -------------------------------------------------------------------------------------------------


class Scan(HTMLParser):
    """Collects what our policy would block, and what leads to other hosts by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_data = values.get("type") in ("application/ld+json", "application/json")
        if tag == "style" or (tag == "script" and "src" not in values and not is_data):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        loads = [values.get(name) or "" for name in ("src", "srcset", "poster", "data", "action", "formaction")]
        if tag in ("link", "use", "image", "base") and values.get("rel") not in ("canonical", "alternate"):
            loads.append(values.get("href") or "")
        elsewhere = ("http:", "https:", "//", "javascript:")
        self.found += [f"{tag} {value}" for value in loads if value.startswith(elsewhere)]


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_nothing_inline_and_nothing_from_elsewhere_stands_on_a_page_WB_02(petition, sign, confirmed, language):
    personal = [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]
    for page in [*public_pages(), *personal, "/en/nowhere/"]:
        here = page.replace("/en/", f"/{language}/", 1)
        assert (here, Scan(browser().get(here).content.decode()).found) == (here, [])


def test_the_scan_sees_what_it_looks_for():
    bad = '<p style="a">x</p><a onclick="x">y</a><script>z</script><img src="https://evil.example/i"><style></style>'
    assert Scan(bad).found == ["p style", "a onclick", "<script>", "img https://evil.example/i", "<style>"]


def test_the_crawl_finds_every_page_of_the_promise(petition):
    promised = {"home", "petition", "check_your_email", "thank_you", "withdrawn", "privacy", "help"}
    assert {resolve(page).url_name for page in public_pages()} >= promised
