"""Help: a line that staff have verified reaches the page, and the page is whole with nothing but HTML."""

import itertools
from collections.abc import Iterable
from datetime import date

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.places import log_in
from tests.journeys.test_axe import VIEWS, what_axe_says
from tests.journeys.test_keyboard import hidden_stops
from tests.journeys.test_small_windows import SMALL, ZOOMED, faults_when_small, faults_when_zoomed

WINDOWS = {"narrow": DESK | {"viewport": {"width": 390, "height": 844}}, "wide": DESK, "zoomed": ZOOMED}
LIGHT = ("help/", "help/?country=AT", "help/cover-your-tracks/")
HIDDEN = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, select, button, a)')]
    .filter(one => !one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def verified(chromium, demo):
    """Staff have dialled 147 and verified it, after a look; what they saw."""
    page = chromium.new_context(base_url=demo.origin, **DESK, locale="en-GB").new_page()
    log_in(page)
    page.goto("/staff/campaign/helpline/?country=AT")
    page.get_by_role("link", name="Rat auf Draht").click()
    page.get_by_label("Where it says so").fill("https://www.rataufdraht.at/")
    page.get_by_label("Checked on").fill(f"{date.today():%Y-%m-%d}")
    page.get_by_label("Checked by").fill("Ada, dialled")
    page.get_by_label("Verified").check()
    with page.context.expect_page() as look:
        page.get_by_role("button", name="Preview the page").click()
    seen = look.value.locator(".country-card").inner_text(), demo.get("/en/help/?country=AT")[1].decode()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    yield seen
    page.context.close()


def test_staff_look_at_the_card_before_anybody_can_call(verified):
    previewed, public = verified
    assert ("Call: 147" in previewed, "tel:147" in public) == (True, False)


def test_a_child_finds_the_line_of_its_country(browse, verified):
    page = browse(**PHONE, locale="en-GB")
    page.goto("/en/help/")
    page.get_by_label("Choose your country").select_option("AT")
    page.get_by_role("button", name="Show help").click()
    card = page.locator(".country-card")
    expect(card.get_by_role("link", name="Call: 147")).to_have_attribute("href", "tel:147")
    expect(card).to_contain_text("Every day, all day")
    assert page.locator("#help-in-your-country").evaluate("one => one.getBoundingClientRect().top") >= 0


@pytest.mark.parametrize("path", LIGHT)
def test_with_css_and_javascript_off_everything_is_there(browse, verified, path):
    page = browse(**PHONE, locale="en-GB")
    page.context.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"/en/{path}")
    assert page.evaluate(HIDDEN) == []
    expect(page.get_by_role("link", name="Leave this site")).to_be_visible()


def test_the_form_works_with_css_and_javascript_off(browse, verified):
    page = browse(**PHONE, locale="en-GB", java_script_enabled=False)
    page.context.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto("/en/help/")
    page.get_by_label("Choose your country").select_option("AT")
    page.get_by_role("button", name="Show help").click()
    expect(page.get_by_role("link", name="Call: 147")).to_be_visible()


def walk(browse, language: str, looks: Iterable[tuple[str, tuple[str, int]]]) -> dict[str, list]:
    page = browse(**SMALL | {"is_mobile": False, "has_touch": False}, locale=language)
    return what_axe_says(page, lambda path: page.goto(f"/{language}/{path}"), looks)


@pytest.mark.parametrize(("number", "language"), enumerate(settings.LIVE_LANGUAGES))
def test_axe_finds_nothing_in_light_and_dark(browse, verified, number, language):
    """Each page in a view of its own; all views of all pages have been met after four languages."""
    views = itertools.islice(itertools.cycle(VIEWS), number % len(VIEWS), None)
    assert walk(browse, language, zip(LIGHT, views, strict=False)) == {}


@pytest.mark.every_view
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_axe_finds_nothing_in_any_view(browse, verified, language):
    assert walk(browse, language, itertools.product(LIGHT, VIEWS)) == {}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_nothing_scrolls_sideways_or_sticks_in_small_windows(browse, verified, language):
    small, zoomed = browse(**SMALL, locale=language), browse(**ZOOMED, locale=language)
    found = {}
    for path in LIGHT:
        small.goto(f"/{language}/{path}")
        zoomed.goto(f"/{language}/{path}")
        found[path] = faults_when_small(small) + faults_when_zoomed(zoomed)
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("window", WINDOWS)
def test_every_stop_of_the_keyboard_is_seen(browse, verified, window):
    page = browse(**WINDOWS[window], locale="en-GB")
    for path in LIGHT:
        page.goto(f"/en/{path}")
        assert (path, hidden_stops(page)) == (path, [])


def test_nothing_moves_when_the_script_arrives(browse, verified):
    page = browse(**DESK, locale="en-GB")
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => window.moved += one.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/en/help/")
    page.wait_for_function("() => !document.querySelector('[data-leave-keys]').hidden")
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") == 0
