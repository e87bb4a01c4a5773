"""Rules of `check --deploy` about days on which somebody did what no code can do."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from campaign.rule import Rule


def _is_no_day(written: str) -> bool:
    """Empty, no date, or a day that is still to come: nothing happened on it."""
    try:
        return date.fromisoformat(written) > timezone.localdate()
    except ValueError:
        return True


def _was_tested_on_no_day() -> bool:
    """Empty is E010's finding."""
    written = settings.CONTROLLER["accessibility_tested_on"]
    return bool(written) and _is_no_day(written)


RULES = (
    Rule(
        "E020",
        lambda: _is_no_day(settings.DPO_AGREED_ON),
        "DPO_AGREED_ON is missing, or no day that has been: no data protection officer has agreed to this site.",
        "Set DPO_AGREED_ON=YYYY-MM-DD when the officer has agreed (Art. 37 to 39 GDPR), not before.",
    ),
    Rule(
        "E021",
        lambda: _is_no_day(settings.IMPACT_ASSESSED_ON),
        "IMPACT_ASSESSED_ON is missing, or no day that has been: nobody has assessed what this could do to people.",
        "Set IMPACT_ASSESSED_ON=YYYY-MM-DD after the data protection impact assessment (Art. 35(3)(b) GDPR).",
    ),
    Rule(
        "E022",
        _was_tested_on_no_day,
        "CONTROLLER_ACCESSIBILITY_TESTED_ON is no day that has been.",
        "Set CONTROLLER_ACCESSIBILITY_TESTED_ON=YYYY-MM-DD: the accessibility page says when the site was last tested.",
    ),
    Rule(
        "E025",
        lambda: _is_no_day(settings.READERS_TRAINED_ON),
        "READERS_TRAINED_ON is missing, or no day that has been: a child may write to people who were not trained.",
        "Name and train those who read the mailboxes (docs/safeguarding.md), then set READERS_TRAINED_ON=YYYY-MM-DD.",
    ),
    Rule(
        "E026",
        lambda: _is_no_day(settings.AUTOREPLY_SWITCHED_ON),
        "AUTOREPLY_SWITCHED_ON is missing, or no day that has been: who writes in need gets no answer at once.",
        "Switch the automatic answer of docs/safeguarding.md on, try it, then set AUTOREPLY_SWITCHED_ON=YYYY-MM-DD.",
    ),
)
