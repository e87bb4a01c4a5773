"""For the operator, when the last owner has lost the second factor and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from campaign import audit, second_factor


class Command(BaseCommand):
    help = "Take a staff account's second factor away; it sets up a new one at the next login. Ask back by voice first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", metavar="NAME", nargs="+", help="the name that an account logs in with")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        """All of them, or none when one name is wrong."""
        with transaction.atomic():
            for name in names:
                self._reset(name)
        for name in names:
            self.stdout.write(
                f"Reset: {name} sets up a new second factor at the next login. Every login of it has ended."
            )

    def _reset(self, name: str) -> None:
        account = User.objects.filter(username=name, is_staff=True).first()
        if account is None:
            raise CommandError(f"There is no staff account of the name {name}.")
        second_factor.remove(account)
        audit.record_on_server(audit.Act.FACTOR_RESET, account=name)
