"""Recount every tally that isn't frozen from rows, or only look."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from petitions import counting, jobs
from petitions.models import Petition


class Command(BaseCommand):
    help = "Recount every tally that isn't frozen from rows; --check changes nothing and exits 1 at a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        act = counting.check if check else counting.recount
        try:
            lines = [line for petition in Petition.objects.all() for line in counting.report(petition, act(petition))]
        except counting.Busy as busy:
            raise CommandError("Another refresher is at work; try again in a moment.") from busy
        if not check:
            jobs.done(jobs.RECOUNT, found=len(lines))
        for petition in Petition.objects.all():
            frozen = petition.tallies.filter(frozen_at__isnull=False).count()
            self.stdout.write(
                f"{petition}: {counting.confirmed(petition.pk)} confirmed; {frozen} frozen tallies skipped."
            )
        if check and lines:
            raise CommandError("Tallies differ from rows: " + "; ".join(lines))
