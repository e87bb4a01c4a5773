"""The own page from the form for its link to both ways of leaving it, as a supporter walks it."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.faults.lab.processes import wait_until
from tests.journeys.supporter import follow, link_of, path_of, press, words

NOTICE = ".notice.resent:target"


def become_supporter(demo, email: str) -> None:
    """Signed in German from Germany, confirmed and counted."""
    demo.sign(email, language="de")
    demo.post(link_of(demo.wait_for_letter(email, "confirm"), "confirm"), {})
    demo.wait_for_letter(email, "withdraw")
    demo.wait_until_nothing_is_owed()


def ask_for_link(page: Page, demo, email: str) -> None:
    """From the foot of the home page to the page that the letter opens."""
    before = len([letter for letter in demo.letters(email) if "/petition/yours/" in letter["text"]])
    page.goto("/de/")
    with page.expect_navigation():
        page.locator(".site-footer a[href='/de/petition/yours/']").first.click()
    page.locator("[name=email]").fill(email)
    press(page, "Send me the link")
    assert path_of(page) == "/de/petition/yours/#sent"
    expect(page.locator(NOTICE)).to_be_visible()
    demo.wait_for_letter(email, "yours", number=before + 1)
    follow(page, demo, email, "yours")


def row_of(demo) -> tuple:
    columns = "country, language, news_wording_id IS NOT NULL, sealed IS NULL"
    return demo.query(f"SELECT {columns} FROM petitions_signature ORDER BY id DESC LIMIT 1")[0]


def change(page: Page, country: str, language: str) -> None:
    page.locator("[name=country]").select_option(country)
    page.locator("[name=language]").select_option(language)
    with page.expect_navigation():
        page.locator("form[action$='/change/'] button").click()
    expect(page.locator(NOTICE)).to_be_visible()


def copy_of(demo, email: str) -> dict:
    """The file of the newest letter that has one."""

    def files() -> list[str]:
        return [letter["attachments"]["data.json"] for letter in demo.letters(email) if letter["attachments"]]

    wait_until(files, seconds=10, what="the copy of the data")
    return json.loads(files()[0])


@pytest.mark.parametrize("has_script", [True, False], ids=["with scripts", "without scripts"])
def test_a_supporter_changes_reads_and_is_forgotten_and_still_counts(browse, demo, has_script):
    page, email = browse(java_script_enabled=has_script), f"nora-{has_script}@example.org".lower()
    become_supporter(demo, email)
    before = demo.confirmed()
    ask_for_link(page, demo, email)
    change(page, "MT", "en")
    press(page, "Start the news")
    assert row_of(demo) == ("MT", "en", 1, 0)
    press(page, "Stop the news")
    press(page, "Send me my data copy")
    assert path_of(page).endswith("/#copy")
    assert copy_of(demo, email)["signature"]["country"] == {
        "value": "MT", "in_words": "Malta", "about": "The country where you live, as you chose it (ISO 3166-1).",
    }  # fmt: skip
    press(page, "Forget my data")
    assert path_of(page) == "/de/petition/forgotten/"
    assert (row_of(demo), demo.confirmed()) == (("MT", "en", 0, 1), before)
    demo.wait_until_nothing_is_owed()
    assert demo.letters(email)[0]["subject"] == "Your data is forgotten"


def test_who_is_forgotten_finds_the_own_page_again_by_the_address_and_withdraws(browse, demo):
    page, email = browse(), "olga@example.org"
    become_supporter(demo, email)
    before = demo.confirmed()
    follow(page, demo, email, "yours")
    press(page, "Forget my data")
    demo.wait_until_nothing_is_owed()
    ask_for_link(page, demo, email)
    expect(page.get_by_text(words("Name and e-mail address: forgotten", "de"))).to_be_visible()
    with page.expect_navigation():
        page.locator("form[action$='/withdraw/'] button").click()
    assert (path_of(page), demo.confirmed()) == ("/de/petition/withdrawn/", before - 1)


def test_an_old_link_leads_to_a_new_one(browse, demo, places):
    page = browse()
    places.open(page, "your own page, too old", language="de")
    page.locator("[name=email]").fill("somebody@example.org")
    press(page, "Send me the link")
    assert path_of(page) == "/de/petition/yours/#sent"


def test_a_country_that_was_not_chosen_is_asked_for_and_every_language_leads_back(browse, demo):
    page, email = browse(), "petra@example.org"
    become_supporter(demo, email)
    follow(page, demo, email, "yours")
    page.locator("[name=country]").select_option("")
    with page.expect_navigation():
        page.locator("form[action$='/change/'] button").click()
    page.locator("[data-error-summary] a").first.click()
    expect(page.locator("[name=country]")).to_be_focused()
    page.locator(".languages summary").click()
    with page.expect_navigation():
        page.locator(".languages a[lang=el]").click()
    expect(page.locator("html")).to_have_attribute("lang", "el")
    assert path_of(page).startswith("/el/petition/yours/")
    assert not path_of(page).endswith("/change/")
