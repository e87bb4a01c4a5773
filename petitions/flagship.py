"""The petition of this site: which one it is, its state, and its row, read at most every few seconds."""

from datetime import datetime, timedelta

from django.utils import timezone

from petitions import read_only
from petitions.briefly import briefly
from petitions.models import Petition

SLUG = "child-safety-on"
OPEN, SOON, CLOSED, PAUSED = "open", "soon", "closed", "paused"
GRACE_AFTER_CLOSING = timedelta(hours=24)  # a link pressed so late still counts
KEEP_AFTER_CLOSING = timedelta(days=90)


@briefly(seconds=5)
def flagship() -> Petition:
    """The petition. Raises Petition.DoesNotExist before the release step has run."""
    return Petition.objects.get(slug=SLUG)


def state(petition: Petition, now: datetime | None = None) -> str:
    """Whether it is OPEN, comes SOON, is CLOSED, or open and PAUSED (read-only mode) at this moment."""
    now = now or timezone.now()
    if now < petition.opens_at:
        return SOON
    if now >= petition.closes_at:
        return CLOSED
    return PAUSED if read_only.is_on(petition, now) else OPEN


def next_change(petition: Petition, now: datetime | None = None) -> datetime | None:
    """When the state changes by itself: the next of opening, the end of a pause and closing, or None after all."""
    now = now or timezone.now()
    moments = (petition.opens_at, petition.paused_until, petition.closes_at)
    return min((moment for moment in moments if moment and moment > now), default=None)


def ensure(*, closes_at: datetime) -> Petition:
    """The petition's row, made with this closing moment when there is none; staff change it later."""
    defaults = {"closes_at": closes_at, "forget_at": closes_at + KEEP_AFTER_CLOSING}
    return Petition.objects.get_or_create(slug=SLUG, defaults=defaults)[0]
