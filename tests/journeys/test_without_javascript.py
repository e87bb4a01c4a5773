"""The whole way of a supporter whose browser runs no JavaScript: read, sign, mend, confirm, pass on, leave."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.supporter import fill_in, follow, path_of, press, sign, words


@pytest.fixture
def page(browse):
    return browse(java_script_enabled=False)


def walk(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_the_menu_leads_to_the_asks_and_an_ask_to_its_form(page):
    page.goto("/de/")
    page.locator(".menu-all > summary").click()
    walk(page, ".menu a[href='/de/asks/']")
    walk(page, "main a[href='/de/asks/listen/']")
    page.locator(".languages summary").click()
    walk(page, ".languages a[lang=el]")
    assert path_of(page) == "/el/asks/listen/"
    expect(page.locator(".sign-form [name=email]")).to_be_editable()


def test_a_supporter_signs_on_an_ask_page_confirms_passes_on_and_leaves(page, demo):
    email, before = "veronika@example.org", demo.confirmed()
    page.goto("/de/asks/safeguards/")
    fill_in(page, "veronika@example", consent=False)
    press(page, "Sign the petition")
    page.locator("[data-error-summary] a").first.click()
    assert path_of(page) == "/de/petition/#id_email"
    sign(page, email, country="MT")
    assert path_of(page) == "/de/petition/check-your-email/"
    confirm_and_pass_on(page, demo, email)
    demo.wait_for_count(before + 1)
    follow(page, demo, email, "withdraw")
    press(page, "Withdraw my signature")
    assert path_of(page) == "/de/petition/withdrawn/"
    demo.wait_for_count(before)


def confirm_and_pass_on(page: Page, demo, email: str) -> None:
    follow(page, demo, email, "confirm")
    press(page, "Confirm my signature")
    assert path_of(page) == "/de/petition/thank-you/#MT"
    expect(page.locator("#MT .window-yours")).to_have_css("opacity", "1")
    page.locator(".share-more summary").click()
    links = page.locator(".share a:visible")
    assert links.count() == 10  # WhatsApp, e-mail, the address itself, six more ways, and a poster
    expect(page.get_by_text(words("This window stands for your country.", "de"))).to_be_visible()
