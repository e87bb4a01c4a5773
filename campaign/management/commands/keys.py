"""Print a fresh set of keys as environment lines, or the fingerprints of public keys."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from campaign.keys import new_keys
from petitions import vault


class Command(BaseCommand):
    help = (
        "Print fresh keys as NAME=value lines. VAULT_PRIVATE_KEY belongs to the worker alone, never to the web. With "
        "--fingerprint: nothing new, but what two people compare with the paper of the ceremony (docs/keys.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fingerprint", nargs="*", metavar="PUBLIC_KEY", help="of these keys, or of VAULT_PUBLIC_KEYS"
        )

    def handle(self, *args: Any, fingerprint: list[str] | None, **options: Any) -> None:
        if fingerprint is None:
            return self._fresh()
        for public in fingerprint or settings.VAULT_PUBLIC_KEYS:
            self.stdout.write(_fingerprint(public))

    def _fresh(self) -> None:
        keys = new_keys()
        for name, value in keys.items():
            if name != "DEMO_STAFF_PASSWORD":
                self.stdout.write(f"{name}={value}")
        self.stdout.write(f"# fingerprint of VAULT_PUBLIC_KEYS: {_fingerprint(keys['VAULT_PUBLIC_KEYS'])}")


def _fingerprint(public: str) -> str:
    try:
        return vault.fingerprint(public)
    except vault.NoKey as broken:
        raise CommandError(f"This is no public key ({broken}).") from broken
