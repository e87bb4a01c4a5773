"""A page behind a personal link leads nowhere else, shows nothing of others, and tells nobody its address."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings

from tests.crawl import browser, token_pages
from tests.pages import tree
from tests.past import move_back

OWN = urlsplit(settings.SITE_ORIGIN).netloc
NAMES = ("href", "src", "srcset", "action", "formaction", "poster", "data", "ping", "cite", "content")


def addresses(html: str, at: str) -> list[str]:
    """Everything in a page that looks like an address, seen from the page."""
    values = [one.get(name, "") for one in tree(html).iter() for name in NAMES]
    looks = [value for value in values if value.startswith(("/", "http:", "https:", "//", "#", "?", "mailto:", "tel:"))]
    return [urljoin(f"{settings.SITE_ORIGIN}{at}", value) for value in looks]


def states(sign, confirmed):
    """Pages of somebody who waits, who has confirmed, and whose link is too old."""
    old = sign("old@example.org")
    pages = [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org")), *token_pages(old)]
    move_back(old, days=15)
    return pages


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_no_personal_page_has_an_address_of_anybody_else_PV_21(sign, confirmed, language):
    for page in states(sign, confirmed):
        here = page.replace("/en/", f"/{language}/", 1)
        hosts = {urlsplit(one).netloc for one in addresses(browser().get(here).content.decode(), here)} - {""}
        assert (here, hosts) == (here, {OWN})


def test_a_foreign_address_would_be_seen():
    html = '<html><body><a href="https://evil.example/">x</a><img src="//evil.example/p"></body></html>'
    assert {urlsplit(one).netloc for one in addresses(html, "/en/")} == {"evil.example"}


def test_no_personal_page_tells_others_where_its_reader_came_from_PV_21(sign, confirmed):
    answers = [browser().get(page) for page in states(sign, confirmed)]
    assert {answer["Referrer-Policy"] for answer in answers} == {"same-origin"}
    assert [answer for answer in answers if b"referrerpolicy" in answer.content] == []


def test_no_personal_page_repeats_its_link_but_to_press_on_it_PV_21(sign, confirmed):
    """Not in canonical, hreflang or a text to share: only forms and links of the page itself carry the token."""
    for page in states(sign, confirmed):
        token = page.split("/")[4]
        root = tree(browser().get(page).content.decode())
        carriers = {one.tag for one in root.iter() for value in one.attrib.values() if token in value}
        texts = [one for one in root.iter() if token in (one.text or "")]
        assert (carriers <= {"form", "a", "button", "option"}, texts) == (True, [])
