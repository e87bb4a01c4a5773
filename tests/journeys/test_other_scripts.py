"""The whole way in Greek and in Maltese, from the first mistake to leaving again, and no word of English on it."""

from dataclasses import dataclass, field

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from petitions import addresses
from petitions.judge import MESSAGES
from tests.journeys.demo import Demo
from tests.journeys.supporter import fill_in, follow, path_of, press, sign, words
from tests.journeys.vocabulary import strange_words


@dataclass(frozen=True)
class Supporter:
    language: str
    name: str
    email: str
    country: tuple[str, str]
    mistakes: dict[str, str]  # what is typed at first: name and address → the judge's message about it

    @property
    def mailbox(self) -> str:
        """The address as it stands on a letter's envelope."""
        return addresses.parse(self.email)

    def errors(self) -> list[str]:
        with translation.override(self.language):
            return [str(MESSAGES[key]) for key in (*self.mistakes.values(), "country.empty", "consent.empty")]


PEOPLE = {
    "Greek": Supporter(
        "el", "Γιώργος Παπαδόπουλος", "info@παράδειγμα.ελ", ("GR", "Ελλάδα"),
        {"12345": "name.signs", "γιώργος@παράδειγμα.ελ": "email.signs"},
    ),
    "Maltese": Supporter(
        "mt", "Ċensu Żammit", "censu@għawdex.example", ("MT", "Malta"),
        {"Ċensu www.example.org": "name.url", f"{'c' * 65}@example.org": "email.long"},
    ),
}  # fmt: skip


@dataclass
class Walk:
    """What one supporter does, step by step; `strange` collects the words that are not in the own language."""

    page: Page
    demo: Demo
    who: Supporter
    strange: dict[str, set[str]] = field(default_factory=dict)

    def make_mistakes(self) -> None:
        self.page.goto(f"/{self.who.language}/petition/")
        self._look()
        name, email = self.who.mistakes
        fill_in(self.page, email, name=name, country="", consent=False)
        press(self.page, "Sign the petition")
        assert self.page.locator("[data-error-summary] a").all_inner_texts() == self.who.errors()
        self._look()

    def mend_them(self) -> None:
        sign(self.page, self.who.email, name=self.who.name, country=self.who.country[0])
        assert path_of(self.page) == f"/{self.who.language}/petition/check-your-email/"
        self._look()

    def confirm(self) -> None:
        self._follow("confirm")
        press(self.page, "Confirm my signature")
        code, country = self.who.country
        assert path_of(self.page) == f"/{self.who.language}/petition/thank-you/#{code}"
        expect(self.page.locator(f"#{code} .window-yours")).to_have_css("opacity", "1")
        window = words("This window stands for your country.", self.who.language)
        expect(self.page.locator("[data-window-text]")).to_have_text(f"{window} {country}")
        self._look()

    def open_receipt(self) -> None:
        self._follow("withdraw")

    def withdraw(self) -> None:
        press(self.page, "Withdraw my signature")
        assert path_of(self.page) == f"/{self.who.language}/petition/withdrawn/"
        self._look()

    def _follow(self, step: str) -> None:
        follow(self.page, self.demo, self.who.mailbox, step)
        letter = self.demo.letters(self.who.mailbox)[0]
        assert (letter["language"], f'<html lang="{letter["language"]}"' in letter["html"]) == (self.who.language, True)
        self._note(letter["subject"], f"{letter['subject']}\n{letter['text']}")
        self._look()

    def _look(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", self.who.language)
        self._note(path_of(self.page), self.page)

    def _note(self, where: str, said: str | Page) -> None:
        if strange := strange_words(said, self.who.language):
            self.strange[where] = strange


@pytest.mark.parametrize("who", PEOPLE.values(), ids=PEOPLE)
def test_a_supporter_signs_counts_and_leaves_again_and_reads_only_the_own_language(browse, demo, who):
    walk, before = Walk(browse(locale=who.language, reduced_motion="reduce"), demo, who), demo.confirmed()
    walk.make_mistakes()
    walk.mend_them()
    walk.confirm()
    walk.open_receipt()
    demo.wait_for_count(before + 1)
    walk.withdraw()
    assert demo.confirmed() == before
    assert walk.strange == {}
