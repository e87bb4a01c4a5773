"""The line under the header: which one stands there now, if any (campaign words §7).

None ships. None is shown while the legal status is `checking`; one that names the state of the law goes when the record
says something else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from campaign.living import status
from campaign.living.banner_words import LINES, LINKS, SIGN
from campaign.living.models import Banner
from campaign.living.words import Spoken, pick
from campaign.templatetags.local import longdate, number
from petitions.boundaries import boundary
from petitions.briefly import briefly

Variant, Target = Banner.Variant, Banner.Target
NAMES_THE_LAW = {Variant.GAP, Variant.INTERIM, Variant.AGREED, Variant.ADOPTED}
LEADS_TO = {
    Variant.GAP: Target.PETITION,
    Variant.INTERIM: Target.PETITION,
    Variant.AGREED: Target.ASKS,
    Variant.ADOPTED: Target.TIMELINE,
    Variant.MILESTONE: Target.PETITION,
    Variant.VOTE: Target.MEP,
}
JUST_NOW = timedelta(minutes=1)
# Where somebody is in the middle of something, or came for help.
CALM = {
    "help", "cover_tracks", "voices", "check_your_email", "thank_you", "withdrawn", "yours_ask", "forgotten",
    "embed_box",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """The line in the reader's language, and its link, where that page exists."""

    line: str
    link: str | Promise
    url: str
    asks_to_sign: bool


def on_page(request: HttpRequest) -> Shown | None:
    """The banner of this page, or None; also None when the database is away."""
    match = getattr(request, "resolver_match", None)
    if not match or not getattr(match.func, "is_public_page", False) or match.url_name in CALM:
        return None
    try:
        return shown()
    except Error:
        return None


def shown(now: datetime | None = None) -> Shown | None:
    """The banner that was started last of those that may stand there at this moment."""
    now = now or timezone.now()
    due = [row for row in _published() if row.starts_at <= now < row.ends_at]
    return next((_written(row) for row in due if may_stand(row, status.code())), None)


def may_stand(row: Banner, code: str) -> bool:
    """Whether it may be shown while the legal status is `code`."""
    return code != status.CHECKING and (row.variant not in NAMES_THE_LAW or row.variant == code)


@boundary
def begins_or_ends(now: datetime) -> datetime | None:
    """The next moment at which a line appears or goes."""
    moments = [moment for row in _published() for moment in (row.starts_at, row.ends_at)]
    return min((moment for moment in moments if moment > now), default=None)


@briefly(seconds=2)
def _published() -> list[Banner]:
    """What is not over yet, or just now (a page may have begun before), the last to start first."""
    just_now = timezone.now() - JUST_NOW
    return list(Banner.objects.filter(published=True, ends_at__gt=just_now).order_by("-starts_at", "-id"))


def _written(row: Banner) -> Shown:
    if row.variant == Variant.OWN:
        return _linked(pick(row.words), pick(row.link_words), row.target)
    line, link = LINES[row.variant], LINKS[row.variant]
    return _linked(Spoken(str(line) % _values(row)), link, LEADS_TO[Variant(row.variant)])


def _linked(line: Spoken, link: str | Promise, target: str) -> Shown:
    """With the link, if it has words and that page exists."""
    return Shown(line, link, _url(target) if link else "", asks_to_sign=link == SIGN)


def _values(row: Banner) -> dict[str, str]:
    return {
        "milestone": number(row.milestone or 0),
        "date": longdate(row.vote_on) if row.vote_on else "",
    }


def _url(target: str) -> str:
    try:
        return reverse(target)
    except NoReverseMatch:
        return ""
