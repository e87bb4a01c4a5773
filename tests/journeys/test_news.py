"""The whole way of a reader: enter an address, mend it, confirm by the letter, and stop again by the letter."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.reader import become_reader, enter, link_of_news
from tests.journeys.supporter import path_of, press
from tests.journeys.test_keyboard import press_key, tab_to


def subscribers(demo) -> int:
    return demo.query("SELECT count(*) FROM petitions_subscriber WHERE confirmed_at IS NOT NULL")[0][0]


def all_the_way(page: Page, demo, email: str) -> None:
    """From the form with a mistake in it to the page that says the news has stopped, in German."""
    before = subscribers(demo)
    page.goto("/de/stay-informed/")
    enter(page, "reader@example", consent=False)
    page.locator("[data-error-summary] a").first.click()
    assert path_of(page) == "/de/stay-informed/#id_email"
    enter(page, email)
    assert path_of(page) == "/de/stay-informed/check-your-email/"
    page.goto(link_of_news(demo, email, "confirm"))
    press(page, "Start the news")
    assert (path_of(page), subscribers(demo)) == ("/de/stay-informed/confirmed/", before + 1)
    page.goto(link_of_news(demo, email, "unsubscribe"))
    press(page, "Stop the news")
    assert (path_of(page), subscribers(demo)) == ("/de/stay-informed/stopped/", before)


@pytest.mark.parametrize("has_script", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_enters_an_address_confirms_and_stops(browse, demo, has_script):
    all_the_way(browse(java_script_enabled=has_script), demo, f"rita-{has_script}@example.org".lower())


def test_a_reader_needs_no_mouse(english_desk, demo):
    page, email = english_desk, "ruben@example.org"
    page.goto("/en/stay-informed/")
    tab_to(page, "[name=email]")
    page.keyboard.type(email)
    tab_to(page, "[name=language]", most=1)
    page.keyboard.type("Malti")
    tab_to(page, "[name=consent]", most=1)
    page.keyboard.press("Space")
    tab_to(page, ".news-form button", most=1)
    press_key(page, "Enter")
    assert path_of(page) == "/en/stay-informed/check-your-email/"
    assert link_of_news(demo, email, "confirm").startswith("/mt/")


@pytest.mark.parametrize("step", ["confirm", "unsubscribe"])
def test_a_program_that_opens_every_link_changes_nothing_EM_02(browse, demo, step):
    email = f"robot-{step}@example.org"
    tokens = become_reader(demo, email)
    page = browse()
    page.goto(f"/en/stay-informed/{step}/{tokens['news_confirm' if step == 'confirm' else 'news_stop']}/")
    before = demo.query("SELECT * FROM petitions_subscriber ORDER BY id")
    page.wait_for_timeout(1500)
    expect(page.locator("main button")).to_be_visible()
    assert demo.query("SELECT * FROM petitions_subscriber ORDER BY id") == before
