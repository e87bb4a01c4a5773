"""Fonts that come late: the page is read in the fallback first, and nothing moves when they arrive."""

import re

import pytest
from django.conf import settings

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.places import FROM_THE_MAP, NAMED

LATE_MS = 1500
SETTLED_MS = 400
MOST = 0.02
MAIN = ("home", "petition", "asks/listen", "thank you")
WITHOUT_FONTS = ("help", "help/cover-your-tracks", "embed/box", "mailbox")  # the machine's own, and nothing to wait for
WINDOWS = {"phone": PHONE, "desk": DESK}
# Everything that moves from the first moment on, and what it was.
WATCH = """
    window.moved = [];
    new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved.push({
        value: one.value, what: one.sources.map(({node}) => (node?.outerHTML ?? node?.data ?? '').slice(0, 60)),
    }) }).observe({type: 'layout-shift', buffered: true});
"""
PAINTED = """new Promise(done => new PerformanceObserver((_, watch) => { watch.disconnect(); done() })
    .observe({type: 'paint', buffered: true}))"""


def movement(page, places, name: str, language: str) -> list[dict]:
    """What moves on a page whose fonts wait for LATE_MS; nothing, if it is too little to be seen."""
    held, is_late = [], []
    page.route("**/*.woff2", lambda route: route.continue_() if is_late else held.append(route))
    page.goto("about:blank")
    path = (NAMED | FROM_THE_MAP)[name].format(language=language, **places.links)
    page.goto(path, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    page.wait_for_timeout(LATE_MS)
    assert held, "no font was waited for"
    is_late.append(True)
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_timeout(SETTLED_MS)
    page.unroute("**/*.woff2")
    moved = page.evaluate("window.moved")
    return moved if sum(one["value"] for one in moved) > MOST else []


def walk(browse, places, names, language: str, window: str) -> dict[str, list[dict]]:
    page = browse(**WINDOWS[window], locale=language)
    page.add_init_script(WATCH)
    found = {name: movement(page, places, name, language) for name in names}
    return {name: moved for name, moved in found.items() if moved}


@pytest.mark.parametrize(("language", "window"), [("en", "desk"), ("el", "phone")])
def test_nothing_moves_on_the_main_pages_when_fonts_arrive_late(browse, places, language, window):
    assert walk(browse, places, MAIN, language, window) == {}


@pytest.mark.every_view
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_nothing_moves_on_any_page_when_fonts_arrive_late(browse, places, language, window):
    # On a desk /embed/ shows its box, a frame without scripts: our own would be refused there, with a complaint.
    left_out = WITHOUT_FONTS + (("embed",) if window == "desk" else ())
    names = [name for name in NAMED | FROM_THE_MAP if name not in left_out]
    assert walk(browse, places, names, language, window) == {}


def test_a_fallback_of_another_width_is_seen(browse, demo, places):
    page = browse(**PHONE, locale="en")
    page.add_init_script(WATCH)
    sheet = re.sub(r"size-adjust: *[\d.]+%", "size-adjust: 50%", demo.get("/static/css/site.css")[1].decode())
    page.route("**/site.css", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    assert sum(one["value"] for one in movement(page, places, "home", "en")) > MOST
