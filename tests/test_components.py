"""The page of components: each state of each part, for everybody who may log in, and nothing that acts."""

import re

import pytest

from campaign.staff_components import CARDS, STATUSES

pytest_plugins = ("tests.staff",)


@pytest.fixture
def page(petition, enter):
    """page("errors") → the HTML with the sign card in this state."""
    client = enter("nobody")
    return lambda card: client.get("/staff/components/", {"card": card}).content.decode()


SIGNS = {
    "open": ("Sign the petition", "Confirmed signatures: 12,482"),
    "errors": ("There is a problem", "Enter your e-mail address"),
    "few": ("We have just started. Be among the first.", "Sign the petition"),
    "soon": ("The petition opens soon", "Read the full petition"),
    "closed": ("This petition is closed", "Confirmed signatures: 250,000"),
    "paused": ("Signing pauses for a moment", "Minutes to wait: 12"),
}


@pytest.mark.parametrize("card", CARDS)
def test_the_sign_card_is_seen_in_each_of_its_states(page, card):
    html = re.sub(r"<span data-live=[^>]*>([\d,]+)</span>", r"\1", page(card))
    assert [words in html for words in SIGNS[card]] == [True, True]


def test_a_state_that_nobody_knows_is_the_open_card(page):
    assert 'href="?card=open#card" aria-current="true"' in page("<b>")


def test_each_status_of_the_law_has_a_shape_of_its_own(page):
    shapes = re.findall(r'<svg class="status-mark".*?</svg>', page("open"), re.DOTALL)
    assert len(shapes) == len(set(shapes)) == len(STATUSES)


def test_the_street_goes_from_dark_to_full(page):
    heights = [float(one) for one in re.findall(r'class="window-light"[^>]* height="([\d.]+)"', page("open"))]
    assert (len(heights), heights[0], heights[-1]) == (27, 0, 46)
    assert heights == sorted(heights)


def test_the_form_of_the_page_goes_nowhere(page, enter):
    assert re.findall(r'<form[^>]* action="([^"]*)"', page("open")) == ["#"]
    assert enter("owner", "olga").post("/staff/components/").status_code == 405


def test_it_wears_the_public_stylesheet_and_no_machine_may_keep_it(page):
    html = page("open")
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', html) == ["/static/css/site.css"]
    assert '<meta name="robots" content="noindex">' in html
