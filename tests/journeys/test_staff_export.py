"""Two clicks from the first staff page: last month's counts by country as Excel, which say what the page says."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from petitions.counting import BRUSSELS
from tests.journeys.demo import Demo
from tests.journeys.places import log_in

TALLY = """
INSERT INTO petitions_tally (petition_id, day, country, language, confirmed, counted_at, frozen_at)
SELECT id, '{day}', '{country}', 'fr', {confirmed}, '{day} 12:00:00', '{day} 12:00:00' FROM petitions_petition
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo with a last month in its database."""
    demo = Demo(tmp_path_factory.mktemp("export"))
    last = datetime.now(BRUSSELS).date().replace(day=1) - timedelta(days=1)
    try:
        demo.start()
        for day, country, confirmed in ((last, "FR", 31), (last.replace(day=1), "FR", 4), (last, "MT", 12)):
            demo.query(TALLY.format(day=day, country=country, confirmed=confirmed))
        yield demo
    finally:
        demo.stop()


def test_last_month_by_country_leaves_as_excel_in_two_clicks_and_its_totals_equal_the_page(english_desk):
    page = english_desk
    log_in(page)
    page.goto("/staff/?period=last-month")
    lines = page.locator("#shares tbody tr, #shares tfoot tr").all()
    shown = [int(line.locator("td").first.inner_text().replace(",", "")) for line in lines]
    page.goto("/staff/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last month, Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    summed = list(book["by country"].iter_rows(min_row=2, values_only=True))
    assert (summed, shown) == ([("FR", 35), ("MT", 12), ("total", 47)], [35, 12, 47])
    assert sum(row[4] for row in book["counts"].iter_rows(min_row=2, values_only=True)) == 47


def test_the_period_of_the_page_is_chosen_by_links(english_desk):
    log_in(english_desk)
    english_desk.goto("/staff/")
    english_desk.get_by_role("link", name="Last month").click()
    expect(english_desk.locator("#shares tfoot td").first).to_have_text("47")
