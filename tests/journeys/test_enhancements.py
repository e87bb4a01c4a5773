"""What JavaScript adds, and that its absence leaves nothing dead on the page."""

from playwright.sync_api import expect

from tests.journeys.supporter import button, fill_in, path_of, press, words


def test_the_bar_at_the_foot_of_a_phone_comes_and_goes_and_leads_to_the_form(browse):
    page = browse(reduced_motion="reduce")
    page.goto("/de/")
    bar = page.locator(".bottom-bar")
    expect(bar).to_be_hidden()
    page.locator("footer, .site-footer").first.scroll_into_view_if_needed()
    expect(bar).to_be_visible()
    bar.get_by_role("link").click()
    assert path_of(page) == "/de/#sign"
    expect(bar).to_be_hidden()


def test_the_bar_hides_nothing_at_the_end_of_the_page(browse):
    page = browse(reduced_motion="reduce")
    page.goto("/de/")
    for _ in range(2):  # the second time past the room that the bar has made for itself
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(page.locator(".bottom-bar")).to_be_visible()
    last = page.locator("footer a:visible").last.bounding_box()
    assert last["y"] + last["height"] <= page.locator(".bottom-bar").bounding_box()["y"]


def test_going_back_after_signing_finds_a_button_that_can_be_pressed_again(browse):
    page = browse()
    page.goto("/de/petition/")
    fill_in(page, "rosa@example.org")
    press(page, "Sign the petition")
    page.go_back()
    expect(button(page, "Sign the petition")).to_be_enabled()
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_the_button_says_that_it_is_sending_and_keeps_its_width(browse):
    page = browse()
    page.goto("/de/petition/check-your-email/")
    page.evaluate("addEventListener('submit', event => event.preventDefault())")  # the answer never comes
    page.locator("[name=email]").fill("stella@example.org")
    before = button(page, "Send it again").bounding_box()["width"]
    button(page, "Send it again").click()
    sending = button(page, "Sending…")
    expect(sending).to_have_attribute("aria-busy", "true")
    assert sending.bounding_box()["width"] >= before


def test_the_address_of_the_petition_can_be_copied_and_a_toast_says_so(browse, demo):
    page = browse(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/de/petition/thank-you/#DE")
    button(page, "Copy link").click()
    expect(page.get_by_role("status")).to_have_text(words("Link copied", "de"))
    assert page.evaluate("navigator.clipboard.readText()") == f"{demo.origin}/de/petition/"


def test_without_javascript_no_button_is_shown_that_would_do_nothing(browse):
    page = browse(java_script_enabled=False)
    page.goto("/de/petition/thank-you/#DE")
    assert page.locator("button:visible").count() == 0
    page.locator(".share-more summary").click()
    assert page.locator("button:visible").count() == 0
    page.goto("/de/")
    expect(page.locator(".bottom-bar")).to_be_hidden()


def test_every_link_that_leads_away_says_so_to_nobody(browse):
    page = browse()
    page.goto("/de/petition/thank-you/#DE")
    away = page.locator("main a[href^='https://']")
    assert away.count() >= 6
    assert {link.get_attribute("rel") for link in away.all()} == {"noopener noreferrer"}


def test_a_mistyped_mail_domain_is_asked_about_and_mended_with_one_press(browse):
    page = browse()
    page.goto("/de/petition/")
    page.locator("[name=email]").fill("tina@gmial.com")
    page.locator("[name=email]").blur()
    expect(page.locator(".typo")).to_contain_text("tina@gmail.com")
    page.locator(".typo button").first.click()
    expect(page.locator("[name=email]")).to_have_value("tina@gmail.com")
    expect(page.locator("[name=email]")).to_be_focused()


def test_the_question_about_a_domain_blocks_nobody(browse):
    page = browse()
    page.goto("/de/petition/")
    fill_in(page, "")
    page.locator("[name=email]").focus()
    page.keyboard.type("ulla@gmial.com")
    press(page, "Sign the petition")  # straight from the field: the question may not push the button away
    assert path_of(page) == "/de/petition/check-your-email/"
