"""The news list as a sealed file for the one who sends the news; see petitions/news_export.py."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from petitions import flagship, news_export, vault
from petitions.models import Petition


class Command(BaseCommand):
    help = (
        "Write the addresses of everybody on the news list to FILE, sealed to a public key, one JSON line a person. "
        "Runs only where VAULT_PRIVATE_KEY is. Every export is logged. `open_news` opens the file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="PUBLIC_KEY", help="the recipient's, as `keys` prints it")
        parser.add_argument("--output", required=True, metavar="FILE", help="a new file; none is overwritten")
        parser.add_argument("--language", default="", metavar="L", help="only who reads in it, for example de")
        parser.add_argument("--by", default="", metavar="NAME", help="for the log (default: the user of this machine)")

    def handle(self, *args: Any, to: str, output: str, language: str, by: str, **options: Any) -> None:
        if language and language not in settings.LIVE_LANGUAGES:
            raise CommandError(f"language: Choose one of {', '.join(settings.LIVE_LANGUAGES)}.")
        try:
            found = news_export.export(
                flagship.flagship(), Path(output), to=to, by=by or getpass.getuser(), language=language
            )
        except Exception as error:
            raise CommandError(_said(error)) from error
        self.stdout.write(f"People in the file: {found.people}")
        if found.left_out:
            self.stdout.write(f"Left out, because only an older key opens their address: {found.left_out}")


def _said(error: Exception) -> str:
    """What went wrong in one line. Raises the error again if it is none that somebody can mend here."""
    match error:
        case news_export.NoKey():
            return "to: This is no public key; `manage.py keys` prints one as VAULT_PUBLIC_KEYS."
        case vault.CannotOpen():
            return "VAULT_PRIVATE_KEY is not here: run this on the worker's side, never on the web server."
        case FileExistsError():
            return "output: There is a file of this name already; nothing was written."
        case OSError():
            return f"output: The file could not be written: {error.strerror}"
        case Petition.DoesNotExist():
            return "There is no petition yet: run `manage.py release` first."
    raise error
