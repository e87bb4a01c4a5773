"""The petition's own time, as visitors see it: before the first day, while it is open, and after the end."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from campaign.text_pages import PAGES
from petitions import briefly
from petitions.models import Petition
from tests.past import close

WITH_CARD = ["", "petition/", *(page.address for page in PAGES if page.has_card)]


@pytest.fixture
def words(client, petition):
    """The words of an English page: words("asks/")."""
    return lambda page: unescape(client.get(f"/en/{page}").content.decode())


def opens_tomorrow():
    Petition.objects.update(opens_at=timezone.now() + timedelta(days=1))
    briefly.forget_everything()


@pytest.mark.parametrize("page", WITH_CARD)
def test_the_form_stands_on_every_page_with_a_card_while_the_petition_is_open(words, page):
    assert words(page).count('action="/en/petition/"') == 1


@pytest.mark.parametrize("page", WITH_CARD)
def test_after_the_end_the_form_is_gone_everywhere_and_the_card_says_so(words, petition, page):
    close(petition, hours=30)
    assert ("<form" in words(page), words(page).count('<h2 id="sign-title">This petition is closed</h2>')) == (False, 1)


@pytest.mark.parametrize("page", WITH_CARD)
def test_before_the_first_day_the_card_names_it_and_has_no_form(words, page):
    opens_tomorrow()
    assert ("<form" in words(page), words(page).count('<h2 id="sign-title">The petition opens soon</h2>')) == (False, 1)


def test_after_the_end_the_header_leads_to_the_result_instead_of_asking(words, petition):
    close(petition, hours=30)
    header = words("asks/").split("<main")[0]
    assert [">Petition closed</a>" in header, ">Sign</a>" in header] == [True, False]


def test_the_day_of_the_handing_over_is_named_once_it_happened(words, petition):
    close(petition, hours=30)
    assert "Handed over on:" not in words("petition/")
    Petition.objects.update(handed_over_at=timezone.now())
    briefly.forget_everything()
    assert words("petition/").count("Handed over on:") == 1
