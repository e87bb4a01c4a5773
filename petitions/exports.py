"""The staff export: counts as CSV, JSON or XLSX, never people. Every export leaves a line in the export log.

CSV and JSON are streamed row by row; XLSX is written to a temporary file in constant memory, then sent in pieces.
Numbers are exact, so each file says that small cells are not for publication: CSV in its name (its first line has to
stay the header row), JSON in `meta`, XLSX on its second sheet.
"""

import csv
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from petitions import counting
from petitions.export_filters import Filters
from petitions.models import ExportLog

HEADER = ("petition", "day", "country", "language", "confirmed")
NOTE = "Internal: do not publish cells under 10"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_SHEET = 1_048_576  # rows of an XLSX sheet with its header; xlsxwriter drops what is beyond without a word
_ROWS_A_CHUNK = 500
_DAY_ZERO = date(1899, 12, 30)  # from which spreadsheets count days
_BYTES_A_CHUNK = 64 * 1024
# A spreadsheet runs such a cell as a formula, also behind blanks or a quotation mark.
_FORMULA = re.compile(r"[\s\"'\u200b\ufeff]*[=+\-@\t\r\n\0＝＋－＠]")

Cell = tuple[str, date, str, str, int]


class TooManyRows(Exception):
    """More cells than a sheet of XLSX holds."""


@dataclass(frozen=True)
class Export:
    """A file on its way: what to call it, what it is, and its bytes, which can be read once."""

    name: str
    content_type: str
    chunks: Iterator[bytes]


def export(filters: Filters, *, file_format: str, by: Any = None, by_name: str = "") -> Export:
    """Start an export of csv, json or xlsx, and log it: who (`by`, a user, or just `by_name`), when, what, how many.

    The log line is there before the first byte; its number of rows is what has really left, also when the reader
    breaks off. Raises TooManyRows (xlsx).
    """
    who = by_name or by.get_username()
    log = ExportLog.objects.create(by=by, by_name=who, what=f"{file_format}: {filters}", rows=0)
    rows = _noted(log, counting.cells(**asdict(filters)))
    try:
        chunks = _WRITERS[file_format](rows, _about(log, filters))
    except TooManyRows:
        log.delete()
        raise
    return Export(_file_name(log, filters, file_format), CONTENT_TYPES[file_format], chunks)


@lru_cache(maxsize=4096)  # few texts, written a hundred thousand times
def defuse(cell: Any) -> Any:
    """The cell, with an apostrophe in front if a spreadsheet would take its text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _noted(log: ExportLog, cells: Iterator[Cell]) -> Iterator[Cell]:
    """The same cells; at the end, or when the reader leaves, their number goes into the log."""
    rows = 0
    try:
        for rows, cell in enumerate(cells, start=1):  # noqa: B007  (the last number counts)
            yield cell
    finally:
        ExportLog.objects.filter(pk=log.pk).update(rows=rows)


def _about(log: ExportLog, filters: Filters) -> dict[str, Any]:
    return {
        "note": NOTE,
        "filters": {name: str(value) if value else None for name, value in asdict(filters).items()},
        "time_zone": str(counting.BRUSSELS),
        "exported_at": timezone.localtime(log.at, counting.BRUSSELS).isoformat(timespec="seconds"),
        "exported_by": log.by_name,
    }


def _file_name(log: ExportLog, filters: Filters, file_format: str) -> str:
    note = NOTE.lower().replace(": ", "-").replace(" ", "-")
    return f"counts_{filters.petition or 'all-petitions'}_{counting.day_of(log.at)}_{note}.{file_format}"


def _csv(rows: Iterator[Cell], about: dict[str, Any]) -> Iterator[bytes]:
    """RFC 4180: commas, CRLF, quotation marks where needed; UTF-8 without a byte order mark."""
    page = io.StringIO(newline="")
    write = csv.writer(page).writerow
    write(HEADER)
    for number, row in enumerate(rows, start=1):
        write([defuse(cell) for cell in row])
        if number % _ROWS_A_CHUNK == 0:
            yield _drained(page)
    yield _drained(page)


def _drained(page: io.StringIO) -> bytes:
    text = page.getvalue()
    page.seek(0)
    page.truncate()
    return text.encode()


def _json(rows: Iterator[Cell], about: dict[str, Any]) -> Iterator[bytes]:
    """`{"meta": {…}, "rows": [{petition, day, country, language, confirmed}, …]}`, one row a line."""
    page = io.StringIO()
    page.write(f'{{"meta": {json.dumps(about)},\n"rows": [')
    for number, row in enumerate(rows, start=1):
        page.write(",\n" if number > 1 else "\n")
        page.write(json.dumps(dict(zip(HEADER, row, strict=True)), default=str))
        if number % _ROWS_A_CHUNK == 0:
            yield _drained(page)
    page.write("\n]}\n")
    yield _drained(page)


def _xlsx(rows: Iterator[Cell], about: dict[str, Any]) -> Iterator[bytes]:
    """Sheets "counts", "about", "by country", "by language". Text is text: no formula, no link, no guess at numbers."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when its last piece is read)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        countries, languages = _write_counts(book, rows)
        _write_about(book, about)
        _write_totals(book, "country", countries)
        _write_totals(book, "language", languages)
    return _pieces(file)


def _write_counts(book: xlsxwriter.Workbook, rows: Iterator[Cell]) -> tuple[Counter[str], Counter[str]]:
    """The long form; returns the sums by country and by language."""
    by_country: Counter[str] = Counter()
    by_language: Counter[str] = Counter()
    sheet = book.add_worksheet("counts")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 4, 16)
    day_format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    _write_texts(sheet, 0, HEADER, book.add_format({"bold": True}))
    for line, (petition, day, country, language, confirmed) in enumerate(rows, start=1):
        if line >= LONGEST_SHEET:
            raise TooManyRows
        sheet.write_string(line, 0, defuse(petition))
        sheet.write_number(line, 1, (day - _DAY_ZERO).days, day_format)
        sheet.write_string(line, 2, defuse(country))
        sheet.write_string(line, 3, defuse(language))
        sheet.write_number(line, 4, confirmed)
        by_country[country] += confirmed
        by_language[language] += confirmed
    return by_country, by_language


def _write_totals(book: xlsxwriter.Workbook, name: str, totals: Counter[str]) -> None:
    """One line each, the highest first, and the sum of all in the last."""
    sheet = book.add_worksheet(f"by {name}")
    sheet.set_column(0, 1, 16)
    bold = book.add_format({"bold": True})
    _write_texts(sheet, 0, (name, "confirmed"), bold)
    for line, (code, confirmed) in enumerate(sorted(totals.items(), key=lambda one: (-one[1], one[0])), start=1):
        _write_texts(sheet, line, (code,))
        sheet.write_number(line, 1, confirmed)
    _write_texts(sheet, len(totals) + 1, ("total",), bold)
    sheet.write_number(len(totals) + 1, 1, totals.total(), bold)


def _write_about(book: xlsxwriter.Workbook, about: dict[str, Any]) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 48)
    filters = {f"filter: {name}": value or "all" for name, value in about["filters"].items()}
    lines = {name: value for name, value in about.items() if name != "filters"} | filters
    for line, (name, value) in enumerate(lines.items()):
        _write_texts(sheet, line, (name, value))


def _write_texts(sheet: Any, line: int, texts: tuple[str, ...], style: Any = None, first: int = 0) -> None:
    for column, text in enumerate(texts, start=first):
        sheet.write_string(line, column, defuse(text), style)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_BYTES_A_CHUNK):
            yield piece


_WRITERS = {"csv": _csv, "json": _json, "xlsx": _xlsx}
