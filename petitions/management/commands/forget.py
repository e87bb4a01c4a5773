"""Erase a person everywhere by the typed address (GDPR Art. 17)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from petitions import addresses, erasure


class Command(BaseCommand):
    help = "Erase a person everywhere by the typed address. Says the same whether it was known or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--verbose", action="store_true", help="also say how many rows were deleted")

    def handle(self, *args: Any, address: str, verbose: bool, **options: Any) -> None:
        try:
            rows = erasure.forget_address(address)
        except addresses.BadAddress as bad:
            raise CommandError(f"This is not an address we could have written to ({bad.reason}).") from bad
        self.stdout.write("Whatever we held for this address is deleted.")
        if verbose:
            self.stdout.write(f"Rows deleted: {rows}")
