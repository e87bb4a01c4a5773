"""What the timeline asks of staff, in words: apart from the timeline itself, whose words are public."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def in_words(*, unseen: int, ended_on: date | None) -> list[str]:
    """How many sources nobody has looked at yet, and the last day if it lies long ago."""
    tasks = []
    if unseen:
        tasks.append(_("Timeline entries to publish once you have seen their source: %(number)s") % {"number": unseen})
    if ended_on:
        words = _("The timeline ends on %(date)s. Please complete it.")
        tasks.append(words % {"date": date_format(ended_on, "DATE_FORMAT")})
    return tasks
