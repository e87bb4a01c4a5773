"""Search machines find every public page in every language, and nothing that belongs to one person."""

import re
import urllib.robotparser
import xml.etree.ElementTree as xml

import pytest
from django.conf import settings

from campaign import sitemaps
from tests.crawl import browser, public_pages, token_pages

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def entries() -> dict[str, dict[str, str]]:
    """Address → language → address of the same page in it, both below our own origin."""
    root = xml.fromstring(browser().get("/sitemap.xml").content)
    return {
        path(entry.findtext("map:loc", namespaces=NAMES)): {
            link.get("hreflang"): path(link.get("href")) for link in entry.findall("xhtml:link", NAMES)
        }
        for entry in root.findall("map:url", NAMES)
    }


def path(address: str) -> str:
    assert address.startswith(settings.SITE_ORIGIN + "/")
    return address.removeprefix(settings.SITE_ORIGIN)


def test_exactly_the_pages_with_a_canonical_address_are_to_be_found(petition):
    canonical = [page for page in public_pages() if b'rel="canonical"' in browser().get(page).content]
    assert sorted(entry for entry in entries() if entry.startswith("/en/")) == sorted(canonical)


def test_a_page_that_is_not_to_be_found_says_so_itself(petition):
    hidden = [page for page in public_pages() if page not in entries()]
    assert [page for page in hidden if b'content="noindex"' not in browser().get(page).content] == []
    assert len(hidden) == len(sitemaps.NOT_TO_BE_FOUND)


def test_every_page_stands_there_in_every_live_language_with_its_sisters():
    found = entries()
    english = [page for page in found if page.startswith("/en/")]
    assert len(found) == len(english) * len(settings.LIVE_LANGUAGES)
    for page in english:
        sisters = {code: page.replace("/en/", f"/{code}/", 1) for code in settings.LIVE_LANGUAGES}
        whole = sisters | {"x-default": "/" if page == "/en/" else page}
        assert [found[address] for address in sisters.values()] == [whole] * len(sisters)


def test_robots_are_told_of_the_map_and_kept_from_the_staff_area():
    text = browser().get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_ORIGIN}/sitemap.xml\n" in text
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(line for line in text.splitlines() if line != "Allow: /")  # this parser takes the first rule that fits
    assert [robots.can_fetch("any", page) for page in ("/staff/", "/staff/export/", "/en/")] == [False, False, True]


def test_robots_are_kept_from_every_link_of_a_letter_and_from_no_page(sign):
    rules = [re.escape(rule).replace(r"\*", ".*") for rule in sitemaps.closed_addresses()]
    personal = token_pages(sign())
    closed = [page for page in [*personal, *entries()] if any(re.match(rule, page) for rule in rules)]
    assert closed == personal


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_both_answer_without_a_database_and_are_kept_for_an_hour(address):
    # no `db` fixture: a query would fail this test
    answer = browser().get(address)
    assert (answer.status_code, answer["Cache-Control"], answer.get("Vary")) == (200, "public, max-age=3600", None)
    assert answer.cookies.output() == ""
