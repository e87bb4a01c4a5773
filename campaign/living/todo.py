"""What waits for staff: old checks, marks that are left, permissions that end. Visitors see nothing of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaign import privacy_notice
from campaign.living import facts, helplines, kept, links, positions, questions, status, timeline, voices
from campaign.living.care_models import Answer, Helpline, Voice
from campaign.living.models import Fact, LegalStatus, Position, TimelineEntry, UsefulLink
from petitions.models import Wording

FACT_DAYS = 365
ENDS_SOON_DAYS = 30
LINK_DAYS = 180


@dataclass(frozen=True)
class Task:
    """One thing to do, in the language of the moment, and where in the staff area."""

    words: str
    url: str


def todo() -> list[Task]:
    """Everything that waits now, the most urgent first. Days are Brussels days."""
    return [task for look in LOOKS for task in look()]


def _legal_status() -> Iterator[Task]:
    now = status.shown()
    if now.is_checking:
        yield Task(_("Choose the legal status before you announce the site."), _list(LegalStatus))
    elif now.is_stale:
        words = _("Last check of the legal status, in days: %(number)s. Please check it again.") % {"number": now.days}
        yield Task(words, _list(LegalStatus))


def _helplines() -> Iterator[Task]:
    states = [helplines.state(item.row) for item in kept.current(Helpline, helplines.DELIVERED)]
    hidden, due = states.count(helplines.HIDDEN), states.count(helplines.DUE)
    if not due + states.count(helplines.FRESH):
        yield Task(_("No help line is verified: in no country do visitors see a number of its own."), _list(Helpline))
    if hidden:
        said = _("Help lines that are hidden, because their check is too old: %(number)s")
        yield Task(said % {"number": hidden}, _list(Helpline))
    if due:
        said = _("Help lines to check again before %(days)s days are over, or they are hidden: %(number)s")
        yield Task(said % {"days": helplines.SHOWN_DAYS, "number": due}, _list(Helpline))


def _voices() -> Iterator[Task]:
    rows = [item.row for item in kept.current(Voice, voices.DELIVERED) if item.row.published]
    silent = sum(bool(voices.missing(row)) for row in rows)
    soon = timezone.localdate() + timedelta(days=ENDS_SOON_DAYS)
    ends = sum(row.is_person and not voices.missing(row) and voices.ends_by(row, soon) for row in rows)
    if silent:
        said = _("Voices that are silent, because their permission is over or not whole: %(number)s")
        yield Task(said % {"number": silent}, _list(Voice))
    if ends:
        said = _("Voices whose permission ends within %(days)s days: %(number)s")
        yield Task(said % {"days": ENDS_SOON_DAYS, "number": ends}, _list(Voice))
    if voices.is_one_sided():
        yield Task(_("All survivors’ voices that are published ask for the same. Look for another view."), _list(Voice))


def _positions() -> Iterator[Task]:
    left = positions.left()
    if count := left[Position.Basis.REFUSED]:
        words = _("Positions that were refused, so that their words have to go: %(number)s") % {"number": count}
        yield Task(words, _list(Position, basis__exact=Position.Basis.REFUSED.value))
    if count := left[Position.Basis.PROPOSED]:
        words = _("Positions that nobody has confirmed yet: %(number)s") % {"number": count}
        yield Task(words, _list(Position, basis__exact=Position.Basis.PROPOSED.value))


def _answers() -> Iterator[Task]:
    if count := questions.due_for_review():
        words = _("Answers that nobody has read for %(days)s days: %(number)s")
        words = words % {"days": questions.REVIEW_DAYS, "number": count}
        yield Task(words, _list(Answer, review="due"))


def _facts() -> Iterator[Task]:
    if count := _unopened(Fact, facts.DELIVERED, days=FACT_DAYS):
        said = _("Figures whose source nobody has opened for a year: %(number)s")
        yield Task(said % {"number": count}, _list(Fact))


def _timeline() -> Iterator[Task]:
    for words in timeline.waiting():
        yield Task(words, _list(TimelineEntry))


def _outside_links() -> Iterator[Task]:
    if count := _unopened(UsefulLink, links.DELIVERED, days=LINK_DAYS):
        said = _("Outside links that nobody has opened for %(days)s days: %(number)s")
        yield Task(said % {"days": LINK_DAYS, "number": count}, _list(UsefulLink))


def _privacy_notice() -> Iterator[Task]:
    """Its words come from templates and settings: after a change only a release records them."""
    if left := privacy_notice.not_recorded():
        said = _(
            "The privacy notice has changed and is in no record. Ask the operator to run manage.py release. "
            "Languages: %(languages)s"
        )
        yield Task(said % {"languages": ", ".join(left)}, _list(Wording))


LOOKS: tuple[Callable[[], Iterator[Task]], ...] = (
    _privacy_notice, _legal_status, _helplines, _voices, _timeline, _positions, _answers, _facts, _outside_links,
)  # fmt: skip


def _unopened(model: type[Fact] | type[UsefulLink], delivered: tuple[kept.Delivered, ...], *, days: int) -> int:
    """How many published ones nobody has opened at their source in so many days."""
    oldest = timezone.localdate() - timedelta(days=days)
    rows = [item.row for item in kept.current(model, delivered) if item.row.published]
    return sum(not row.checked_on or row.checked_on < oldest for row in rows)


def _list(model: type[Model], **chosen: str) -> str:
    """The list of this kind in the staff area."""
    address = reverse(f"staff:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(chosen)}" if chosen else address
