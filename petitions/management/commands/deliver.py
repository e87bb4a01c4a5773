"""Pay due letters without a broker."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections

from petitions import delivery, outbox, restored, vault

PAUSE_SECONDS = 2


class Command(BaseCommand):
    help = "Send every letter that is due, once (or for ever with --watch), without Celery and without a broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, watch: bool, **options: Any) -> None:
        try:
            sent = outbox.pay(seconds=float("inf"))
        except vault.CannotOpen as missing:
            raise CommandError(f"No letter can be written here: {missing}.") from missing
        except restored.Restored as paused:
            raise CommandError(f"Sending is paused: {paused}.") from paused
        self.stdout.write(f"Sent: {sent}")
        if delivery.BREAKER.is_closed and not watch:
            raise CommandError("The mail server takes no letter now. What is owed waits and is tried again.")
        while watch:
            time.sleep(PAUSE_SECONDS)
            try:
                close_old_connections()
                outbox.pay()
            except OperationalError as away:
                self.stderr.write(f"The database is away ({type(away).__name__}); trying again.")
