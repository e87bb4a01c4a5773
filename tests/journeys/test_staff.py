"""Staff log in and export counts; the three files agree with each other and with the public number."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.places import STAFF, log_in

HEADER = ["petition", "day", "country", "language", "confirmed"]


@pytest.fixture
def staff(english_desk):
    """A page of somebody who has logged in."""
    log_in(english_desk)
    return english_desk


def export(page, kind: str, **chosen) -> bytes:
    page.goto("/staff/export/")
    page.get_by_label("File format").select_option(kind)
    for label, value in chosen.items():
        page.get_by_label(label).select_option(value)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(f".{kind}")
    with open(download.value.path(), "rb") as file:
        return file.read()


def rows_of_csv(file: bytes) -> list[list]:
    header, *rows = csv.reader(io.StringIO(file.decode("utf-8-sig")))
    assert header == HEADER
    return [[*row[:4], int(row[4])] for row in rows]


def rows_of_xlsx(file: bytes) -> list[list]:
    book = load_workbook(io.BytesIO(file))
    assert book.sheetnames == ["counts", "about", "by country", "by language"]
    header, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert header == HEADER
    return [[row[0], str(row[1])[:10], *row[2:]] for row in rows]


def rows_of_json(file: bytes) -> list[list]:
    content = json.loads(file)
    assert "do not publish" in json.dumps(content["meta"])
    return [[row[name] for name in HEADER] for row in content["rows"]]


def test_csv_xlsx_and_json_hold_the_same_rows_and_sum_up_to_the_public_number(staff, demo):
    demo.settle()
    rows = rows_of_csv(export(staff, "csv"))
    assert sum(row[4] for row in rows) == demo.count()
    assert rows_of_xlsx(export(staff, "xlsx")) == rows
    assert rows_of_json(export(staff, "json")) == rows


def test_a_filter_of_one_country_leaves_only_that_country(staff, demo):
    rows = rows_of_csv(export(staff, "csv", Country="FR"))
    assert {row[2] for row in rows} == {"FR"}
    assert sum(row[4] for row in rows) == 52


def test_dates_that_are_turned_round_are_explained_and_nothing_is_exported(staff):
    staff.goto("/staff/export/")
    staff.get_by_label("First day").fill("2026-11-20")
    staff.get_by_label("Last day").fill("2026-11-01")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Download").click()
    expect(staff.get_by_role("alert")).to_contain_text("Nothing was exported")
    expect(staff.get_by_text("The last day is before the first day. Change one of them.")).to_be_visible()
    assert staff.get_by_label("First day").input_value() == "2026-11-20"


def test_an_export_leaves_a_line_in_the_log(staff):
    export(staff, "csv", Country="MT")
    staff.goto("/staff/petitions/exportlog/")
    expect(staff.get_by_text("country MT").first).to_be_visible()


def test_a_stranger_sees_the_login_and_no_number(english_desk):
    for address in STAFF.values():
        english_desk.goto(address)
        expect(english_desk.get_by_label("Password")).to_be_visible()
        assert "child-safety-on" not in english_desk.locator("body").inner_text()


def test_no_page_of_the_staff_area_breaks_its_own_policy(staff):
    staff.goto("/staff/")
    inside = "nodes => nodes.map(a => a.getAttribute('href')).filter(href => href.startsWith('/staff/'))"
    addresses = sorted(set(staff.locator("a[href]").evaluate_all(inside)))
    assert "/staff/export/" in addresses
    for address in addresses:  # the guard listens
        assert staff.goto(address).status == 200
