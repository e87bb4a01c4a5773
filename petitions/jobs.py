"""What was done when: regular work says that it came to its end, so that its silence can be seen."""

from datetime import timedelta

from django.db.models.functions import Now

from petitions import clock
from petitions.models import Job

RECOUNT, FORGET = "recount", "forget"  # ours, nightly and hourly; the backup's script writes one more row, "backup"


def done(name: str, *, found: int = 0) -> None:
    """This work has just come to its end, and found so much wrong. Said twice, the last time holds."""
    Job.objects.update_or_create(name=name, defaults={"done_at": Now(), "found": found})


def ages() -> dict[str, timedelta]:
    """How long ago each was done, by the database's clock; what was never done is not in it."""
    now = clock.now()
    return {name: max(now - done_at, timedelta()) for name, done_at in Job.objects.values_list("name", "done_at")}


def found(name: str) -> int:
    """What its last run found wrong; 0 if it never ran."""
    return Job.objects.filter(name=name).values_list("found", flat=True).first() or 0
