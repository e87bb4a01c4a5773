"""In every live language: each page, each step of a supporter and each letter speaks it, and nothing but it."""

import re

import pytest
from django.conf import settings

from petitions import outbox
from petitions.models import Signature
from tests.crawl import GOOD, browser, post
from tests.english import english_on
from tests.pages import reached, tree

OTHERS = sorted(set(settings.LIVE_LANGUAGES) - {"en"})
each_language = pytest.mark.parametrize("language", OTHERS)
LINK = re.compile(r"https?://[^/\s]+(/[a-z]{2}/petition/(confirm|withdraw|yours)/[^\s]+)")


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


@each_language
def test_no_page_speaks_english(language):
    english = {path: english_on(page.html, language) for path, page in reached(language).items()}
    assert {path: found for path, found in english.items() if found} == {}


def seen(answer, language: str) -> str:
    """The page, after a look at what it says of its language."""
    html = answer.content.decode()
    assert (answer["Content-Language"], tree(html).get("lang")) == (language, language)
    assert english_on(html, language) == []
    return html


def letter(mailoutbox, language: str) -> str:
    """The newest letter, once it has been looked at."""
    outbox.pay()
    newest = mailoutbox[-1]
    html = newest.alternatives[0][0]
    assert (newest.extra_headers["Content-Language"], tree(html).get("lang")) == (language, language)
    assert english_on(html, language) == []
    assert english_on(f"<html><body>{newest.body}</body></html>", language) == []
    return newest.body


def link(text: str, step: str) -> str:
    return next(path for path, name in LINK.findall(text) if name == step)


@each_language
def test_the_whole_way_of_a_supporter_speaks_the_language(language, mailoutbox):
    home, form = f"/{language}/", f"/{language}/petition/"
    seen(browser().get(home), language)
    seen(browser().get(form), language)
    seen(post(form, {"name": "", "email": "a@", "country": "XX"}), language)
    signed = post(form, GOOD)
    seen(browser().get(signed["Location"]), language)
    confirm = link(letter(mailoutbox, language), "confirm")
    seen(browser().get(confirm), language)
    thanks = post(confirm)["Location"].split("#")[0]
    seen(browser().get(thanks), language)
    assert (Signature.objects.get().language, Signature.objects.get().confirmed_at is None) == (language, False)
    withdraw = link(letter(mailoutbox, language), "withdraw")
    seen(browser().get(withdraw), language)
    seen(browser().get(post(withdraw)["Location"]), language)
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Bitte: Sign the petition!</p>", ["Sign the petition"]),
        ('<p aria-label="Sign the petition">Los</p>', ["Sign the petition"]),
        ('<p lang="en">Sign the petition</p>', []),
        ("<p>Bitte unterschreiben Sie</p><script>Sign the petition</script>", []),
    ],
)
def test_english_words_on_a_page_are_seen(html, found):
    assert english_on(f"<html><body>{html}</body></html>", "de") == found
