"""The number on an open page: what the page hands to the script that moves it."""

import re

import pytest
from django.utils import translation

from campaign.languages import NATIVE
from campaign.templatetags.live import live_milestone, live_number, separator
from campaign.templatetags.local import number
from petitions.counting import MILESTONES, Progress
from tests.crawl import browser

NUMBERS = (100, 999, 1000, 1234, 9999, 10_000, 12_482, 100_000, 1_000_000, 1_234_567, 23_456_789)


def as_the_script_writes(value: int) -> str:
    """The same rule as `written` in live-number.js."""
    return re.sub(r"\B(?=(?:\d{3})+$)", separator(), str(value))


@pytest.mark.parametrize("language", NATIVE)
def test_the_script_writes_every_number_as_the_page_does(language):
    with translation.override(language):
        assert [as_the_script_writes(value) for value in NUMBERS] == [number(value) for value in NUMBERS]


def test_a_number_says_where_the_next_one_comes_from():
    address = "/api/v1/petitions/child-safety-on/count.json"
    assert live_number(12_482) == f'<span data-live="{address}" data-separator=",">12,482</span>'
    assert live_milestone(25_000) == "<span data-milestone>25,000</span>"


def test_the_script_knows_every_milestone():
    assert [int(step) for step in Progress(0).milestones.split(" ")] == list(MILESTONES)


@pytest.mark.parametrize(("confirmed", "numbers", "milestones"), [(99, 0, 0), (100, 2, 1)])
@pytest.mark.parametrize("page", ["/en/", "/en/petition/"])
def test_below_a_hundred_nothing_on_the_page_follows_the_count(
    petition, monkeypatch, page, confirmed, numbers, milestones
):
    monkeypatch.setattr("petitions.card.progress", lambda _: Progress(confirmed))
    html = browser().get(page).content.decode()
    assert (html.count("data-live="), html.count("data-milestones=")) == (numbers, milestones)


def test_without_javascript_the_page_says_how_the_number_moves(petition, monkeypatch):
    monkeypatch.setattr("petitions.card.progress", lambda _: Progress(100))
    html = browser().get("/en/petition/").content.decode()
    assert '<noscript><p class="progress-next">The number is updated when you reload the page.</p></noscript>' in html
