"""What rings: one line for each state of the site that somebody must look at, and the runbook's page for it.

`deploy/alarms/rules.yml` has the same for Prometheus, with how long it must last, and a few more that only Prometheus
can know: that nobody answers at all. A test holds the two together.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign import state

_COMPARE = {">=": operator.ge, "==": operator.eq, "<": operator.lt}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Rings while `fact` (of `state.facts`; `part`: one line of a table) stands so to `bound`."""

    name: str
    fact: str
    sign: str
    bound: int
    page: str
    words: str | Promise
    part: str = ""

    def value(self, facts: dict[str, Any]) -> int | None:
        """What the fact is now; None where there is none."""
        found = facts[self.fact].get(self.part) if self.part else facts[self.fact]
        return None if found is None else int(found)

    def rings(self, facts: dict[str, Any]) -> bool:
        value = self.value(facts)
        return value is not None and bool(_COMPARE[self.sign](value, self.bound))

    @property
    def expression(self) -> str:
        """The same as Prometheus writes it."""
        part = f'{{{state.TABLES[self.fact]}="{self.part}"}}' if self.part else ""
        return f"site_{self.fact}{part} {self.sign} {self.bound}"

    @property
    def runbook(self) -> str:
        return f"docs/runbook/{self.page}.md"


DAY_AND_TWO_HOURS, THREE_HOURS = 26 * 3600, 3 * 3600
ALARMS = (
    Alarm("SendingPaused", "sending_paused", "==", 1, "restore", _("Sending is paused: a backup was restored")),
    Alarm("LettersLate", "oldest_due_seconds", ">=", 60, "backlog", _("Seconds the oldest letter has been due")),
    Alarm("MailServerDown", "letters_given_back", ">=", 1, "mail-provider-down",
          _("Letters that no mail server took")),
    Alarm("LettersFailed", "letters_failed", ">=", 20, "dead-letters", _("Letters that failed in 24 hours")),
    Alarm("LettersRefused", "letters_closed_lately", ">=", 10, "blocklisting",
          _("Letters that failed in five minutes"), part="failed"),
    Alarm("LettersWaitForTheBudget", "letters_waiting_for_the_budget", ">=", 1, "hourly-budget",
          _("Letters that wait for the hourly budget")),
    Alarm("LettersWaitForADomain", "letters_waiting_for_a_domain", ">=", 1, "domain-budget",
          _("Letters that wait for a mail domain")),
    Alarm("ProviderHardlyConfirms", "providers_that_hardly_confirm", ">=", 1, "provider-hardly-confirms",
          _("Mail providers that hardly confirm")),
    Alarm("CountStandsStill", "oldest_uncounted_seconds", ">=", 60, "count-stands-still",
          _("Seconds the oldest confirmation has not been counted")),
    Alarm("CountMismatch", "recount_wrong", ">=", 1, "count-mismatch",
          _("Numbers that the last recount found wrong")),
    Alarm("Surge", "surge", "==", 1, "surge", _("Surge mode")),
    Alarm("CountryBeyondBelief", "countries_beyond_belief", ">=", 1, "country-beyond-belief",
          _("Countries beyond belief")),
    Alarm("DataOverdue", "unconfirmed_overdue", ">=", 1, "data-overdue", _("Rows that should have been deleted")),
    Alarm("ForgettingStopped", "job_age_seconds", ">=", THREE_HOURS, "data-overdue",
          _("Seconds since data was last deleted by its rules"), part="forget"),
    Alarm("BeatStopped", "beat_age_seconds", ">=", 180, "beat-stopped", _("Seconds since the clock of the work rang")),
    Alarm("ValkeyDown", "broker_up", "==", 0, "valkey-down", _("Valkey answers")),
    Alarm("DiskFull", "disk_free_percent", "<", 10, "disk-full", _("Percent of the disk that are free")),
    Alarm("BackupOld", "job_age_seconds", ">=", DAY_AND_TWO_HOURS, "backup-old",
          _("Seconds since the last backup"), part="backup"),
)  # fmt: skip
# For these alone `/statusz` is 503: the work itself is late or wrong. The others are seen sooner than they do harm.
NOT_WELL = {
    "SendingPaused", "LettersLate", "LettersWaitForTheBudget", "LettersWaitForADomain", "ProviderHardlyConfirms",
    "CountStandsStill", "CountMismatch", "CountryBeyondBelief", "DataOverdue",
}  # fmt: skip


def ringing(facts: dict[str, Any]) -> Iterator[Alarm]:
    """Those that ring, the order as above."""
    return (alarm for alarm in ALARMS if alarm.rings(facts))


def is_well(facts: dict[str, Any]) -> bool:
    """The one word of `/statusz`."""
    return not any(alarm.name in NOT_WELL for alarm in ringing(facts))
