"""What a guardian's browser sends to set signatures aside, after the effect was seen."""

from petitions import holding
from petitions.holding import Facts
from petitions.models import Petition

NOTE = "Forty entries in one minute, all alike."


def seen_form(petition: Petition, *, reason: str = "speed", **facts: object) -> dict[str, object]:
    """The whole form: facts, the signatures that were seen, reason and note."""
    seen = holding.effect(petition, Facts(**facts)).seen
    return {"petition": petition.slug, **facts, "seen": seen, "reason": reason, "note": NOTE}
