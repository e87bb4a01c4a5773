"""A signature can only be sent from our own pages; a link out of a letter works from any mailbox."""

import itertools

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from campaign import origin
from petitions.models import Signature
from tests.crawl import GOOD, browser, post, routes, token_pages

OWN = settings.SITE_ORIGIN
SCHEME, _, HOST = OWN.partition("://")
ORIGINS = {
    "own": OWN,
    "other": "https://evil.example",
    "null": "null",
    "absent": None,
    "other port": f"{SCHEME}://{HOST.partition(':')[0]}:4443",
    "other scheme": f"{'http' if SCHEME == 'https' else 'https'}://{HOST}",
    "with slash": f"{OWN}/",
    "upper case": OWN.upper(),
    "twice": f"{OWN}, {OWN}",
    "subdomain": f"{SCHEME}://sub.{HOST}",
    "longer": f"{OWN}.evil.example",
    "empty": "",
}
SITES = {
    "same-origin": "same-origin", "same-site": "same-site", "cross-site": "cross-site", "none": "none", "absent": None,
    "garbage": "§$%", "duplicated": "same-origin, same-origin", "upper case": "Same-Origin", "empty": "",
}  # fmt: skip
PASSES = {("same-origin", "own"), ("same-origin", "null"), ("same-origin", "absent"), ("absent", "own")}
MATRIX = list(itertools.product(SITES, ORIGINS))


@pytest.mark.parametrize(("site", "sender"), MATRIX)
def test_only_our_own_pages_may_send_a_signature_WB_04(petition, site, sender):
    response = post("/en/petition/", GOOD, sec_fetch_site=SITES[site], origin=ORIGINS[sender])
    passes = (site, sender) in PASSES
    assert (response.status_code, Signature.objects.count()) == ((303, 1) if passes else (403, 0))


def test_the_form_that_asks_again_obeys_the_same_rule(petition):
    path, data = "/en/petition/check-your-email/", {"email": "anna@example.org"}
    assert post(path, data).status_code == 303
    assert post(path, data, sec_fetch_site="cross-site", origin="https://evil.example").status_code == 403


@pytest.mark.parametrize("site", [None, "none", "cross-site", "same-origin"])
@pytest.mark.parametrize("sender", [None, "null", "https://webmail.example", OWN])
def test_a_link_of_a_letter_works_from_any_mailbox(sign, site, sender):
    for action in ("confirm", "not-me", "withdraw"):
        row = sign(f"{action}@example.org")
        path = next(page for page in token_pages(row) if f"/{action}/" in page)
        assert post(path, sec_fetch_site=site, origin=sender).status_code in (200, 303)


def test_exempt_are_exactly_the_pages_whose_link_is_the_authority():
    paths = [f"/{route}".replace("<str:token>", "x") for route in routes() if "<str:token>" in route]
    looks_only = {"yours"}
    assert {resolve(path).url_name for path in paths} - looks_only == origin.EXEMPT


def test_the_staff_area_has_djangos_own_check_instead(petition):
    response = post("/staff/login/", {"username": "staff", "password": "x"}, origin="https://evil.example")
    assert response.status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_is_never_foreign(petition, method):
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert browser().generic(method, "/en/petition/", headers=headers).status_code == 200


def test_the_refusal_is_a_page_in_the_visitors_language(petition):
    response = post("/de/petition/", GOOD, origin="https://evil.example")
    assert (response.status_code, response["Content-Language"], response["Cache-Control"]) == (403, "de", "no-store")


@pytest.mark.parametrize(
    ("is_embedded", "host", "is_ours"),
    [(True, "localhost", True), (True, "127.0.0.1", True), (False, "localhost", False), (False, "127.0.0.1", False)],
)
def test_the_demo_also_trusts_the_host_it_was_asked_by(settings, is_embedded, host, is_ours):
    settings.EMBEDDED, settings.SITE_ORIGIN = is_embedded, "https://petition.example"
    request = RequestFactory().post("/", headers={"host": f"{host}:8000", "origin": f"http://{host}:8000"})
    assert origin.comes_from_us(request) is is_ours
