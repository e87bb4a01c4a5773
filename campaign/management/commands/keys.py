"""Print a fresh set of keys as environment lines."""

from typing import Any

from django.core.management import BaseCommand

from campaign.keys import new_keys


class Command(BaseCommand):
    help = "Print fresh keys as NAME=value lines. VAULT_PRIVATE_KEY belongs to the worker alone, never to the web."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, value in new_keys().items():
            if name != "DEMO_STAFF_PASSWORD":
                self.stdout.write(f"{name}={value}")
