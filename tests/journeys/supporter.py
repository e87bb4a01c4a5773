"""What a supporter does with a page: fill in, sign, open a letter, press its button."""

from django.utils import translation
from playwright.sync_api import Locator, Page

from tests.journeys.demo import Demo


def words(text: str, language: str, context: str = "") -> str:
    """A sentence as the page says it in this language."""
    with translation.override(language):
        return translation.pgettext(context, text) if context else translation.gettext(text)


def path_of(page: Page) -> str:
    return page.evaluate("location.pathname + location.hash")


def button(page: Page, text: str) -> Locator:
    """The button with this English text, on a page in whatever language."""
    language = page.locator("html").get_attribute("lang")
    return page.get_by_role("button", name=words(text, language), exact=True)


def press(page: Page, text: str) -> None:
    """Press the button and wait for the page that follows."""
    with page.expect_navigation():
        button(page, text).click()


def fill_in(page: Page, email: str, *, name: str = "Anna Beispiel", country: str = "DE", consent: bool = True) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=country]").select_option(country)
    page.locator("[name=consent]").set_checked(consent)


def sign(page: Page, email: str, **fields) -> None:
    fill_in(page, email, **fields)
    press(page, "Sign the petition")


def open_letter(page: Page, demo: Demo, email: str, step: str) -> Locator:
    """The newest letter with a link to this step, as the mailbox page shows it."""
    demo.wait_for_letter(email, step)
    page.goto("/mailbox/")
    letters = page.locator("article").filter(has_text=email)
    return letters.filter(has=page.locator(f"pre a[href*='/petition/{step}/']")).first


def follow(page: Page, demo: Demo, email: str, step: str) -> None:
    """Open the mailbox page and click that link in the letter."""
    letter = open_letter(page, demo, email, step)
    with page.expect_navigation():
        letter.locator(f"pre a[href*='/petition/{step}/']").first.click()


def link_of(letter: dict, step: str) -> str:
    """The path of a letter's link to this step."""
    link = next(word for word in letter["text"].split() if f"/petition/{step}/" in word)
    return "/" + link.split("/", 3)[3]
