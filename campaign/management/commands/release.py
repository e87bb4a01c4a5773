"""Everything a new version needs before it serves: migrations, roles, catalogues, petition, wordings, kept rows."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from campaign import catalogs, connections, privacy_notice, roles
from campaign.living import delivered
from petitions import changed, flagship, restored, wordings
from petitions.counting import BRUSSELS


class Command(BaseCommand):
    help = "Migrate, compile catalogues, make sure of roles, petition and wordings. Run it again at will."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--closes",
            type=date.fromisoformat,
            help="last day of a new petition (YYYY-MM-DD, Brussels); a year from now if not given, staff can change it",
        )

    def handle(self, *args: Any, closes: date | None = None, verbosity: int = 1, **options: Any) -> None:
        _count_connections()
        call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
        _refuse_a_backup()
        restored.settle()
        roles.ensure()
        catalogs.compile_all()
        closes = closes or (timezone.now() + timedelta(days=365)).date()
        closes_at = datetime.combine(closes + timedelta(days=1), time.min, tzinfo=BRUSSELS)
        if closes_at <= timezone.now():
            raise CommandError("--closes must be a day to come.")
        petition = flagship.ensure(closes_at=closes_at)
        new = wordings.record(petition) + privacy_notice.record(petition)
        delivered.ensure()
        changed.tell()
        if verbosity:
            self.stdout.write(f"Ready: petition {petition.slug}, {new} new wordings.")


def _count_connections() -> None:
    """Before anything is changed: the version from before goes on serving."""
    try:
        connections.check()
    except connections.TooFew as few:
        raise CommandError(f"Not released: {few}") from few


def _refuse_a_backup() -> None:
    """Web and worker start after a release alone: so nobody signs, and nothing leaves, before erasures are replayed."""
    try:
        restored.refuse()
    except restored.Restored as paused:
        raise CommandError(f"Not released: {paused}, then release again.") from paused
