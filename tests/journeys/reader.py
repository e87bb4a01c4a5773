"""What a reader does: enter an address for the news, open a letter about it, press its button."""

from playwright.sync_api import Page

from tests.faults.lab.processes import wait_until
from tests.journeys.demo import Demo
from tests.journeys.supporter import press


def enter(page: Page, email: str, *, consent: bool = True) -> None:
    page.locator("[name=email]").fill(email)
    page.locator("[name=consent]").set_checked(consent)
    press(page, "Send me the news")


def link_of_news(demo: Demo, email: str, step: str) -> str:
    """The path of the newest letter's link to this step, once it is there."""
    marked = f"/stay-informed/{step}/"

    def found() -> list[str]:
        texts = [letter["text"] for letter in demo.letters(email)]
        return [word for text in texts for word in text.split() if marked in word]

    wait_until(lambda: bool(found()), seconds=10, what=f"letter to {email} with {step}")
    return "/" + found()[0].split("/", 3)[3]


def become_reader(demo: Demo, email: str) -> dict[str, str]:
    """Enter an address and confirm it without a browser; returns the tokens of both links."""
    demo.post("/en/stay-informed/", {"email": email, "language": "en", "consent": "on"})
    confirm = link_of_news(demo, email, "confirm")
    demo.post(confirm, {})
    stop = link_of_news(demo, email, "unsubscribe")
    return {"news_confirm": confirm.split("/")[-2], "news_stop": stop.split("/")[-2]}
