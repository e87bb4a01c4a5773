"""A workbook is one that spreadsheets open: whole, with text as text and days as days."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions import workbook
from petitions.workbook import Full, Workbook

STRANGE = ["<a & 'b'>", ' "x" ', "a\nb\tc", "Ωμέγα", "=1+1", "😀", "]]>"]


def written(*sheets) -> bytes:
    """A workbook of (name, rows)."""
    file = io.BytesIO()
    book = Workbook(file)
    for name, rows in sheets:
        with book.sheet(name, [16, 16], is_head_frozen=True) as sheet:
            for number, row in enumerate(rows):
                sheet.row(row, is_bold=number == 0)
    book.close()
    return file.getvalue()


def read(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_texts_numbers_and_days_come_back_as_they_were():
    rows = [("a", "b"), ("text", 7), (date(1900, 3, 1), -3), (date(2026, 11, 26), 10**9)]
    cells = [tuple(value.date() if hasattr(value, "date") else value for value in row)
             for row in read(written(("one", rows)))["one"].iter_rows(values_only=True)]  # fmt: skip
    assert cells == rows


def test_sheets_keep_their_names_and_order_and_the_head_its_place():
    book = read(written(("counts & more", [("a",)]), ("<about>", [("b",)])))
    assert book.sheetnames == ["counts & more", "<about>"]
    assert (book.worksheets[0].freeze_panes, book.worksheets[0]["A1"].font.b) == ("A2", True)


@pytest.mark.parametrize("text", STRANGE)
def test_a_text_stays_as_it_is(text):
    cell = read(written(("one", [("head",), (text,)])))["one"]["A2"]
    assert (cell.value, cell.data_type == "f") == (text, False)


@given(st.text())
def test_whatever_is_in_a_text_every_part_of_the_file_is_xml(text):
    with zipfile.ZipFile(io.BytesIO(written(("one", [(text,)])))) as parts:
        assert len([ElementTree.fromstring(parts.read(name)) for name in parts.namelist()]) == 6


def test_what_xml_can_not_hold_is_written_as_spreadsheets_do():
    assert read(written(("one", [("a\0b",)])))["one"]["A1"].value == "a_x0000_b"


def test_every_part_that_is_named_is_there():
    with zipfile.ZipFile(io.BytesIO(written(("one", []), ("two", [])))) as parts:
        types = ElementTree.fromstring(parts.read("[Content_Types].xml"))
        named = {part.attrib["PartName"].lstrip("/") for part in types if "PartName" in part.attrib}
        assert named | {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"} == set(parts.namelist())


def test_a_sheet_says_when_it_is_full(monkeypatch):
    monkeypatch.setattr(workbook, "LONGEST", 2)
    with pytest.raises(Full):
        written(("one", [("a",), ("b",), ("c",)]))
