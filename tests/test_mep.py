"""Write to your MEP: from a country to Parliament's own list, without JavaScript, and no mail goes through us."""

import pytest
from django.conf import settings

from campaign import mep
from petitions.countries import EU
from tests.copies import PUBLIC
from tests.crawl import browser
from tests.pages import text_of, tree, with_class

PAGE = "/en/write-to-your-mep/"


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page says how long it is true."""


def page(query: str = "", language: str = "en"):
    """The page as a tree."""
    answer = browser().get(f"/{language}/write-to-your-mep/{query}")
    assert answer.status_code == 200
    return tree(answer.content.decode())


def lists(root) -> list[str]:
    """Links to Parliament's list."""
    return [link.get("href") for link in root.iter("a") if "europarl.europa.eu" in link.get("href", "")]


def test_all_countries_of_the_eu_can_be_chosen_and_no_other():
    codes = [one.get("value") for one in page().iter("option")]
    assert (codes[0], sorted(codes[1:])) == ("", sorted(EU))


@pytest.mark.parametrize(("language", "first", "last"), [
    ("en", "Austria", "Sweden"), ("de", "Belgien", "Zypern"), ("el", "Αυστρία", "Φινλανδία"),
    ("mt", "l-Awstrija", "l-Ungerija"),
])  # fmt: skip
def test_they_stand_in_the_order_of_the_language(language, first, last):
    names = [one.name for one in mep.eu_countries(language)]
    assert (names[0], names[-1]) == (first, last)


@pytest.mark.parametrize("code", EU)
def test_each_country_leads_to_its_own_list(code):
    [link] = lists(page(f"?country={code}"))
    assert link == f"https://www.europarl.europa.eu/meps/en/search/advanced?countryCode={code}"


def test_greece_is_gr_and_the_link_says_the_country_in_the_language_of_the_page():
    [answer] = with_class(page("?country=GR", "de"), "tool-answer")
    assert "countryCode=GR" in lists(page("?country=GR", "de"))[0]
    assert text_of(answer).endswith("Griechenland")


def test_the_country_that_was_chosen_stays_chosen():
    assert [one.get("value") for one in page("?country=mt").iter("option") if "selected" in one.attrib] == ["MT"]


def test_nothing_is_chosen_in_advance():
    assert (lists(page()), with_class(page(), "field-error")) == ([], [])


@pytest.mark.parametrize(
    "query", ["?country=", "?country=EL", "?country=US", "?country=%00", "?country=<b>", "?country"]
)
def test_what_is_no_country_of_the_eu_is_asked_for_again(query):
    root = page(query)
    [problem], [field] = with_class(root, "field-error"), root.iter("select")
    assert text_of(problem) == "Choose a country from the list"
    assert (field.get("aria-describedby"), lists(root)) == (problem.get("id"), [])


def test_the_form_only_looks_and_sends_nothing_to_anybody():
    [form] = [one for one in page().iter("form") if one.get("class", "").startswith("tool")]
    assert (form.get("method"), form.get("action")) == (None, f"{PAGE}#meps")
    [tool] = with_class(page("?country=DE"), "tool")
    assert [one.get("href") for one in tool.iter("a") if not one.get("href").startswith("https://www.europarl")] == []


@pytest.mark.usefixtures("far_from_midnight")
def test_an_answer_for_a_country_has_the_plain_address_and_may_be_kept_under_its_own():
    answer = browser().get(f"{PAGE}?country=DE")
    assert f'<link rel="canonical" href="{settings.SITE_ORIGIN}{PAGE}">' in answer.content.decode()
    assert answer["Cache-Control"] == PUBLIC
