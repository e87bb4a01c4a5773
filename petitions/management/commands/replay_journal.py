"""After a restore: delete again what people had deleted."""

from typing import Any

from django.core.management import BaseCommand

from petitions import erasure


class Command(BaseCommand):
    help = "Run once after restoring a backup, before the site is opened again: erased people stay erased."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Rows deleted again: {erasure.replay_journal()}")
