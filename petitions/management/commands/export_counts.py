"""Writes the staff export of counts to a file or to standard output; see petitions/exports.py."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from petitions import exports
from petitions.export_filters import ExportForm

FILTERS = ("format", "petition", "since", "until", "country", "language")


class Command(BaseCommand):
    help = (
        "Export confirmed signatures per petition, day, country and language: counts, never people. "
        "Numbers are exact: do not publish cells under 10."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", default="", help="csv, json or xlsx")
        parser.add_argument("--petition", default="", metavar="SLUG", help="one petition (default: all)")
        parser.add_argument("--since", default="", metavar="DAY", help="first Brussels day, as 2026-11-25")
        parser.add_argument("--until", default="", metavar="DAY", help="last Brussels day, itself included")
        parser.add_argument("--country", default="", metavar="CC", help="one country, for example DE")
        parser.add_argument("--language", default="", metavar="L", help="one language, for example de")
        parser.add_argument("--output", default="", metavar="FILE", help="default: standard output")

    def handle(self, **options: Any) -> None:
        try:
            form = _judged({name: str(options[name] or "").strip() for name in FILTERS})
            if options["output"]:
                _write_whole(Path(options["output"]), _export(form))
            else:
                write = self._writer(form.cleaned_data["format"])
                _write_all(_export(form), write)
                self.stdout.flush()
        except DatabaseError as error:
            raise CommandError(f"The database did not answer as it should: {_first_line(error)}") from error
        except OSError as error:
            raise CommandError(f"The file could not be written: {error.strerror or error}") from error

    def _writer(self, file_format: str) -> Callable[[bytes], Any]:
        if file_format == "xlsx" and self.stdout.isatty():
            raise CommandError("output: An Excel file is not for the screen; add --output FILE.")
        if binary := getattr(self.stdout, "buffer", None):
            return binary.write
        if file_format == "xlsx":
            raise CommandError("output: An Excel file needs --output FILE here.")
        return lambda chunk: self.stdout.write(chunk.decode(), ending="")


def _judged(asked: dict[str, str]) -> ExportForm:
    form = ExportForm(asked | {"country": asked["country"].upper(), "language": asked["language"].lower()})
    if form.is_valid():
        return form
    raise CommandError(form.first_error())


def _export(form: ExportForm) -> exports.Export:
    try:
        return exports.export(form.filters(), file_format=form.cleaned_data["format"], by_name="command line")
    except exports.TooManyRows as error:
        raise CommandError("format: An Excel sheet cannot hold so many rows; choose csv or fewer days.") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _write_all(file: exports.Export, write: Callable[[bytes], Any]) -> None:
    for chunk in file.chunks:
        write(chunk)


def _write_whole(target: Path, file: exports.Export) -> None:
    """The whole file or none: a broken export leaves what was there before."""
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "wb") as unfinished:
            _write_all(file, unfinished.write)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise
