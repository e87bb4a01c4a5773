"""Where the law stands: the one record that every page shows which speaks of it (campaign brief §1).

A view whose page has the card passes `"status": status.shown()`; the words stand in `status_words`.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise

from campaign.living import kept
from campaign.living.kept import Delivered
from campaign.living.models import LegalStatus
from campaign.living.status_words import WORDS
from campaign.living.words import Spoken
from petitions.briefly import briefly
from petitions.counting import day_of

KEY, CHECKING = "status", LegalStatus.Code.CHECKING.value
DELIVERED = (Delivered(KEY, {"code": CHECKING}),)
STALE_AFTER_DAYS = 30


@dataclass(frozen=True)
class Status:
    """The record as the card prints it; `days` since somebody checked it, None with `checking`."""

    code: str
    headline: str | Promise
    sentence: str | Promise
    next_step: str | Promise
    source_name: str
    source_url: str
    checked_on: date | None
    days: int | None
    voluntary_work: Spoken
    encryption_in_talks: Spoken

    @property
    def is_checking(self) -> bool:
        return self.code == CHECKING

    @property
    def is_stale(self) -> bool:
        return self.days is not None and self.days > STALE_AFTER_DAYS

    @property
    def is_partly_english(self) -> bool:
        return not self.is_checking and bool(self.voluntary_work.lang or self.encryption_in_talks.lang)


def shown() -> Status:
    """The state of the law as of now, in the reader's language. One query in two seconds."""
    item = _item()
    row, words = item.row, WORDS[item.row.code]
    return Status(
        code=row.code,
        headline=words.headline,
        sentence=words.sentence,
        next_step=words.next_step,
        source_name=row.source_name,
        source_url=row.source_url,
        checked_on=row.checked_on,
        days=_days(row),
        voluntary_work=item.words("voluntary_work"),
        encryption_in_talks=item.words("encryption_in_talks"),
    )


@briefly(seconds=2)
def _item() -> kept.Item[LegalStatus]:
    [item] = kept.current(LegalStatus, DELIVERED)
    return item


def days_since_check() -> int | None:
    """For the reminder to staff: Brussels days since the last check; None while nobody has chosen a state."""
    return shown().days


def code() -> str:
    """The state alone."""
    return shown().code


def _days(row: LegalStatus) -> int | None:
    is_dated = row.code != CHECKING and row.checked_on
    return (day_of(timezone.now()) - row.checked_on).days if is_dated and row.checked_on else None
