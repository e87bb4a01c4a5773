"""400 % zoom, the smallest phone, more space, longer words: nothing scrolls sideways, nothing sticks, nothing is cut.

In the smoke tier the main pages meet every view and each other page one of them; in the full tier all meet all.
"""

import itertools

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.places import ENGLISH_ONLY, NAMES, names_in

MAIN = ("home", "petition", "petition with errors", "thank you", "asks", "asks/listen")
SMALL = {"viewport": {"width": 320, "height": 700}, "reduced_motion": "reduce"}
ZOOMED = {"viewport": {"width": 320, "height": 256}, "is_mobile": False, "has_touch": False, "reduced_motion": "reduce"}
SPACED_PHONE = {"reduced_motion": "reduce"}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STUCK = """() => [...document.querySelectorAll('body *')]
    .filter(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position) && one.checkVisibility())
    .filter(one => one.getBoundingClientRect().height > 0 && one.innerText.trim())
    .map(one => one.outerHTML.slice(0, 90))"""
# Text whose box ends outside the window although the page can't be moved there; scrollable boxes may hold it.
OUTSIDE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    const inScroller = one => one.closest('[tabindex="0"][role], .wide, iframe, .module, #changelist');
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility() || inScroller(parent)) continue;
        if (parent.closest('.visually-hidden, .field-trap, .skip-link, svg, option')) continue;
        const range = document.createRange(); range.selectNodeContents(node);
        const isOutside = box => box.width > 1.5 && (box.right > innerWidth + 1 || box.left < -1);
        if ([...range.getClientRects()].some(isOutside)) found.push(node.data.trim().slice(0, 60));
    }
    return found;
}"""
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
        p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
# What a language with longer words does to a page that was drawn in English.
LONGER = r"""() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('[translate=no], pre, script, svg')) continue;
        node.data = node.data.replace(/\p{L}{3,}/gu, word => word + word.slice(0, Math.round(word.length * 0.4)));
    }
}"""
# A language that runs from right to left: the page turned round, its words in Arabic letters of about the same length.
TURNED = r"""() => {
    document.documentElement.dir = 'rtl';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('[translate=no], pre, script, svg')) continue;
        node.data = node.data.replace(/[a-z]/giu, sign => String.fromCodePoint(0x627 + sign.codePointAt(0) % 26));
    }
}"""
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
    const style = getComputedStyle(one), hides = value => ['hidden', 'clip'].includes(value);
    if (!one.checkVisibility() || !one.innerText?.trim() || one.clientWidth < 2) return false;
    if (one.closest('.visually-hidden, .field-trap, .languages, svg')) return false;
    return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 90))"""


def faults_when_zoomed(page) -> list:
    page.mouse.wheel(0, 600)
    return [found for found in (page.evaluate(WIDER), page.evaluate(OUTSIDE), page.evaluate(STUCK)) if found]


def faults_when_spaced(page) -> list:
    page.evaluate(SPACED)
    return [found for found in (page.evaluate(WIDER), page.evaluate(OUTSIDE), page.evaluate(CUT)) if found]


def faults_of_longer_words(page) -> list:
    page.evaluate(LONGER)
    return [found for found in (page.evaluate(WIDER), page.evaluate(OUTSIDE), page.evaluate(CUT)) if found]


def faults_from_right_to_left(page) -> list:
    page.evaluate(TURNED)
    return [found for found in (page.evaluate(WIDER), page.evaluate(OUTSIDE), page.evaluate(CUT)) if found]


def faults_when_small(page) -> list:
    return [found for found in (page.evaluate(WIDER), page.evaluate(OUTSIDE), page.evaluate(CUT)) if found]


LONGEST, FROM_THE_RIGHT = "words longer by 40 %", "from right to left"
VIEWS = {
    "four times zoom": ("de", ZOOMED, faults_when_zoomed),
    "more space": ("el", SPACED_PHONE, faults_when_spaced),
    "the smallest phone": ("mt", SMALL, faults_when_small),
    LONGEST: ("en", SMALL, faults_of_longer_words),
    FROM_THE_RIGHT: ("en", SMALL, faults_from_right_to_left),
}


# Only English grows or turns round when it is translated, and what stays English does neither.
PSEUDO = (LONGEST, FROM_THE_RIGHT)
IN_EVERY_LANGUAGE = [view for view in VIEWS if view not in PSEUDO]
EVERY_VIEW = [*itertools.product(settings.LIVE_LANGUAGES, IN_EVERY_LANGUAGE), *(("en", view) for view in PSEUDO)]


def names_of(view: str, language: str) -> list[str]:
    return [name for name in names_in(language) if view not in PSEUDO or name not in ENGLISH_ONLY]


def walk(browse, places, names: list[str], language: str, view: str) -> dict[str, list]:
    """Page → its faults."""
    _, window, faults = VIEWS[view]
    page, found = browse(**window), {}
    for name in names:
        places.open(page, name, language=language)
        found[name] = faults(page)
    return {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_scrolls_sideways_sticks_or_is_cut(browse, places, view):
    turn, language = list(VIEWS).index(view), VIEWS[view][0]
    names = [name for number, name in enumerate(NAMES) if name in MAIN or number % len(VIEWS) == turn]
    left_out = ENGLISH_ONLY if view in PSEUDO else ()
    assert walk(browse, places, [name for name in names if name not in left_out], language, view) == {}


@pytest.mark.every_view
@pytest.mark.parametrize(("language", "view"), EVERY_VIEW)
def test_nothing_scrolls_sideways_sticks_or_is_cut_on_any_page_in_any_view(browse, places, language, view):
    assert walk(browse, places, names_of(view, language), language, view) == {}


def test_a_field_and_its_label_are_seen_together_at_four_times_zoom(browse):
    page = browse(**ZOOMED)
    page.goto("/de/petition/")
    for field in ("name", "email", "country"):
        page.locator(f"[name={field}]").focus()
        label = page.locator(f"label[for=id_{field}]").bounding_box()
        box = page.locator(f"[name={field}]").bounding_box()
        assert box["y"] + box["height"] - label["y"] <= 256


def test_the_bar_at_the_foot_of_a_phone_has_room_for_more_space(browse):
    page = browse(**SPACED_PHONE)
    page.goto("/de/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".bottom-bar")).to_be_visible()
    assert faults_when_spaced(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_open_list_of_languages_stays_in_the_window(browse, width):
    page = browse(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page.goto("/de/")
    page.locator(".languages summary").click()
    names = page.locator(".languages li a")
    boxes = [name.bounding_box() for name in names.all()]
    assert len(boxes) >= 2
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []
    assert page.evaluate(OUTSIDE) == []
