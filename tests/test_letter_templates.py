"""What stands in a letter, in every live language: the words, plain links, and nothing that a stranger typed."""

import re
from datetime import date

import css_inline
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from campaign import catalogs

LETTERS = (
    "confirmation", "already_signed", "reminder", "receipt", "withdrawn", "news_confirm", "news_welcome", "milestone",
)  # fmt: skip
PAGE = "https://sign.example.eu/en/petition/"
LINKS = {
    name: f"{PAGE}{path}/"
    for name, path in {
        "confirm_url": "confirm/AbC-1_x",
        "not_me_url": "not-me/AbC-1_x",
        "withdraw_url": "withdraw/AbC-1_x",
        "yours_url": "yours/AbC-1_x",
        "wording_url": "wordings/1",
        "unsubscribe_url": "unsubscribe/AbC-1_x",
    }.items()
}
CONFIRM = ("Confirm my signature", LINKS["confirm_url"])
BUTTONS = {
    "confirmation": CONFIRM,
    "reminder": CONFIRM,
    "news_confirm": ("Start the news", LINKS["confirm_url"]),
    "milestone": ("Share the petition", PAGE),
}
CONTEXT = {
    "site": {
        "name": "Child Safety",
        "controller": "Example & Friends",
        "postal_address": "1 Example Street, Brussels",
        "origin": "https://sign.example.eu",
    },
    "petition_title": "A title",
    "petition_url": PAGE,
    "help_url": "https://sign.example.eu/en/help/",
    "version": 1,
    "country": "Côte d’Ivoire",
    "news": True,
    "backup_days": 35,
    "language": "Malti",
    "milestone": 10_000,
    "countries": 12,
    "status_what_next": "A vote.",
    **dict.fromkeys(("date", "forget_name_on", "forget_at", "delete_date"), date(2026, 12, 9)),
    **LINKS,
}


@pytest.fixture(scope="module", autouse=True)
def compiled():
    catalogs.compile_all()


@pytest.fixture(params=settings.LIVE_LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


def rendered(letter: str, ending: str, **changes: object) -> str:
    return render_to_string(f"letters/{letter}.{ending}", CONTEXT | changes)


def as_sent(letter: str) -> str:
    return css_inline.CSSInliner(keep_at_rules=True).inline(rendered(letter, "html"))


def links_of(text: str) -> set[str]:
    return set(re.findall(r"https://[^\s\"<]+", text))


def words_of(html: str) -> list[str]:
    """The visible sentences below the head, as the text part has them."""
    below_the_head = re.split(r'<td class="body">', html, maxsplit=1)[1]
    plain = re.sub(r"<[^>]+>", " ", below_the_head).replace("&amp;", "&").replace("&#x27;", "'")
    return plain.split()


@pytest.mark.parametrize("letter", LETTERS)
def test_text_and_html_say_the_same_words(letter, language):
    assert words_of(rendered(letter, "html")) == rendered(letter, "txt").replace("---", "").split()


@pytest.mark.parametrize("letter", LETTERS)
def test_text_and_html_lead_to_the_same_places(letter, language):
    assert links_of(rendered(letter, "html")) == links_of(rendered(letter, "txt"))


@pytest.mark.parametrize("letter", LETTERS)
def test_a_subject_is_one_short_line(letter, language):
    subject = rendered(letter, "subject.txt").strip()
    assert (len(subject) <= 45, "\n" in subject) == (True, False)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_light_and_loads_nothing(letter, language):
    html = as_sent(letter)
    assert len(html.encode()) < 30_000
    assert re.findall(r"<img|<script|<link|url\(|@import|src=", html) == []


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_keeps_its_dark_dress_when_styles_are_inlined(letter):
    assert "prefers-color-scheme: dark" in as_sent(letter)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_names_its_language_and_direction(letter, language):
    assert f'<html lang="{language}" dir="ltr">' in rendered(letter, "html")


@pytest.mark.parametrize("letter", LETTERS)
def test_only_letters_with_something_to_press_have_a_button(letter):
    buttons = re.findall(r'<a class="button-link" href="([^"]+)"', rendered(letter, "html"))
    assert buttons == [address for name, (_, address) in BUTTONS.items() if name == letter]


@pytest.mark.parametrize("letter", BUTTONS)
def test_the_button_s_whole_address_and_the_warning_stand_right_below_it(letter):
    text = rendered(letter, "txt").splitlines()
    words, address = BUTTONS[letter]
    place = text.index(words)
    assert text[place + 1 : place + 4] == [
        address,
        "",
        "We never ask for money, passwords or codes by e-mail.",
    ]


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_says_once_that_we_never_ask_for_money(letter):
    assert rendered(letter, "txt").count("We never ask for money") == 1


@pytest.mark.parametrize("letter", ["confirmation", "reminder", "withdrawn"])
def test_news_is_mentioned_only_to_those_who_chose_it(letter):
    assert ("news" in rendered(letter, "txt"), "news" in rendered(letter, "txt", news=False)) == (True, False)


def test_a_receipt_without_news_names_the_day_on_which_the_name_is_forgotten():
    assert "30 days after you confirm, we forget your name and address. Date: 9\u00a0December\u00a02026\n" in rendered(
        "receipt", "txt", news=False
    )


def test_signs_in_the_organisation_s_name_are_harmless_in_html_and_plain_in_text():
    assert "Example &amp; Friends" in rendered("confirmation", "html")
    assert "Run by: Example & Friends\n" in rendered("confirmation", "txt")


@pytest.mark.parametrize("letter", LETTERS)
def test_a_text_part_has_no_holes(letter, language):
    for news in (True, False):
        assert "\n\n\n" not in rendered(letter, "txt", news=news).strip()
