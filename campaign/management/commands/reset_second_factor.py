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
        parser.add_argument("name", metavar="NAME", help="the name that the account logs in with")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        account = User.objects.filter(username=name, is_staff=True).first()
        if account is None:
            raise CommandError(f"There is no staff account of the name {name}.")
        with transaction.atomic():
            second_factor.remove(account)
            audit.record_on_server(audit.Act.FACTOR_RESET, account=name)
        self.stdout.write(f"Reset: {name} sets up a new second factor at the next login. Every login of it has ended.")
