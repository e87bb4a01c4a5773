"""`manage.py status`: what rings and which page of the runbook helps, for whoever is called at night."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import Error

from campaign import alarms, state


class Command(BaseCommand):
    help = "Say what rings, how much it is and which page of the runbook is about it; exits 1 if anything does."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            facts = state.facts()
        except Error as error:
            raise CommandError("The database does not answer: docs/runbook/database-down.md") from error
        ringing = list(alarms.ringing(facts))
        for alarm in sorted(alarms.ALARMS, key=lambda one: one not in ringing):
            self.stdout.write(self._line(alarm, facts, rings=alarm in ringing))
        if ringing:
            raise CommandError(f"{len(ringing)} of {len(alarms.ALARMS)} ring.")

    def _line(self, alarm: alarms.Alarm, facts: dict[str, Any], *, rings: bool) -> str:
        value = alarm.value(facts)
        fact = f"{alarm.fact} {alarm.part}".strip()
        line = f"{'RINGS' if rings else 'ok':5}  {alarm.name:23} {fact} {'-' if value is None else value}"
        return f"{line} (rings {alarm.sign} {alarm.bound}): {alarm.runbook}" if rings else line
