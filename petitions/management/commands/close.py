"""The end of a petition by hand: the numbers stay, everything about people goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import IntegrityError

from petitions import counting, ending
from petitions.models import Petition


class Command(BaseCommand):
    help = (
        "End PETITION: make its numbers final and delete signatures, news addresses, letters and every coded"
        " fingerprint. Says first what that would reach, and does it only with --yes. It cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("petition", metavar="PETITION", help="its name in addresses, e.g. child-safety-on")
        parser.add_argument("--dry-run", action="store_true", help="only say what it would reach")
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument("--now", action="store_true", help="also when it is still open: it closes now")

    def handle(self, *args: Any, petition: str, dry_run: bool, yes: bool, now: bool, **options: Any) -> None:
        row = Petition.objects.filter(slug=petition).first()
        if row is None:
            raise CommandError(f"There is no petition {petition}.")
        self._say(row)
        if dry_run:
            return
        if not yes:
            raise CommandError("Nothing was changed. To delete all this for ever, say --yes.")
        self._end(row, now=now)

    def _say(self, row: Petition) -> None:
        self.stdout.write(f"{row} closes: {row.closes_at:%Y-%m-%d %H:%M} UTC")
        for name, count in ending.survey(row).items():
            self.stdout.write(f"{name}: {count}")

    def _end(self, row: Petition, *, now: bool) -> None:
        try:
            ending.end(row, now=now)
        except ending.StillOpen as still:
            raise CommandError("Nothing was changed: it is still open. To close and end it now, say --now.") from still
        except IntegrityError as early:
            raise CommandError("Nothing was changed: it has not opened yet.") from early
        self.stdout.write(f"Ended. Confirmed signatures, for ever: {counting.confirmed(row.pk)}")
