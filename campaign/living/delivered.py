"""All that ships and that staff keep current: the one list of kinds, for the release step and for the checks."""

from campaign.living import facts, helplines, kept, links, positions, questions, status, switches, timeline, voices
from campaign.living.care_models import Answer, Helpline, Voice
from campaign.living.kept import Delivered
from campaign.living.models import Fact, Kept, LegalStatus, Position, Switch, TimelineEntry, UsefulLink

SHIPS: dict[type[Kept], tuple[Delivered, ...]] = {
    LegalStatus: status.DELIVERED,
    TimelineEntry: timeline.DELIVERED,
    Fact: facts.DELIVERED,
    Helpline: helplines.DELIVERED,
    UsefulLink: links.DELIVERED,
    Voice: voices.DELIVERED,
    Answer: questions.DELIVERED,
    Position: positions.DELIVERED,
    Switch: switches.DELIVERED,
}


def ensure() -> int:
    """Rows of everything that ships, for the lists of staff; returns how many are new. The second call: none."""
    return sum(kept.ensure(model, delivered) for model, delivered in SHIPS.items())
