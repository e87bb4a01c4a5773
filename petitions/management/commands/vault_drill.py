"""The yearly drill: does the key on paper open what the site seals today? With a made-up value, never a person's."""

import base64
import binascii
import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from petitions import vault


class Command(BaseCommand):
    help = (
        "Print a made-up value sealed to today's VAULT_PUBLIC_KEYS; with --open VALUE, ask for a private key and say "
        "whether it opens that value. The second half runs on the offline machine, and needs no settings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--open", metavar="VALUE", help="what the first half printed")

    def handle(self, *args: Any, open: str | None, **options: Any) -> None:
        if open is None:
            self.stdout.write(_sealed())
            return
        day, fingerprint = _opened(open, private=getpass.getpass("Private key (nothing is shown): "))
        self.stdout.write(f"Opened: sealed on {day}. Fingerprint of this key: {fingerprint}")


def _sealed() -> str:
    try:
        return base64.b64encode(vault.seal(name=f"{timezone.localdate()}", email="drill")).decode()
    except vault.CannotSeal as missing:
        raise CommandError(f"{missing}.") from missing


def _opened(value: str, *, private: str) -> tuple[str, str]:
    """The day on which the value was sealed, and the fingerprint of the key."""
    try:
        day, what = vault.unseal_by(private, base64.b64decode(value, validate=True))
        if what != "drill":
            raise CommandError("This is no value of a drill.")
        return day, vault.fingerprint(vault.public_of(private))
    except vault.NoKey as broken:
        raise CommandError(f"This is no private key ({broken}).") from broken
    except binascii.Error as cut:
        raise CommandError("The value is not whole.") from cut
    except vault.CannotOpen as closed:
        raise CommandError(f"This key does not open it ({closed}).") from closed
