"""The staff export: exact counts, safe cells, one line in the log, clear words for bad filters."""

import csv
import io
import json
from collections import Counter
from datetime import date
from itertools import islice

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from petitions import counting, exports
from petitions.export_filters import ExportForm, Filters, days_of
from petitions.models import ExportLog, Tally

pytestmark = pytest.mark.django_db
HEADER = ["petition", "day", "country", "language", "confirmed"]
DANGEROUS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "＝1", "＋1", "－1", "＠x", " =1", '"=1', "' -1", "\xa0=1",
]  # fmt: skip


@pytest.fixture
def tallies(petition):
    cells = [
        (date(2026, 3, 1), "DE", "de", 3),
        (date(2026, 3, 1), "FR", "en", 12),
        (date(2026, 3, 2), "DE", "de", 40),
        (date(2026, 3, 3), "DE", "en", 0),
    ]
    for day, country, language, n in cells:
        Tally.objects.create(
            petition=petition, day=day, country=country, language=language, confirmed=n, counted_at=timezone.now()
        )


def contents(file_format="csv", **filters) -> bytes:
    return b"".join(exports.export(Filters(**filters), file_format=file_format, by_name="Ana").chunks)


def command(*arguments) -> str:
    out = io.StringIO()
    call_command("export_counts", *arguments, stdout=out)
    return out.getvalue()


def a_cell_named(monkeypatch, text):
    monkeypatch.setattr(counting, "cells", lambda **_: iter([(text, date(2026, 3, 1), "DE", "de", 3)]))


def test_a_csv_export_has_a_header_row_and_one_row_for_each_cell_with_signatures(tallies):
    assert list(csv.reader(io.StringIO(contents().decode()))) == [
        HEADER,
        ["child-safety-on", "2026-03-01", "DE", "de", "3"],
        ["child-safety-on", "2026-03-01", "FR", "en", "12"],
        ["child-safety-on", "2026-03-02", "DE", "de", "40"],
    ]


def test_a_csv_export_ends_its_lines_as_rfc_4180_says(tallies):
    assert contents().count(b"\r\n") == contents().count(b"\n") == 4


def test_a_json_export_says_what_it_holds_and_that_it_is_internal(tallies):
    answer = json.loads(contents("json", country="FR"))
    assert answer["rows"] == [dict(zip(HEADER, ["child-safety-on", "2026-03-01", "FR", "en", 12], strict=True))]
    assert answer["meta"]["note"] == "Internal: do not publish cells under 10"
    assert answer["meta"]["filters"]["country"] == "FR"
    assert answer["meta"]["time_zone"] == "Europe/Brussels"
    assert answer["meta"]["exported_by"] == "Ana"


def test_a_json_export_of_nothing_is_still_json(petition):
    assert json.loads(contents("json"))["rows"] == []


def test_an_excel_export_has_counts_on_the_first_sheet_and_its_story_on_the_second(tallies):
    book = openpyxl.load_workbook(io.BytesIO(contents("xlsx", since=date(2026, 3, 2))))
    counts, about, *_ = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert list(counts[0]) == HEADER
    assert [(slug, day.date(), *rest) for slug, day, *rest in counts[1:]] == [
        ("child-safety-on", date(2026, 3, 2), "DE", "de", 40)
    ]
    story = dict(about)
    assert story["note"] == "Internal: do not publish cells under 10"
    assert (story["filter: since"], story["filter: until"]) == ("2026-03-02", "all")
    assert (story["time_zone"], story["exported_by"]) == ("Europe/Brussels", "Ana")


def test_an_excel_export_sums_up_by_country_and_by_language(tallies):
    book = openpyxl.load_workbook(io.BytesIO(contents("xlsx")))
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    total = sum(row[4] for row in sheets["counts"][1:])
    for name, column in (("country", 2), ("language", 3)):
        wanted = Counter()
        for row in sheets["counts"][1:]:
            wanted[row[column]] += row[4]
        lines = sorted(wanted.items(), key=lambda one: (-one[1], one[0]))
        assert sheets[f"by {name}"] == [(name, "confirmed"), *lines, ("total", total)]


@pytest.mark.parametrize(
    ("period", "span"),
    [
        ("last-month", (date(2026, 2, 1), date(2026, 2, 28))),
        ("this-month", (date(2026, 3, 1), date(2026, 3, 15))),
        ("30-days", (date(2026, 2, 14), date(2026, 3, 15))),
        ("", (None, None)),
        ("no such", (None, None)),
    ],
)
def test_a_period_is_days_of_brussels_seen_from_today(period, span):
    assert days_of(period, date(2026, 3, 15)) == span


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_spreadsheet_never_takes_a_csv_cell_for_a_formula(monkeypatch, text):
    a_cell_named(monkeypatch, text)
    row = list(csv.reader(io.StringIO(contents().decode(), newline="")))[1]
    assert row[0] == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_an_excel_export_holds_text_and_no_formula(monkeypatch, text):
    a_cell_named(monkeypatch, text)
    book = openpyxl.load_workbook(io.BytesIO(contents("xlsx")))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert book["counts"]["A2"].value.startswith("'")


def test_an_excel_export_writes_the_name_of_its_maker_as_text():
    file = exports.export(Filters(), file_format="xlsx", by_name="=HYPERLINK(1)")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.chunks)))
    assert dict(book["about"].iter_rows(values_only=True))["exported_by"] == "'=HYPERLINK(1)"


@given(st.text())
def test_an_ordinary_text_stays_as_it_is_and_a_guarded_one_loses_nothing(text):
    assert exports.defuse(text) in (text, f"'{text}")
    assert exports.defuse(text)[:1] not in tuple("=+-@\t\r\0＝＋－＠")


def test_a_name_with_a_hyphen_inside_is_no_formula():
    assert exports.defuse("child-safety-on") == "child-safety-on"


def test_the_period_includes_its_first_and_its_last_day(tallies):
    rows = contents(since=date(2026, 3, 1), until=date(2026, 3, 1)).decode().splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["2026-03-01", "2026-03-01"]


def test_a_long_export_is_sent_in_pieces_and_read_only_as_far_as_it_is_wanted(monkeypatch, db):
    asked_for = []
    cells = ((asked_for.append(n), ("p", date(2026, 3, 1), "DE", "de", n))[1] for n in range(100_000))
    monkeypatch.setattr(counting, "cells", lambda **_: cells)
    pieces = list(islice(exports.export(Filters(), file_format="csv", by_name="Ana").chunks, 3))
    assert len(pieces) == 3
    assert len(asked_for) == 1500


def test_every_export_leaves_one_line_about_who_what_and_how_many(tallies):
    contents("json", petition="child-safety-on", since=date(2026, 3, 1), country="DE")
    line = ExportLog.objects.get()
    assert (line.by, line.by_name, line.rows) == (None, "Ana", 2)
    assert line.what == "json: petition child-safety-on, 2026-03-01 to the last day, country DE, all languages"


def test_an_export_that_breaks_off_is_logged_with_the_rows_that_left(tallies):
    chunks = exports.export(Filters(), file_format="csv", by_name="Ana").chunks
    assert ExportLog.objects.get().rows == 0
    next(chunks)
    chunks.close()
    assert ExportLog.objects.get().rows == 3


def test_an_excel_export_never_drops_rows_in_silence(tallies, monkeypatch):
    monkeypatch.setattr(exports, "LONGEST_SHEET", 3)
    with pytest.raises(exports.TooManyRows):
        contents("xlsx")
    assert not ExportLog.objects.exists()


def test_the_file_name_says_that_the_numbers_are_internal():
    name = exports.export(Filters(), file_format="csv", by_name="Ana").name
    assert name == f"counts_all-petitions_{timezone.localdate()}_internal-do-not-publish-cells-under-10.csv"


@pytest.mark.parametrize(
    ("filters", "wrong"),
    [
        ({"format": ""}, "format"),
        ({"format": "pdf"}, "format"),
        ({"since": "0000-00-00"}, "since"),
        ({"since": "9999999-01-01"}, "since"),
        ({"until": "2026-02-30"}, "until"),
        ({"until": "2026-03-01T00:00:00+99:99"}, "until"),
        ({"since": "Europe/Nowhere"}, "since"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "until"),
        ({"country": "EL"}, "country"),
        ({"country": "EU"}, "country"),
        ({"language": "xx"}, "language"),
        ({"petition": "no-such"}, "petition"),
        ({"petition": "a\0b"}, "petition"),
        ({"petition": "\ud800"}, "petition"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named(filters, wrong):
    form = ExportForm({"format": "csv"} | filters)
    assert set(form.errors) == {wrong}


def test_the_command_writes_to_standard_output(tallies):
    assert command("--format", "csv", "--country", "fr") == (
        "petition,day,country,language,confirmed\r\nchild-safety-on,2026-03-01,FR,en,12\r\n"
    )


def test_the_command_writes_a_file_and_logs_itself_as_command_line(tallies, tmp_path):
    target = tmp_path / "counts.xlsx"
    command("--format", "xlsx", "--output", str(target))
    assert openpyxl.load_workbook(target)["counts"].max_row == 4
    assert [path.name for path in tmp_path.iterdir()] == ["counts.xlsx"]
    assert ExportLog.objects.get().by_name == "command line"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--format", "pdf"),
        ("--format", "csv", "--since", "0000-00-00"),
        ("--format", "csv", "--country", "XX"),
        ("--format", "csv", "--output", "/no/such/folder/x.csv"),
        ("--format", "xlsx"),
    ],
)
def test_the_command_fails_in_one_clear_line(arguments):
    with pytest.raises(CommandError) as failure:
        command(*arguments)
    assert len(str(failure.value).splitlines()) == 1


def test_an_export_that_fails_leaves_the_old_file_alone(tallies, tmp_path, monkeypatch):
    target = tmp_path / "counts.csv"
    target.write_text("old")
    monkeypatch.setattr(exports, "_drained", lambda page: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(CommandError, match="disk full"):
        command("--format", "csv", "--output", str(target))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("counts.csv", "old")]
