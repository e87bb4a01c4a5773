"""The box on another origin's page, under the strictest policy that page can have: tried in a real browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from campaign import embed
from tests.journeys.chromium import DESK
from tests.journeys.supporter import button, words

STRICT = "default-src 'none'; frame-src {origin}"


class Elsewhere:
    """Somebody else's site: one page with this HTML in it and nothing else allowed but frames of ours."""

    def __init__(self, origin: str) -> None:
        self.html, self.policy = "", STRICT.format(origin=origin)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>x</title><h1>School</h1>{site.html}".encode())

            def log_message(self, *_: object) -> None: ...

        return Handler


@pytest.fixture
def elsewhere(demo) -> Iterator[Elsewhere]:
    site = Elsewhere(demo.origin)
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def visit(chromium, elsewhere):
    """visit(html) → that page, with what it asked for and what the browser complained about."""
    context = chromium.new_context(**DESK)
    context.set_default_timeout(8000)

    def opened(html: str):
        elsewhere.html, page = html, context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(elsewhere.origin)
        return page

    yield opened
    context.close()


@pytest.fixture
def line(browse):
    """line(language, kind): the line that our own page tells people to copy."""

    def copied(language: str, kind: str = "box", name: str = "embed-code") -> str:
        page = browse(**DESK)
        page.goto(f"/{language}/embed/?language={language}&kind={kind}")
        return page.locator(f"#{name}").input_value()

    return copied


@pytest.mark.parametrize("language", ["en", "el"])
def test_under_the_strictest_policy_the_box_shows_and_sets_nothing_and_asks_nobody_else_WB_11(
    visit, line, demo, elsewhere, language
):
    page = visit(line(language))
    frame = page.frame_locator("iframe")
    expect(frame.locator(".count")).to_contain_text(words("Signatures: %(count)s", language).partition(":")[0])
    expect(frame.locator(".button")).to_have_css("background-color", "rgb(255, 185, 56)")  # its sheet has come
    ours = [f"{demo.origin}/{language}/embed/box/", f"{demo.origin}/static/css/embed.css"]
    assert page.asked == [f"{elsewhere.origin}/", *ours]
    assert (page.context.cookies(), page.complaints) == ([], [])


def test_the_button_of_the_box_opens_the_petition_whole_and_without_a_way_back(visit, line, demo):
    page = visit(line("en"))
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").locator(".button").click()
    petition = opened.value
    expect(button(petition, "Sign the petition")).to_be_visible()
    assert (petition.url, petition.evaluate("opener")) == (f"{demo.origin}/en/petition/", None)
    assert petition.evaluate("location.origin === origin")  # out of the sandbox: scripts and forms work
    assert petition.context.cookies() == []


@pytest.mark.parametrize("path", ["/en/", "/en/petition/", "/en/embed/", "/staff/login/"])
def test_no_other_page_of_ours_can_be_framed_WB_10(visit, demo, path):
    page = visit(f'<iframe src="{demo.origin}{path}"></iframe>')
    page.wait_for_load_state("networkidle")
    assert page.frames[1].url.startswith("chrome-error:")


SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
HEIGHT = int(embed.FRAME.partition('height="')[2].partition('"')[0])


@pytest.mark.parametrize("width", [256, 320, 640])
@pytest.mark.parametrize("language", ["en", "de", "el", "mt"])
def test_the_box_fits_its_frame_from_sixteen_rem_on(browse, language, width):
    page = browse(**DESK | {"viewport": {"width": width, "height": HEIGHT}})
    page.goto(f"/{language}/embed/box/")
    assert page.evaluate(SIZE) == [width, HEIGHT]
    longest = "The longest of all titles that any of our languages may have"  # max:60
    page.locator("h1").evaluate("(title, words) => { title.textContent = words }", longest)
    assert page.evaluate(SIZE) == [width, HEIGHT]


def test_the_link_with_the_picture_shows_it_where_pictures_of_ours_are_allowed(visit, line, elsewhere, demo):
    elsewhere.policy += f"; img-src {demo.origin}"
    page = visit(line("en", name="embed-picture"))
    page.locator("img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('img').naturalWidth === 1200")
    assert (page.context.cookies(), page.complaints) == ([], [])


def test_the_button_alone_is_a_link_that_works_under_the_strictest_policy(visit, line, demo):
    page = visit(line("en", kind="button"))
    page.get_by_role("link", name="Sign the petition").click()
    page.wait_for_url(f"{demo.origin}/en/petition/")


def test_the_line_is_copied_by_one_press_and_a_toast_says_so(browse):
    page = browse(**DESK, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/de/embed/")
    page.locator("[data-copy]").first.click()
    expect(page.locator("[data-toast]")).to_have_text(words("Copied", "de", "embed.copied"))
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#embed-code").input_value()


def test_on_a_phone_the_preview_waits_for_a_press_and_the_page_asks_for_no_frame(browse):
    page, asked = browse(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/el/embed/")
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if "box" in one] == []
