"""Seal everything anew for today's public keys; see petitions/rotation.py and docs/keys.md."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from petitions import rotation, vault

NAMED = 50  # numbers of rows in one line


class Command(BaseCommand):
    help = (
        "Open every sealed name and address that is not for exactly today's VAULT_PUBLIC_KEYS, and seal it anew. Runs "
        "where VAULT_PRIVATE_KEY is; earlier keys stand in VAULT_OLD_PRIVATE_KEYS. May be stopped and run again. Exit "
        "status 1 while anything is left that is sealed otherwise; rows that no key here opens are named by number."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count, by key id; needs no private key")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        try:
            todays = vault.recipients()
            if not dry_run:
                self._rotate()
        except (vault.CannotSeal, vault.CannotOpen) as missing:
            raise CommandError(f"{missing}; nothing was changed.") from missing
        stale = self._count(todays)
        if stale and not dry_run:
            raise CommandError(f"Not sealed for today's keys: {stale}. Run it again, or see docs/keys.md.")

    def _rotate(self) -> None:
        done = rotation.rotate(self._tell)
        self.stdout.write(f"Sealed anew: {done.sealed}")
        for place, numbers in done.unopened.items():
            if numbers:
                self.stdout.write(f"No key here opens, {place}: {_listed(sorted(numbers))}")
        if done.held:
            self.stdout.write(f"Held by others all the time: {done.held}")

    def _tell(self, place: str, sealed: int) -> None:
        if sealed % 1000 < rotation.BATCH:
            self.stdout.write(f"{place}: {sealed} sealed anew so far")

    def _count(self, todays: rotation.KeyIds) -> int:
        """Print how many values are for which keys; returns how many are not for exactly today's."""
        stale = 0
        for place, counted in rotation.census().items():
            for keys, count in sorted(counted.items()):
                is_todays = sorted(keys) == sorted(todays)
                stale += 0 if is_todays else count
                self.stdout.write(f"{place}, {_named(keys)}: {count}{'' if is_todays else '  (not today’s keys)'}")
        return stale


def _named(keys: rotation.KeyIds) -> str:
    return "keys " + " + ".join(vault.in_groups(key) for key in keys) if keys else "damaged"


def _listed(numbers: list[int]) -> str:
    more = len(numbers) - NAMED
    return ", ".join(map(str, numbers[:NAMED])) + (f" and {more} more" if more > 0 else "")
