"""Every page of the site by name: where it is, in which state, and the status it must answer with.

A page whose address says it all needs no line here: it comes from the map of addresses, named after its path.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page

from petitions import tokens
from tests.crawl import public_pages
from tests.journeys.demo import PASSWORD, Demo
from tests.journeys.reader import become_reader
from tests.journeys.supporter import link_of, press

STAFF = {
    "staff": "/staff/",
    "staff export": "/staff/export/",
    "staff holding": "/staff/holding/",
    "staff forget": "/staff/forget/",
    "staff letters": "/staff/letters/",
    "staff accounts": "/staff/accounts/",
    "staff second factor": "/staff/second-factor/",
    "staff second factor, set up": "/staff/second-factor/set-up/",
    "staff components": "/staff/components/",
    "staff export log": "/staff/petitions/exportlog/",
}
# Neighbours differ in more than what follows the #, so that each is really loaded.
NAMED = {
    "home": "/{language}/",
    "petition": "/{language}/petition/",
    "check your e-mail": "/{language}/petition/check-your-email/",
    "confirm": "/{language}/petition/confirm/{confirm}/",
    "check your e-mail, asked again": "/{language}/petition/check-your-email/#resent",
    "thank you": "/{language}/petition/thank-you/#DE",
    "withdraw": "/{language}/petition/withdraw/{withdraw}/",
    "withdrawn": "/{language}/petition/withdrawn/",
    "not me": "/{language}/petition/not-me/{not_me}/",
    "your own page": "/{language}/petition/yours/{yours}/",
    "start the news": "/{language}/stay-informed/confirm/{news_confirm}/",
    "stop the news": "/{language}/stay-informed/unsubscribe/{news_stop}/",
    "privacy": "/{language}/privacy/",
    "help": "/{language}/help/",
    "mailbox": "/mailbox/",
}
_AT = {address.partition("#")[0] for address in NAMED.values()}
FROM_THE_MAP = {
    page.removeprefix("/en/").strip("/"): address
    for page in public_pages()
    if (address := page.replace("/en/", "/{language}/", 1)) not in _AT and page.endswith("/")
}
PUBLIC = NAMED | FROM_THE_MAP
ODD = {
    "404": ("/{language}/no-such-page/", 404),
    "link expired": ("/{language}/petition/confirm/{expired}/", 410),
    "link unknown": ("/{language}/petition/confirm/{unknown}/", 404),
    "your own page, too old": ("/{language}/petition/yours/{yours_expired}/", 410),
    "your own page, unknown": ("/{language}/petition/yours/{unknown}/", 404),
    "withdraw, unknown": ("/{language}/petition/withdraw/{unknown}/", 404),
    "not me, confirmed": ("/{language}/petition/not-me/{not_me_late}/", 200),
    "not me, expired": ("/{language}/petition/not-me/{not_me_expired}/", 410),
    "not me, unknown": ("/{language}/petition/not-me/{unknown}/", 404),
    "start the news, unknown": ("/{language}/stay-informed/confirm/{unknown}/", 404),
    "staff login": ("/staff/", 200),
}
ACTED = ("petition with errors", "stay informed with errors", "not me, done")
NAMES = [*PUBLIC, *ODD, *ACTED, *STAFF]
ENGLISH_ONLY = {"mailbox", "staff login", *STAFF}


def names_in(language: str) -> list[str]:
    """The pages that speak this language."""
    return [name for name in NAMES if language == "en" or name not in ENGLISH_ONLY]


@dataclass
class Places:
    """The pages of one demo, with the links of its letters."""

    demo: Demo
    links: dict[str, str]
    staff_cookies: list = field(default_factory=list)

    @classmethod
    def of(cls, demo: Demo) -> "Places":
        """Two people sign, one of them confirms: their letters hold the links of the personal pages."""
        for email in ("waiting@example.org", "confirmed@example.org"):
            demo.sign(email)
        waiting = demo.wait_for_letter("waiting@example.org", "confirm")
        late = demo.wait_for_letter("confirmed@example.org", "confirm")
        demo.post(link_of(late, "confirm"), {})
        receipt = demo.wait_for_letter("confirmed@example.org", "withdraw")
        links = {"confirm": _token(waiting, "confirm"), "not_me": _token(waiting, "not-me")}
        links |= {"withdraw": _token(receipt, "withdraw"), "yours": _token(receipt, "yours")}
        links |= {"not_me_late": _token(late, "not-me"), "unknown": "AAAAAAAAAAEAAAABabcdefghijklmnopqrstuv"}
        return cls(demo, links | become_reader(demo, "reader@example.org") | _old_links(demo))

    def open(self, page: Page, name: str, *, language: str = "en") -> None:
        """Go there; whatever must be done first is done by hand."""
        if name in ACTED:
            return self._act(page, name, language)
        path, status = ODD.get(name) or (PUBLIC.get(name) or STAFF[name], 200)
        if name in STAFF:
            self._log_in(page)
        answer = page.goto(path.format(language=language, **self.links))
        assert answer.status == status, f"{name}: {answer.status}"

    def _act(self, page: Page, name: str, language: str) -> None:
        if name == "petition with errors":
            page.goto(f"/{language}/petition/")
            return press(page, "Sign the petition")
        if name == "stay informed with errors":
            page.goto(f"/{language}/stay-informed/")
            return press(page, "Send me the news")
        stranger = f"stranger{time.time_ns()}@example.org"
        self.demo.sign(stranger, language=language)
        letter = self.demo.wait_for_letter(stranger, "not-me")
        page.goto(link_of(letter, "not-me"))
        return press(page, "Delete and never write")

    def _log_in(self, page: Page) -> None:
        """By hand once, then with the cookies of that login: a password is slow to check, and should be."""
        if not self.staff_cookies:
            log_in(page)
            self.staff_cookies = page.context.cookies()
        page.context.add_cookies(self.staff_cookies)


def log_in(page: Page) -> None:
    """In whatever language the browser asks for."""
    page.goto("/staff/")
    page.locator("[name=username]").fill("staff")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main [type=submit], #login-form [type=submit]").first.click()


def _token(letter: dict, step: str) -> str:
    return link_of(letter, step).rstrip("/").rsplit("/", 1)[1]


def _old_links(demo: Demo) -> dict[str, str]:
    """Links that the demo made, as they will be when their days are over."""
    key = json.loads((demo.data / "keys.json").read_text())["SECRET_KEY"]
    row = demo.query("SELECT max(id) FROM petitions_signature WHERE confirmed_at IS NULL")[0][0]
    then = datetime.now(UTC) - timedelta(days=settings.LINK_LIFETIME_DAYS + 1)
    with override_settings(SECRET_KEY=key):
        made = {step: tokens.make(step, row, then) for step in (tokens.CONFIRM, tokens.NOT_ME, tokens.YOURS_ASKED)}
    names = {"expired": tokens.CONFIRM, "not_me_expired": tokens.NOT_ME, "yours_expired": tokens.YOURS_ASKED}
    return {name: made[step] for name, step in names.items()}
