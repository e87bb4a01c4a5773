"""The address decides the language; switching stays on the page and keeps what was typed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.places import PUBLIC
from tests.journeys.supporter import fill_in, path_of, press


def switch(page, code: str) -> None:
    page.locator(".languages summary").click()
    with page.expect_navigation():
        page.locator(f".languages a[lang={code}]").click()


@pytest.mark.parametrize(("wish", "home"), [("de-AT", "/de/"), ("en-IE", "/en/"), ("ja-JP", "/en/")])
def test_the_bare_address_opens_in_the_language_that_the_browser_asks_for(browse, wish, home):
    page = browse(locale=wish)
    page.goto("/")
    assert path_of(page) == home


@pytest.mark.parametrize("address", ["/de/", "/de/petition/"])
def test_switching_the_language_keeps_the_page_and_what_was_typed(browse, address):
    page = browse()
    page.goto(address)
    fill_in(page, "nora@example.org", name="Nora Nöth", country="FR")
    switch(page, "en")
    assert path_of(page) == address.replace("/de/", "/en/")
    kept = [page.locator(f"[name={name}]").input_value() for name in ("name", "email", "country")]
    assert kept == ["Nora Nöth", "nora@example.org", "FR"]
    expect(page.locator("[name=consent]")).not_to_be_checked()  # agreed to German words, not to these


def test_switching_the_language_works_without_javascript(browse):
    page = browse(java_script_enabled=False)
    page.goto("/de/about/")
    switch(page, "en")
    assert path_of(page) == "/en/about/"


def test_what_was_typed_is_forgotten_once_it_is_sent(browse):
    page = browse()
    page.goto("/de/petition/")
    fill_in(page, "olga@example.org")
    switch(page, "en")
    page.locator("[name=consent]").check()
    press(page, "Sign the petition")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_letter_comes_in_the_language_of_the_page_that_was_signed(browse, demo):
    page = browse(locale="en-GB")
    page.goto("/de/petition/")
    fill_in(page, "paula@example.org")
    press(page, "Sign the petition")
    letter = demo.wait_for_letter("paula@example.org", "confirm")
    assert letter["language"] == "de"
    assert "/de/petition/confirm/" in letter["text"]


def test_every_page_says_its_language_and_leads_to_itself_in_the_other(browse, places):
    page = browse()
    for name in [name for name in PUBLIC if name not in ("mailbox", "embed/box")]:  # a frame has no switcher
        places.open(page, name, language="de")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        other = page.locator("a[hreflang=en][lang=en]").first.get_attribute("href")
        assert other == page.evaluate("location.pathname").replace("/de/", "/en/")
