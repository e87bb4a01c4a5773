"""The retention rules, applied or only counted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from petitions import erasure, outbox


class Command(BaseCommand):
    help = "Apply the retention rules; --dry-run only says how many rows each rule would reach."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            reached = {rule: rows.count() for rule, rows in erasure.expired().items()}
        else:
            reached = erasure.forget_expired() | {"letter records": outbox.drop_skeletons()}
        for rule, count in reached.items():
            self.stdout.write(f"{rule}: {count}")
