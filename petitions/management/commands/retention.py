"""Print what is kept of people and how long, as the table of docs/privacy.md; see petitions/retention.py."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from petitions import retention

BEGIN = "<!-- retention: written by `manage.py retention --write` -->\n"
END = "<!-- end of retention -->\n"


class Command(BaseCommand):
    help = "Print what is kept of people, where, how long and by which verb it ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write it into docs/privacy.md")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        if not write:
            self.stdout.write(retention.table())
            return
        path = Path(settings.BASE_DIR) / "docs" / "privacy.md"
        try:
            path.write_text(put_into(path.read_text()))
        except (OSError, ValueError) as error:
            raise CommandError(f"docs/privacy.md: {error}") from error


def put_into(document: str) -> str:
    """The document with the table of this moment between its two marks. Raises ValueError where they are missing."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the marks around the table are missing")
    return before + begin + retention.table() + end + after
