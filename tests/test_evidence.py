"""The evidence page and its file: every public figure, what it leaves open, and nothing a spreadsheet would run."""

import csv
import io

import pytest
from django.conf import settings
from django.test import Client

from campaign import evidence
from campaign.living import facts
from campaign.living.models import Fact
from tests.pages import text_of, tree, with_class
from tests.test_facts import OWN, ship


def table(language: str = "en") -> list[dict[str, str]]:
    text = Client().get(f"/{language}/evidence/figures.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_card_says_what_it_counts_what_it_leaves_open_and_where_it_comes_from(petition, language):
    cards = with_class(tree(Client().get(f"/{language}/evidence/").content.decode()), "evidence-card")
    assert [card.get("id") for card in cards] == [*facts.published()]
    assert {(len(card.findall("dl/dt")), len(card.findall("dl/dd"))) for card in cards} == {(2, 2)}
    links = [card.find("p[@class='source']/a").get("href") for card in cards]
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_day_of_the_last_check_stands_on_a_card_only_once_there_is_one(petition):
    ship("F2", checked_on="2026-11-20")
    text = text_of(tree(Client().get("/en/evidence/").content.decode()).find("body/main"))
    assert [text.count("Checked:"), text.count("Checked: 20 November 2026")] == [1, 1]


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_no_full_stop_is_left_alone_on_a_line_below_the_number(petition, language):
    assert "</strong>." not in Client().get(f"/{language}/evidence/").content.decode()


def test_the_file_holds_exactly_the_figures_of_the_page(petition):
    ship("F5", published=False)
    assert [row["id"] for row in table()] == [*facts.published()]
    assert "F5" not in {row["id"] for row in table()}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_file_speaks_the_language_of_its_page(petition, language):
    page = tree(Client().get(f"/{language}/evidence/").content.decode())
    told = [text_of(card.findall("dl/dd")[1]) for card in with_class(page, "evidence-card")]
    assert [" ".join(row["not_told"].split()) for row in table(language)] == told


def test_a_line_of_the_file_carries_all_that_the_card_says(petition):
    ship("F2", checked_on="2026-11-20")
    [row] = [row for row in table() if row["id"] == "F2"]
    assert (row["figure"], row["year"], row["checked"]) == ("62% hosted in the EU in 2024.", "2024", "2026-11-20")
    assert row["link"].startswith("https://www.brusselstimes.com/")
    assert row["source"] == "Source: IWF, 2024, reported by The Brussels Times"


def test_no_cell_is_a_formula(petition):
    bad = {"value_words": {"en": "=1+1"}, "counts": {"en": "+1"}, "not_told": {"en": '"@x'}, "source_name": "-2"}
    Fact.objects.create(key="own-1", **OWN | bad)
    cells = [cell for row in table() for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", '"'))] == []
    assert (table()[-1]["figure"], table()[-1]["not_told"]) == ("'=1+1", "'\"@x")


def test_the_file_is_named_after_its_language_and_not_to_be_found_by_searching(petition):
    answer = Client().get("/de/evidence/figures.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="childsafetyon_figures_de.csv"'
    assert (answer["Content-Type"], answer["X-Robots-Tag"]) == ("text/csv; charset=utf-8", "noindex")


def test_lines_end_as_spreadsheets_expect():
    assert evidence.as_csv([]) == "id,figure,counts,not_told,sentence,year,source,link,checked\r\n"


def test_the_line_to_cite_names_site_title_and_address(petition):
    root = tree(Client().get("/en/evidence/").content.decode())
    [copy] = [one.get("data-copy") for one in root.iter("button") if one.get("data-said")]
    assert copy == evidence.cite()
    assert copy.endswith(f"The numbers, and what they mean. {settings.SITE_ORIGIN}/en/evidence/")
