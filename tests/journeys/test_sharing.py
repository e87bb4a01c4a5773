"""Passing the petition on: the message can be changed, and every link and button follows it."""

from urllib.parse import unquote

from playwright.sync_api import expect

from petitions import sharing
from tests.journeys.supporter import button

THANKS = "/en/petition/thank-you/#DE"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"], "locale": "en"}
NATIVE = "navigator.share = data => { window.shared = data; return Promise.resolve(); }"


def carried(page) -> list[str]:
    """Whatever the links of the sheet say, the address left out."""
    links = page.locator("[data-words]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [unquote(link) for link in links]


def test_every_link_follows_the_message_that_a_visitor_writes(browse, demo):
    page = browse(locale="en")
    page.goto(THANKS)
    written = "Grüße & $& Κύπρος #1?"
    page.get_by_label("Your message").fill(written)
    told = carried(page)
    assert len(told) == 8
    assert [text for text in told if written not in text or f"{demo.origin}/en/petition/" not in text] == []


def test_until_then_each_network_has_its_own_words(browse, demo):
    page = browse(locale="en")
    page.goto(THANKS)
    sheet = sharing.sheet(f"{demo.origin}/en/petition/")
    own = [sheet.links[0], sheet.mail, *sheet.links[1:]]
    assert carried(page) == [unquote(link.address) for link in own]


def test_other_words_can_be_chosen_and_copied(browse, demo):
    page = browse(**CLIPBOARD)
    page.goto(THANKS)
    page.get_by_text("Choose other words").first.click()
    page.get_by_label("Apps should be built").check()
    expect(page.get_by_label("Your message")).to_have_value(str(sharing.TEXTS["t4"]))
    button(page, "Copy text").click()
    expect(page.get_by_role("status")).to_have_text("Text copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{sharing.TEXTS['t4']} {demo.origin}/en/petition/"


def test_signal_gets_the_message_by_the_clipboard(browse, demo):
    page = browse(**CLIPBOARD)
    page.goto(THANKS)
    page.get_by_label("Your message").fill("My own words")
    page.get_by_text("More ways").click()
    page.get_by_role("button", name="Signal").click()
    expect(page.get_by_role("status")).to_have_text("Text copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"My own words {demo.origin}/en/petition/"


def test_the_devices_own_sheet_comes_first_and_gets_the_message(browse, demo):
    page = browse(locale="en")
    page.add_init_script(NATIVE)
    page.goto(THANKS)
    page.get_by_label("Your message").fill("My own words")
    first = page.locator(".share-buttons").locator("a, button").filter(visible=True).first
    assert first.inner_text().strip() == "Share"
    first.click()
    assert page.evaluate("window.shared") == {"text": "My own words", "url": f"{demo.origin}/en/petition/"}


def test_without_javascript_the_links_carry_their_words_and_the_message_can_be_read(browse):
    page = browse(locale="en", java_script_enabled=False)
    page.goto(THANKS)
    message = page.get_by_label("Your message")
    expect(message).to_have_value(str(sharing.TEXTS["t1"]))
    assert message.is_editable() is False
    page.get_by_text("More ways").click()
    assert page.locator("main a[href^='https://']:visible").count() == len(sharing.CHANNELS)
    assert page.locator(".share-more li:visible").count() == len(sharing.CHANNELS)  # the poster instead of WhatsApp
    page.get_by_text("Show QR code").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
