"""Signing with the keyboard alone: every stop is visible, nothing covers it, and no mouse is needed."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.chromium import DESK
from tests.journeys.places import PUBLIC
from tests.journeys.supporter import path_of, words

NARROW = DESK | {"viewport": {"width": 390, "height": 844}}
WINDOWS = {"narrow": NARROW, "wide": DESK}

IN_SIGHT = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    if (one.localName === 'iframe') return '';  // the stop is inside, in a page of its own
    const box = one.getClientRects()[0] ?? one.getBoundingClientRect();  // a link may go on in the next line
    const x = box.x + box.width / 2, y = box.y + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const free = top && (one.contains(top) || top.contains(one) || top.closest('label')?.control === one);
    const tag = element => element?.outerHTML.slice(0, 90);
    return (shown && free) ? '' : `${tag(one)} outline=${style.outline} covered by ${tag(top)}`;
}"""

# Chromium drops keys that come before a page is painted for the first time.
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def tab_to(page: Page, selector: str, *, most: int = 90) -> None:
    """Press Tab until this has the focus; every stop on the way must be seen."""
    page.evaluate(PAINTED)
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT) == ""
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reached {selector}")


def press_key(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_first_stop_of_a_page_leads_past_the_header(english_desk):
    english_desk.goto("/en/petition/")
    tab_to(english_desk, ".skip-link", most=1)
    english_desk.keyboard.press("Enter")
    tab_to(english_desk, "#main *", most=1)


def test_a_supporter_signs_and_confirms_with_the_keyboard_alone(english_desk, demo):
    page, email = english_desk, "quirin@example.org"
    page.goto("/en/petition/")
    tab_to(page, "[name=name]")
    page.keyboard.type("Quirin Quick")
    tab_to(page, "[name=email]", most=1)
    page.keyboard.type(email)
    tab_to(page, "[name=country]", most=1)
    page.keyboard.type("Malta")
    tab_to(page, "[name=consent]")
    page.keyboard.press("Space")
    tab_to(page, ".sign-form [type=submit], .sign-form button")
    press_key(page, "Enter")
    assert path_of(page) == "/en/petition/check-your-email/"
    page.goto("/mailbox/")
    confirm_with_the_keyboard(page, demo, email)


def confirm_with_the_keyboard(page: Page, demo, email: str) -> None:
    demo.wait_for_letter(email, "confirm")
    page.reload()
    tab_to(page, "a[href*='/petition/confirm/']")
    press_key(page, "Enter")
    tab_to(page, "main button")
    press_key(page, "Space")
    assert path_of(page) == "/en/petition/thank-you/#MT"


def test_enter_in_a_field_sends_the_form_and_the_errors_can_be_walked(english_desk):
    page = english_desk
    page.goto("/en/petition/")
    tab_to(page, "[name=name]")
    press_key(page, "Enter")
    assert page.title().startswith(words("Error:", "en"))
    tab_to(page, "[data-error-summary] a", most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"


def test_the_menu_opens_and_leads_on_by_keyboard_where_there_is_no_room_for_a_row(browse):
    page = browse(**NARROW, locale="en-GB")
    page.goto("/en/petition/")
    tab_to(page, ".menu-all > summary")
    page.keyboard.press("Space")
    tab_to(page, ".menu a[href='/en/asks/']", most=2)
    press_key(page, "Enter")
    assert path_of(page) == "/en/asks/"


def test_the_rest_of_the_menu_opens_by_keyboard_where_there_is_a_row(english_desk):
    page = english_desk
    page.goto("/en/petition/")
    tab_to(page, ".menu-more summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu-more a[href='/en/prevention/']", most=1)
    press_key(page, "Enter")
    assert path_of(page) == "/en/prevention/"


def test_the_petition_is_passed_on_with_the_keyboard_alone(browse, demo):
    page = browse(**DESK, locale="en-GB", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/petition/thank-you/#MT")
    tab_to(page, "[data-copy]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(words("Link copied", "en"))
    assert page.evaluate(IN_SIGHT) == ""
    tab_to(page, ".share a[href^='mailto:']", most=1)  # at once: the message covers nothing
    tab_to(page, ".share-more summary")
    page.keyboard.press("Space")
    tab_to(page, ".share-more a", most=1)
    assert page.evaluate("document.activeElement.href").startswith("https://www.facebook.com/")


def test_the_list_of_languages_opens_and_leads_on_by_keyboard(english_desk):
    page = english_desk
    page.goto("/en/about/")
    tab_to(page, ".languages summary")
    page.keyboard.press("Space")
    tab_to(page, ".languages a[lang=de]", most=4)  # bg, cs, da, de
    press_key(page, "Enter")
    assert path_of(page) == "/de/about/"


def test_the_full_text_in_the_sign_card_opens_by_keyboard(english_desk):
    page = english_desk
    page.goto("/en/")
    tab_to(page, ".sign-card summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('.sign-card details').open")


def hidden_stops(page: Page, *, most: int = 150) -> list[str]:
    """Walk through the whole page with Tab; the stops that can't be seen or are covered."""
    seen, found = page.evaluate_handle("new Set()"), []
    for _ in range(most):
        page.keyboard.press("Tab")
        is_new = "seen => ![document.body, null].includes(document.activeElement) && !seen.has(document.activeElement)"
        if not page.evaluate(is_new, seen):
            return found
        page.evaluate("seen => { seen.add(document.activeElement) }", seen)
        found += [fault] if (fault := page.evaluate(IN_SIGHT)) else []
    raise AssertionError(f"still going after {most} stops")


@pytest.mark.parametrize(("name", "window"), [("home", "narrow"), ("asks/listen", "wide"), ("asks/easy", "narrow")])
def test_every_stop_of_a_page_is_seen(browse, places, name, window):
    page = browse(**WINDOWS[window])
    places.open(page, name, language="de")
    assert hidden_stops(page) == []


@pytest.mark.every_view
@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_stop_of_every_page_is_seen(browse, places, language, window):
    page, found = browse(**WINDOWS[window]), {}
    for name in [name for name in PUBLIC if name != "mailbox"]:
        places.open(page, name, language=language)
        found[name] = hidden_stops(page)
    assert {name: stops for name, stops in found.items() if stops} == {}


def test_the_box_for_other_sites_shows_its_one_stop(english_desk):
    english_desk.goto("/en/embed/box/")
    tab_to(english_desk, ".button", most=1)
