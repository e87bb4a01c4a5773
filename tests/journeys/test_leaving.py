""" "Leave this site": at once, by button or Shift, and Back does not return to the page that was left."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.journeys.chromium import DESK
from tests.journeys.conftest import PATIENCE_MS

PAGES = ("/en/help/", "/en/help/?country=AT", "/en/help/cover-your-tracks/", "/en/voices/")
BEFORE = "/en/about/"  # where the visitor came from; a page of ours that stays in the history
WAIT_FOR_SCRIPT = "() => !document.querySelector('[data-leave-keys]').hidden"


class Neutral(BaseHTTPRequestHandler):
    """Somebody else's page; remembers what the browser says of where it came from."""

    referrers: list[str | None] = []

    def do_GET(self):
        if self.path == "/":
            Neutral.referrers.append(self.headers.get("Referer"))
        body = b"<!doctype html><html lang=en><title>Neutral</title><p>A neutral page.</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing in the output of the tests."""


@pytest.fixture(scope="module")
def away(demo):
    """The neutral site, of another origin than ours; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", urlsplit(demo.away).port), Neutral)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield demo.away
    server.shutdown()


@pytest.fixture
def visit(chromium, demo, away):
    """visit(path): a window that was on BEFORE and is on this page now; without the guard, which forbids to leave."""
    contexts = []

    def opened(path: str, **options):
        contexts.append(chromium.new_context(base_url=demo.origin, **(DESK | options)))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        page = contexts[-1].new_page()
        page.goto(BEFORE)
        page.goto(path)
        if options.get("java_script_enabled", True):
            page.wait_for_function(WAIT_FOR_SCRIPT)
        return page

    yield opened
    for context in contexts:
        context.close()


def shift(page, times: int, pause: int = 0) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")
        page.wait_for_timeout(pause)


def path_of(page) -> str:
    address = urlsplit(page.url)
    return address.path + (f"?{address.query}" if address.query else "")


def stays(page) -> bool:
    """Whether the page is still there, whole, a moment later."""
    before = page.url
    page.wait_for_timeout(300)
    return page.url == before and page.locator("h1").is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_back_does_not_return_to_the_page_that_was_left_by_the_button(visit, away, path):
    page = visit(path)
    steps = page.evaluate("history.length")
    page.locator(".leave [data-leave]").click()
    page.wait_for_url(away)
    assert page.evaluate("history.length") == steps
    page.go_back()
    assert path_of(page) == BEFORE


@pytest.mark.parametrize("path", PAGES)
def test_back_does_not_return_to_the_page_that_was_left_by_three_times_shift(visit, away, path):
    page = visit(path)
    shift(page, 3)
    page.wait_for_url(away)
    page.go_back()
    assert path_of(page) == BEFORE


def test_the_second_stop_of_the_keyboard_leaves(visit, away):
    page = visit("/en/help/")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Leave this site"
    page.keyboard.press("Enter")
    page.wait_for_url(away)
    page.go_back()
    assert path_of(page) == BEFORE


def test_the_page_is_covered_before_the_next_one_is_there(visit, away):
    page = visit("/en/help/")
    at_once = page.evaluate("""() => {
        document.querySelector('.leave [data-leave]').click();
        return [location.pathname, document.documentElement.textContent, document.title];
    }""")
    assert at_once == ["/en/help/", "", ""]
    page.wait_for_url(away)


def test_the_neutral_site_does_not_learn_where_the_visitor_came_from(visit, away):
    Neutral.referrers.clear()
    for script in (True, False):
        page = visit("/en/help/", java_script_enabled=script)
        page.locator(".leave [data-leave]").click()
        page.wait_for_url(away)
    assert Neutral.referrers == [None, None]


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_the_button_is_a_plain_link_that_leaves(visit, away, path):
    page = visit(path, java_script_enabled=False)
    assert page.locator(".leave-keys").is_visible() is False
    page.locator(".leave [data-leave]").click()
    page.wait_for_url(away)


def test_choosing_a_country_is_no_step_that_back_could_return_to(visit, away):
    page = visit("/en/help/")
    page.get_by_label("Choose your country").select_option("FR")
    page.get_by_role("button", name="Show help").click()
    page.wait_for_url("**/en/help/?country=FR#help-in-your-country")
    page.locator(".leave [data-leave]").click()
    page.wait_for_url(away)
    page.go_back()
    assert path_of(page) == BEFORE


def test_shift_can_be_turned_off_for_the_page(visit, away):
    page = visit("/en/help/")
    page.get_by_label("Turn the Shift keys off on this page").check()
    shift(page, 4)
    assert stays(page)
    page.get_by_label("Turn the Shift keys off on this page").uncheck()
    shift(page, 3)
    page.wait_for_url(away)


def test_shift_beside_other_keys_or_too_slowly_does_not_leave(visit):
    page = visit("/en/help/")
    page.keyboard.press("Tab")
    for key in ("Shift+Tab", "Shift+A", "Control+Shift", "Shift+ArrowDown"):
        page.keyboard.press(key)
    shift(page, 2)
    page.keyboard.press("ArrowDown")
    shift(page, 2)
    assert stays(page)
    page.wait_for_timeout(5100)
    shift(page, 1)
    assert stays(page)


def test_shift_while_typing_does_not_leave(visit):
    page = visit("/en/help/")
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    for field in ("textarea", "select"):
        page.locator(field).focus()
        shift(page, 4)
    assert stays(page)


def test_a_screen_reader_hears_of_the_keys_where_they_work_alone(visit):
    described = "link => link.getAttribute('aria-describedby')"
    for script, how in ((True, "leave-how"), (False, None)):
        page = visit("/en/help/", java_script_enabled=script)
        if script:
            assert page.locator(".leave [data-leave]").evaluate(described) == how
        assert page.locator("#leave-how").is_visible() is script


@pytest.mark.parametrize(("height", "position"), [(900, "sticky"), (470, "static")])
def test_the_button_stays_in_sight_where_the_window_has_room_for_it(visit, height, position):
    page = visit("/en/help/", viewport={"width": 390, "height": height})
    page.evaluate("scrollTo(0, 600)")
    top = page.locator(".leave").evaluate("one => one.getBoundingClientRect().top")
    assert page.locator(".leave").evaluate("one => getComputedStyle(one).position") == position
    assert (top == 0) is (position == "sticky")
