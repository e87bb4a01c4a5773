"""The 42 cases of where a press may come from, on every address of the map that takes one."""

import itertools

import pytest
from django.conf import settings
from django.urls import get_resolver, resolve

from campaign import origin
from campaign.address_map import routes
from tests.crawl import browser, filled, post, token_pages, token_presses

OWN = settings.SITE_ORIGIN
SCHEME, _, HOST = OWN.partition("://")
SITES = {
    "same-origin": "same-origin", "same-site": "same-site", "cross-site": "cross-site", "none": "none", "absent": None,
    "garbage": "§$%", "duplicated": "same-origin, same-origin",
}  # fmt: skip
ORIGINS = {
    "own": OWN,
    "other": "https://evil.example",
    "null": "null",
    "absent": None,
    "other port": f"{SCHEME}://{HOST.partition(':')[0]}:4443",
    "http": f"{'http' if SCHEME == 'https' else 'https'}://{HOST}",
}
CASES = list(itertools.product(SITES, ORIGINS))
PASS = {("same-origin", "own"), ("same-origin", "null"), ("same-origin", "absent"), ("absent", "own")}
ALL_ROUTES = [route for route, _ in routes(get_resolver().url_patterns)]
OURS = [route for route in ALL_ROUTES if not route.startswith(("staff/", "anymail/"))]
BARE = [route for route in OURS if "<str:token>" not in route]


def press(path: str, case: tuple[str, str]) -> int:
    return post(path, "a=b", sec_fetch_site=SITES[case[0]], origin=ORIGINS[case[1]]).status_code


def passing(path: str) -> set[tuple[str, str]]:
    return {case for case in CASES if press(path, case) != 403}


def test_there_are_forty_two_cases_and_four_of_them_are_ours():
    assert (len(CASES), len(PASS)) == (42, 4)


@pytest.mark.parametrize("route", BARE)
def test_without_a_personal_link_only_our_own_pages_may_press_WB_04(petition, route):
    path = filled(route)
    takes_a_press = press(path, ("same-origin", "own")) != 405
    cases = CASES if takes_a_press else [("cross-site", "other"), ("absent", "own")]
    passed = {case for case in cases if press(path, case) != 403}
    assert passed == (set(cases) if route.startswith("api/") else PASS & set(cases))
    assert not (route.startswith("api/") and takes_a_press)


def test_a_personal_link_is_the_authority_wherever_it_is_pressed_WB_04(sign):
    links = [link for link in [*token_pages(sign()), *token_presses(sign())] if resolve(link).url_name in origin.EXEMPT]
    assert {link: passing(link) for link in links} == {link: set(CASES) for link in links}
    assert links


def test_only_addresses_with_a_token_in_them_are_exempt_WB_04():
    named = {pattern.name for route, pattern in routes(get_resolver().url_patterns) if "<str:token>" in route}
    assert origin.EXEMPT - named == set()


@pytest.mark.parametrize("route", [route for route in ALL_ROUTES if route.startswith("staff/")])
def test_the_staff_area_refuses_every_press_that_has_no_secret_of_its_own_WB_04(db, route):
    cases = [case for case in CASES if "same-origin" in case or "own" in case]
    assert {press(filled(route), case) for case in cases} <= {403, 404}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_the_staff_login_with_its_secret_is_pressed_on_our_own_page_alone_WB_04(db, case):
    visitor = browser()
    secret = visitor.get("/staff/login/", secure=settings.SECURE).cookies[settings.CSRF_COOKIE_NAME].value
    sent = {"origin": ORIGINS[case[1]], "sec-fetch-site": SITES[case[0]], "host": HOST}
    wanted = {name: value for name, value in sent.items() if value is not None}
    fields = {"username": "ana", "password": "wrong", "csrfmiddlewaretoken": secret}
    status = visitor.post("/staff/login/", fields, secure=settings.SECURE, headers=wanted).status_code
    is_ours = case[1] == "own" or (case[1] == "absent" and not settings.SECURE)  # over http the secret alone must do
    assert status == (200 if is_ours else 403)


def test_a_foreign_press_at_the_staff_door_meets_our_own_page_and_not_djangos_WB_24(db):
    page = post("/staff/login/", "a=b", origin="https://evil.example")
    said = page.content.decode()
    assert (page.status_code, page["Cache-Control"], "CSRF" in said, "Django" in said) == (
        403,
        "no-store",
        False,
        False,
    )
    assert said.count("<h1>") == 1
