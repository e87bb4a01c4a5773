"""axe on every page: each language, light and dark, on the smallest phone and on a desk.

The smoke tier meets every page once in each of three languages, in changing theme and width; the full tier all of it.
"""

import itertools
from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.journeys.places import names_in

SMALL = {"viewport": {"width": 320, "height": 700}, "reduced_motion": "reduce"}
WINDOW = {"is_mobile": False, "has_touch": False, "reduced_motion": "reduce"}
WANTED = {"resultTypes": ["violations"]}  # the other results are not read, and cost most of the time
UNFOLD = "for (const one of document.querySelectorAll('details')) { one.removeAttribute('name'); one.open = true }"
VIEWS = [("light", 320), ("dark", 1280), ("dark", 320), ("light", 1280)]
# Language → the view of its first page; the next page meets the next one.
FIRST_VIEW = {"en": 0, "el": 1, "mt": 2}


def violations(page) -> list[str]:
    """One line per place: rule and the element."""
    found = Axe().run(page, options=WANTED).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def what_axe_says(page, go: Callable[[str], object], looks: Iterable[tuple[str, tuple[str, int]]]) -> dict[str, list]:
    """Page and view → what axe says, where it says anything; `go` opens the page of a name."""
    found = {}
    for name, (theme, width) in looks:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        go(name)
        found[f"{name}, {theme}, {width} px"] = violations(page)
    return {look: lines for look, lines in found.items() if lines}


def walk(browse, places, language: str, views: Iterable[tuple[str, int]]) -> dict[str, list]:
    """The same of every page that speaks this language."""
    page, looks = browse(**WINDOW, locale=language), zip(names_in(language), views, strict=False)
    return what_axe_says(page, lambda name: places.open(page, name, language=language), looks)


@pytest.mark.parametrize("language", FIRST_VIEW)
def test_axe_finds_nothing_on_any_page(browse, places, language):
    views = itertools.islice(itertools.cycle(VIEWS), FIRST_VIEW[language], None)
    assert walk(browse, places, language, views) == {}


@pytest.mark.every_view
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]}, {view[1]} px")
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_axe_finds_nothing_on_any_page_in_any_view(browse, places, language, view):
    assert walk(browse, places, language, itertools.repeat(view)) == {}


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
