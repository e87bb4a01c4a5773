"""Opens a file of `export_news` with the private key that it was sealed for; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from petitions import news_export


class Command(BaseCommand):
    help = "Print the lines of FILE, which `export_news` has sealed. The key stands in a file of its own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--key-file", required=True, metavar="KEYFILE", help="the private key, alone in a file")

    def handle(self, *args: Any, file: str, key_file: str, **options: Any) -> None:
        try:
            lines = news_export.opened(Path(file).read_bytes(), key=Path(key_file).read_text())
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except news_export.NoKey as wrong:
            raise CommandError("key-file: This file holds no key.") from wrong
        except news_export.NotForThisKey as wrong:
            raise CommandError("The file was sealed to another key, or it is damaged.") from wrong
        self.stdout.write(lines, ending="")
