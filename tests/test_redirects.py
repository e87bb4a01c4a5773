"""No redirect of ours leads where a request wants it; pages and letters know our address from the settings alone."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import RequestFactory

from campaign.leaving import leave
from petitions import outbox
from tests.crawl import GOOD, browser, post

PAYLOADS = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "https:evil.example", "https:/evil.example", "https://evil.example", "HTTPS://evil.example", "http://evil.example",
    "//evil.example/%2e%2e", "//evil.example\\@petition.example", "//petition.example@evil.example",
    "https://petition.example.evil.example", "https://petition.example%2eevil.example", "/%09/evil.example",
    "\t//evil.example", "/\t/evil.example", "%5c%5cevil.example", "/%5cevil.example", "/%2fevil.example",
    "%0d%0aLocation:%20//evil.example", "\r\nLocation: //evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "?next=//evil.example", "#//evil.example", "/en/../..//evil.example", "//0x7f000001",
    "//[::1]", "\x00//evil.example", "〱//evil.example", "//evil。example",
]  # fmt: skip
OWN = {"testserver", urlsplit(settings.SITE_ORIGIN).hostname}
NAMES = ("next", "url", "return_to", "redirect", "continue", "language", "to")


def leads_astray(location: str) -> bool:
    """Whether a browser that was on our page would leave it; tabs and line ends it leaves out, `\\` is `/` to it."""
    seen = location.translate({9: None, 10: None, 13: None}).replace("\\", "/").strip("\0 ")
    target = urlsplit(urljoin("https://testserver/en/", seen))
    return target.scheme not in ("http", "https") or target.hostname not in OWN or bool(set("\r\n\0") & set(location))


def test_the_judge_of_this_file_sees_what_leads_astray():
    evil = ["//evil.example", "/\\evil.example", "javascript:a", "\t//evil.example", "/\t/evil.example", "a\r\nb"]
    ours = ["/", "/en/?next=//evil.example", "/staff/login/?next=/%5Cevil.example", "?a", "#b", "https://testserver/"]
    assert [leads_astray(place) for place in evil + ours] == [True] * len(evil) + [False] * len(ours)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("start", ["/", "/DE/", "/en", "/DE", "/en/petition", "/leave/"])
def test_no_address_and_no_query_leads_off_the_site_WB_09(db, start, payload):
    asked = [f"{start}{payload}", *[f"{start}?{name}={quote(payload)}" for name in NAMES]]
    found = {browser().get(path).get("Location", "/") for path in asked} - {settings.LEAVE_URL}
    assert [location for location in found if leads_astray(location)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_of_a_form_leads_off_the_site_WB_09(petition, payload):
    fields = dict.fromkeys(NAMES, payload)
    signed = post(f"/en/petition/?next={quote(payload)}", GOOD | fields)
    assert (signed.status_code, signed["Location"]) == (303, "/en/petition/check-your-email/")
    assert post("/leave/", fields)["Location"] == settings.LEAVE_URL


@pytest.mark.parametrize("payload", PAYLOADS[::3])
def test_the_next_of_the_staff_login_stays_with_us_WB_09(db, payload):
    User.objects.create_superuser("ana", password="a long password")
    visitor = browser()
    secret = visitor.get("/staff/login/").cookies[settings.CSRF_COOKIE_NAME].value
    fields = {"username": "ana", "password": "a long password", "csrfmiddlewaretoken": secret, "next": payload}
    answer = visitor.post(f"/staff/login/?next={quote(payload)}", fields)
    again = visitor.get(f"/staff/login/?next={quote(payload)}")
    assert answer.status_code == 302
    assert [place for place in (answer["Location"], again.get("Location", "/")) if leads_astray(place)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_who_leaves_goes_to_the_page_of_the_settings_WB_09(payload):
    request = RequestFactory().get("/leave/", {"to": payload}, headers={"referer": payload})
    assert leave(request)["Location"] == settings.LEAVE_URL


# --- hosts ----------------------------------------------------------------------------------------------------------

HOSTS = ["x-forwarded-host", "x-host", "x-original-host", "x-forwarded-server", "x-http-host-override", "forwarded"]


@pytest.mark.parametrize("host", ["petition.example", "localhost", "127.0.0.1:8443", "petition.example:444"])
def test_a_letter_links_to_the_address_of_the_settings_whoever_was_asked_WB_06(petition, mailoutbox, monkeypatch, host):
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["petition.example", "localhost", "127.0.0.1"])
    named = {name: "evil.example" for name in HOSTS} | {"host": host, "origin": settings.SITE_ORIGIN}
    sent = browser().post("/en/petition/", GOOD, headers=named | {"sec-fetch-site": "same-origin"})
    outbox.pay()
    (letter,) = mailoutbox
    whole = letter.message().as_string()
    links = {urlsplit(word).netloc for word in letter.body.split() if word.startswith("http")}
    assert (sent.status_code, links) == (303, {urlsplit(settings.SITE_ORIGIN).netloc})
    assert ("evil.example" in whole, f"//{host}/" in whole and host != "petition.example") == (False, False)


@pytest.mark.parametrize("path", ["/DE/", "/en", "/", "/en/nowhere/", "/sitemap.xml", "/robots.txt", "/en/embed/"])
@pytest.mark.parametrize("host", ["evil.example", "petition.example.evil.example", "petition.example@evil.example"])
def test_a_host_that_is_not_ours_is_refused_and_not_repeated_WB_06(petition, path, host):
    answer = browser().get(path, headers={"host": host})
    assert (answer.status_code, b"evil.example" in answer.content, "Location" in answer) == (400, False, False)
