"""Read-only mode: for a while nobody signs and nobody confirms. Reading goes on, and so does leaving.

Staff say until when, a day ahead at most, so that nobody forgets it; READ_ONLY=on or off stands above them. The moment
stands in the petition's row, which every process reads anyway: no press costs a question more.
"""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone

from petitions.models import Petition

LONGEST = timedelta(hours=24)
OF_UNKNOWN_LENGTH_MINUTES = 15  # what people are told to wait where the environment says on
OVERRIDES = {"on": True, "off": False}


class TooLong(Exception):
    """Longer than LONGEST, or in the past."""


def is_on(petition: Petition, now: datetime | None = None) -> bool:
    """Whether nobody is taken in at this moment."""
    if settings.READ_ONLY in OVERRIDES:
        return OVERRIDES[settings.READ_ONLY]
    return petition.paused_until is not None and (now or timezone.now()) < petition.paused_until


def minutes_left(petition: Petition, now: datetime | None = None) -> int:
    """Until it is over, rounded up; 0 while it is off."""
    now = now or timezone.now()
    if not is_on(petition, now):
        return 0
    if settings.READ_ONLY in OVERRIDES or petition.paused_until is None:
        return OF_UNKNOWN_LENGTH_MINUTES
    return ceil((petition.paused_until - now) / timedelta(minutes=1))


def start(petition: Petition, *, until: datetime) -> None:
    """From now until then; the second call names another end. Raises TooLong. Whoever calls it tells the others."""
    if not timedelta(0) < until - timezone.now() <= LONGEST:
        raise TooLong
    Petition.objects.filter(pk=petition.pk).update(paused_until=until)


def stop(petition: Petition) -> bool:
    """Go on at once; False if staff had not paused anything."""
    return bool(Petition.objects.filter(pk=petition.pk, paused_until__gt=timezone.now()).update(paused_until=None))
