"""axe on every page: in English and German, light and dark, on the smallest phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.journeys.chromium import DESK
from tests.journeys.places import NAMES

SMALL = {"viewport": {"width": 320, "height": 700}, "reduced_motion": "reduce"}
WANTED = {"resultTypes": ["violations"]}  # the other results are not read, and cost most of the time
UNFOLD = "for (const one of document.querySelectorAll('details')) { one.removeAttribute('name'); one.open = true }"
# Every page meets each language, each theme and each width.
VIEWS = [("en", "light", SMALL), ("de", "dark", DESK)]


def violations(page) -> list[str]:
    """One line per place: rule and the element."""
    found = Axe().run(page, options=WANTED).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("language", "theme", "width"), VIEWS, ids=["en, light, 320 px", "de, dark, 1280 px"])
def test_axe_finds_nothing_on_any_page(browse, places, language, theme, width):
    page = browse(**width, color_scheme=theme, locale=language)
    found = {}
    for name in NAMES:
        places.open(page, name, language=language)
        found[name] = violations(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_axe_finds_nothing_with_everything_unfolded(browse):
    page = browse(**SMALL)
    page.goto("/de/petition/")
    page.evaluate(UNFOLD)
    page.locator("[name=email]").fill("anna@gmial.com")
    page.locator("[name=email]").blur()  # the question about a mistyped domain
    expect(page.locator(".typo button").first).to_be_visible()
    assert violations(page) == []


FORM = "application/x-www-form-urlencoded"
REFUSALS = {
    400: ("/en/petition/", {"Content-Type": FORM}, "country=DE&country=FR"),
    403: ("/en/petition/", {"Content-Type": FORM, "Origin": "https://elsewhere.example"}, "name=Anna"),
    405: ("/en/petition/thank-you/", {"Content-Type": FORM}, "name=Anna"),
    413: ("/en/petition/", {"Content-Type": FORM}, "name=" + "a" * 40_000),
    415: ("/en/petition/", {"Content-Type": "application/json"}, "{}"),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_axe_finds_nothing_on_a_page_that_refuses(browse, demo, status):
    address, headers, body = REFUSALS[status]
    answered, html = demo.ask("POST", address, body, {"Origin": demo.origin} | headers)
    assert answered == status
    page = browse(**SMALL, locale="en")
    page.route(f"**{address}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    assert violations(page) == []


@pytest.mark.parametrize("status", [500, 503])
def test_axe_finds_nothing_on_a_page_that_needs_no_database(browse, status):
    page, html = browse(**SMALL, locale="en"), render_to_string(f"{status}.html", {"minutes": 5})
    page.route("**/en/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/en/")
    assert violations(page) == []
