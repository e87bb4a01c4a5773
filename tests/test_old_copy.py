"""While nothing newer can be made, a page says above its own words that it is old, and of when; afterwards no more."""

import gzip
from datetime import UTC, datetime

import brotli
import pytest
from django.test import override_settings

from campaign import asked, old_copy
from campaign.languages import NATIVE
from tests.copies import Site

BODY = b'<body><main id="main" tabindex="-1"><h1>Petition</h1></main>' + b"<p>Keep children safe online.</p>" * 40
LINE = b"Last update: "


@pytest.fixture
def site(settings) -> Site:
    """A page that is an hour old in an outage."""
    settings.ALLOWED_HOSTS, settings.SITE_ORIGIN = ["petition.example"], "https://petition.example"
    asked.has_pages.cache_clear()
    site = Site()
    site.django.body = BODY
    yield site
    asked.has_pages.cache_clear()


def break_down(site: Site) -> dict[str, str]:
    """Everything fails from now on; returns the headers of before."""
    healthy = dict(site.django.headers)
    site.get()
    site.clock.now += 3600
    site.django.break_down()
    return healthy


def test_an_old_page_says_so_first_of_all_in_every_encoding_FT_14(site):
    break_down(site)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    bodies = {unpack[how](site.get(accept_encoding=how).body) for how in unpack}
    (body,) = bodies
    start, _, rest = body.partition(b"<h1>")
    assert (start.count(LINE), b"A short break" in start, rest.count(LINE)) == (1, True, 0)


def test_it_is_another_page_to_browsers_and_proxies_than_the_one_before(site):
    fresh = site.get().headers["ETag"]
    break_down(site)
    old = site.get(if_none_match=fresh)
    assert (old.status, old.headers["Content-Length"]) == (200, str(len(old.body)))
    assert site.get(if_none_match=old.headers["ETag"]).status == 304


def test_it_says_so_once_however_long_it_lasts(site):
    break_down(site)
    for _ in range(3):
        body = site.get().body
        site.clock.now += 6
    assert body.count(LINE) == 1


def test_when_a_newer_one_can_be_made_it_says_so_no_more_though_its_words_are_the_same(site):
    healthy = break_down(site)
    site.get()
    site.clock.now += 6
    site.django.status, site.django.body, site.django.headers = "200 OK", BODY, healthy
    assert site.get().body == BODY


def test_a_file_of_numbers_and_a_box_on_another_site_stay_as_they_are(site):
    for body in (b'{"confirmed": 1}', BODY.replace(b'id="main"', b'class="box"')):
        site = Site()
        site.django.body = body
        break_down(site)
        assert site.get().body == body


@override_settings(LIVE_LANGUAGES=sorted(NATIVE))
def test_it_says_when_the_page_was_made_in_the_language_of_the_page_by_the_clock_of_brussels():
    made_at = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)
    lines = {code: old_copy.words(f"/{code}/petition/", made_at).decode() for code in NATIVE}
    assert [code for code, line in lines.items() if "2026" not in line or "05" not in line] == []
    assert ("14:05" in lines["en"], "14:05" in lines["de"], "Kurze Unterbrechung" in lines["de"]) == (True, True, True)
    assert [code for code in NATIVE if code != "en" and "A short break" in lines[code]] == []
