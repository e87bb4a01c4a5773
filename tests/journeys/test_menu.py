"""The menu: a row where the header has room for its words, else behind one button; both without JavaScript."""

import pytest
from django.conf import settings

from tests.journeys.chromium import DESK, PHONE

WIDTHS = (320, 360, 390, 480, 640, 960, 1100, 1216, 1254, 1280, 1440, 1600)
HEADER = """() => {
    const parts = [...document.querySelector(".site-header .wrap").children].map(part => part.getBoundingClientRect());
    const shown = [...document.querySelectorAll(".site-header :is(a, summary)")].filter(one => one.checkVisibility());
    const middles = parts.map(part => part.top + part.height / 2);
    return {
        rows: Math.max(...middles) - Math.min(...middles) < 8 ? 1 : 2,
        cut: Math.max(...parts.map(part => part.right), document.documentElement.scrollWidth) > innerWidth,
        broken: shown.filter(one => one.offsetHeight > 60).map(one => one.textContent.trim()),
    };
}"""
WHOLE = {"rows": 1, "cut": False, "broken": []}


def is_row(page) -> bool:
    return not page.locator(".menu-all > summary").is_visible()


def shown(page) -> list[str]:
    """Entries of the menu that can be seen and pressed now."""
    links = page.locator(".menu a").all()
    return [link.get_attribute("href").removeprefix("/en/") for link in links if link.is_visible()]


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_header_stays_one_row_at_every_width(browse, language):
    page = browse(**DESK)
    page.goto(f"/{language}/asks/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, page.evaluate(HEADER)) == (width, WHOLE)


def test_a_wide_header_shows_the_entries_as_a_row_that_the_keyboard_walks(english_desk):
    english_desk.goto("/en/accessibility/")
    assert is_row(english_desk)
    assert shown(english_desk)[:1] + shown(english_desk)[-1:] == ["asks/", "about/"]
    english_desk.locator(".logo").first.focus()
    english_desk.keyboard.press("Tab")
    assert english_desk.evaluate("document.activeElement.getAttribute('href')") == "/en/asks/"


def test_more_opens_the_rest_without_javascript(browse):
    page = browse(**DESK, locale="en-GB", java_script_enabled=False)
    page.goto("/en/accessibility/")
    before = shown(page)
    page.locator(".menu-more summary").click()
    opened = [entry for entry in shown(page) if entry not in before]
    assert (opened[0], opened[-1]) == ("prevention/", "project-beacon/")


def test_on_a_phone_one_button_opens_all_entries_without_javascript(browse):
    page = browse(**PHONE, locale="en-GB", java_script_enabled=False)
    page.goto("/en/accessibility/")
    assert (is_row(page), shown(page)) == (False, [])
    page.locator(".menu-all > summary").click()
    entries = shown(page)
    assert (entries[0], entries[-1], "about/" in entries) == ("asks/", "project-beacon/", True)


def test_menu_and_languages_are_never_open_together(browse):
    page = browse(locale="en-GB")
    page.goto("/en/accessibility/")
    for opened in (".menu-all", ".languages"):
        page.locator(f"{opened} > summary").click()
        assert page.locator("header details[open]").count() == 1


def test_the_open_page_is_marked_for_eyes_and_for_screen_readers(english_desk):
    english_desk.goto("/en/about/")
    marked = english_desk.locator(".menu [aria-current=page]")
    assert (marked.count(), marked.inner_text()) == (1, "About")
    other = english_desk.locator(".menu a", has_text="What we ask")
    looks = [one.evaluate("one => getComputedStyle(one).boxShadow") for one in (marked, other)]
    assert looks[0] != looks[1]


def test_data_for_machines_is_no_script_to_the_policy(english_desk):
    # the guard of every journey fails this test when the browser says a word about the policy
    english_desk.goto("/en/asks/listen/")
    assert english_desk.locator("script[type='application/ld+json']").count() == 2
