"""After a restore: delete again what people had deleted, and send nothing that may have been sent already."""

from typing import Any

from django.core.management import BaseCommand

from petitions import erasure, journal, outbox, restored


class Command(BaseCommand):
    help = (
        "Run once after restoring a backup, before a worker starts: erased people stay erased, and letters that were"
        " open in the backup wait as failed until staff try them again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Rows deleted again: {erasure.replay_journal()}")
        self.stdout.write(f"Letters set aside: {outbox.set_aside()}")
        restored.settle()
        if not journal.exists():
            self.stdout.write("There is no journal here: nobody was ever erased, or it is lost (docs/deploying.md).")
