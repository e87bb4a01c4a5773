"""Small choices that staff may turn on; all are off as they ship."""

from campaign.living import kept
from campaign.living.kept import Delivered
from campaign.living.models import Switch

SHARE_QUESTIONS, PRESS_FAIR = "share-t6", "press-fair"
DELIVERED = (
    Delivered(SHARE_QUESTIONS, {"about": "Offers the share text about hard questions with fair answers (share.t6)."}),
    Delivered(PRESS_FAIR, {"about": "Says on the press page that the other side stands on Questions (press.fair)."}),
)


def is_on(key: str) -> bool:
    """Whether staff have turned it on. Raises KeyError for a name that is none of ours."""
    return {item.key: item.row.is_on for item in kept.current(Switch, DELIVERED)}[key]
