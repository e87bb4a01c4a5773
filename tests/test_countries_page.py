"""Signatures by country: the table says what the windows show, in the reader's language and order."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from petitions import briefly, countries_page, snapshot, street
from petitions.countries import EU
from petitions.countries_page import NAME, NUMBER, RATE
from petitions.models import Tally
from tests.crawl import browser
from tests.pages import Element, text_of, tree, with_class

HOUR = datetime(2026, 11, 26, 14, tzinfo=UTC)
NUMBERS = {"DE": 4170, "MT": 560, "GR": 1040, "IT": 6, "ES": 7}  # 50, 1,000 and 100 of each million
PAGE = "/en/petition/countries/"
FEW = "fewer than 10"


@pytest.fixture
def seen(petition):
    """seen("/de/petition/countries/", DE=100) → the page after a snapshot of these numbers."""

    def look(path: str = PAGE, **numbers: int) -> Element:
        for code, number in numbers.items():
            Tally.objects.create(petition=petition, day=date(2026, 11, 25), country=code, language="en",
                                 confirmed=number, counted_at=HOUR)  # fmt: skip
        snapshot.take(petition, HOUR)
        briefly.forget_everything()
        return tree(browser().get(path).content.decode())

    return look


def lines(page: Element) -> list[list[str]]:
    """The rows of the table, cell by cell, without the names that cells carry for narrow screens."""
    for name in with_class(page, "cell-name"):
        name.text = ""
    [table] = with_class(page, "countries-table")
    return [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]


def test_who_looks_sees_numbers_and_rates_and_the_others_last_by_name(seen):
    found = lines(seen(**NUMBERS))
    assert found[:3] == [["Malta", "560", "1,000"], ["Greece", "1,040", "100"], ["Germany", "4,170", "50"]]
    assert [len(found), found[3], found[-1]] == [27, ["Austria", FEW], ["Sweden", FEW]]


def test_the_head_tells_the_count_the_countries_and_the_hour(seen):
    [head] = with_class(seen(**NUMBERS), "countries-head")
    assert [text_of(line) for line in head.iter("p")] == [
        "Confirmed signatures: 5,783", "Countries with ten or more: 3",
        "Last update: 26\u00a0November\u00a02026, 15:00".replace("\u00a0", " "),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (NAME, ["Germany", "Greece", "Malta"]),
        (NUMBER, ["Greece", "Malta", "Germany"]),
        (RATE, ["Malta", "Greece", "Germany"]),
    ],
)
def test_there_are_three_orders(order, first):
    assert [row.name for row in countries_page.rows({"MT": 560, "DE": 500, "GR": 1040}, order)][:3] == first


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        (PAGE, ["", "", "descending"]),
        (f"{PAGE}by-name/", ["ascending", "", ""]),
        (f"{PAGE}by-number/", ["", "descending", ""]),
    ],
)
def test_the_order_is_chosen_by_plain_links_in_the_head_of_the_table(seen, path, sort):
    [table] = with_class(seen(path, **NUMBERS), "countries-table")
    heads = list(table.iter("th"))[:3]
    assert [head.get("aria-sort", "") for head in heads] == sort
    assert [head.find("a").get("href") for head in heads] == [f"{PAGE}by-name/", f"{PAGE}by-number/", PAGE]


@pytest.mark.parametrize(("language", "last"), [("en", "Sweden"), ("de", "Zypern"), ("el", "Φινλανδία")])
def test_countries_are_named_and_sorted_in_the_language_of_the_page(language, last):
    with translation.override(language):
        assert countries_page.rows({"MT": 560}, RATE)[-1].name == last


def test_articles_take_no_part_in_the_order():
    with translation.override("mt"):
        names = [row.name for row in countries_page.rows({}, NAME)]
    assert (names[:2], names[-1]) == (["l-Awstrija", "il-Belġju"], "l-Ungerija")


def test_the_bars_say_what_the_windows_show():
    cells = {code: NUMBERS[code] for code in ("DE", "GR", "MT")}
    assert [row.percent for row in countries_page.rows(cells, RATE)][:4] == [100, 10, 5, 0]
    assert street.shares(cells) == {"DE": 0.05, "GR": 0.1, "MT": 1.0}


@pytest.mark.parametrize(("confirmed", "rate"), [(10, 0.1), (600, 7.2), (4_812, 58)])
def test_a_small_rate_has_one_decimal(confirmed, rate):
    assert countries_page.rows({"DE": confirmed}, RATE)[0].rate == rate


def test_nought_and_nine_look_alike_PV_22(seen):
    found = {line[0]: line[1:] for line in lines(seen(**NUMBERS, CY=9))}
    assert found["Cyprus"] == found["Estonia"] == [FEW]


def test_each_window_bears_the_code_of_its_country(seen):
    page = seen(**NUMBERS)
    [codes] = with_class(page, "window-codes")
    assert [text_of(code) for code in codes] == sorted(EU)
    [picture] = with_class(page, "street")
    assert picture.get("aria-label") == "27 windows, one for each EU country. The numbers are in the table below."


def test_before_anything_can_be_shown_the_page_says_when_it_will(seen):
    page = seen()
    assert [text_of(note) for note in with_class(page, "note")] == ["Countries appear here from ten signatures on."]
    assert with_class(page, "countries-table") == []


def test_below_a_hundred_in_all_no_number_of_all_is_shown(seen):
    assert with_class(seen(DE=40, IT=30, ES=29), "lead") == []


def test_the_numbers_of_people_have_their_source_beside_them(seen):
    [numbers] = with_class(seen(**NUMBERS), "countries-numbers")
    source = with_class(numbers, "source")[0]
    assert (text_of(source), source.find("a").get("href")) == (
        "Source: Eurostat, people on 1 January 2024", street.SOURCE,
    )  # fmt: skip


def test_the_table_can_be_taken_home(seen):
    links = [link for link in seen(**NUMBERS).iter("a") if link.get("download") is not None]
    assert [(text_of(link), link.get("href")) for link in links] == [
        ("Download counts (CSV)", "/api/v1/petitions/child-safety-on/countries.csv")
    ]


@pytest.mark.parametrize(("path", "is_found"), [(PAGE, True), (f"{PAGE}by-name/", False), (f"{PAGE}by-number/", False)])
def test_search_machines_find_one_of_the_three(seen, path, is_found):
    page = seen(path)
    robots = [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "robots"]
    canonical = [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"]
    assert (robots == [], len(canonical) == 1) == (is_found, is_found)


@pytest.mark.parametrize(("numbers", "said"), [({"IE": 412, "IT": 99}, True), ({"IE": 9, "IT": 99}, False)])
def test_readers_of_the_petition_see_their_own_country_where_the_table_shows_it(seen, numbers, said):
    [trust] = with_class(seen("/en/petition/", **numbers), "petition-trust")
    assert ("Ireland: 412" in text_of(trust), "Ireland" in text_of(trust)) == (said, said)
