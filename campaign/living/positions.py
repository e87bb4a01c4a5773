"""Positions that this site proposes in the spirit of the published asks (campaign brief §6.0).

Before launch somebody who may speak for the campaign confirms each of them, or refuses it, and then its words have to
go. Visitors see nothing of it.
"""

from collections import Counter

from campaign.living import kept
from campaign.living.kept import Delivered, Item
from campaign.living.models import Position


def _proposed(key: str, page: str, about: str) -> Delivered:
    return Delivered(key, {"page": page, "about": about, "basis": Position.Basis.PROPOSED})


DELIVERED = (
    _proposed("headline", "Home", "The line “Switch child safety on.” ECPAT’s call uses the word activate (S02)."),
    _proposed("ask1-unless", "Ask 1", "“unless the child, with support, decides otherwise”"),
    _proposed("ask1-reporting", "Ask 1", "“few steps”, and “news of what happened” after a report"),
    _proposed("ask1-nothing-more", "Ask 1", "“the service learns nothing more about them”"),
    _proposed("ask1-look-again", "Ask 1", "“They look again when they change something.”"),
    _proposed(
        "ask1-barriers", "Ask 1", "The examples of barriers: limits, warnings, and checks when behaviour looks wrong"
    ),
    _proposed("ask2-error-rates", "Ask 2", "The European centre “keeps error rates low”"),
    _proposed("ask2-taken-down", "Ask 2", "The European centre “helps survivors to get images taken down”"),
    _proposed("ask3-least", "Ask 3", "Wording of point 2: the least intrusive method"),
    _proposed("ask3-accuracy", "Ask 3", "Wording of point 4: proven accuracy"),
    _proposed("ask3-control", "Ask 3", "Wording of point 5: independent control"),
    _proposed("ask3-right", "Ask 3", "Wording of point 6: a way to put things right"),
    _proposed("ask3-openness", "Ask 3", "Wording of point 7: openness"),
    _proposed("ask3-machine", "Ask 3", "“No one is reported to the police by a machine alone.”"),
    _proposed("ask4-vote", "Ask 4", "A seat on the board of the EU centre “with a vote”"),
    _proposed("ask4-care", "Ask 4", "Point 3: care first, and nobody has to tell their story to be heard"),
    _proposed("ask4-cost", "Ask 4", "Support “at no cost”"),
    _proposed("prevention-awareness", "Prevention: awareness", "The sentence that begins with “We ask”"),
    _proposed("prevention-education", "Prevention: education", "The sentence that begins with “We ask”"),
    _proposed("prevention-peers", "Prevention: peer support", "The sentence that begins with “We ask”"),
    _proposed("prevention-works", "Prevention: what works", "The sentence that begins with “We ask”"),
    _proposed("prevention-tips", "Prevention", "The practical tips: a child protection professional has to read them"),
    _proposed("faq-e2ee", "Questions", "“Would it break end-to-end encryption?”: the first sentence of the answer"),
    _proposed("faq-read", "Questions", "“Would someone read my messages?”: the wording of the answer"),
    _proposed("faq-errors", "Questions", "“How often is it wrong?”: tests, published results, review, and a stop"),
    _proposed("faq-legal", "Questions", "“Is it compatible with fundamental rights?”: the last two sentences"),
    _proposed(
        "faq-creep", "Questions", "“Could it be used for other things later?”: a ban in the law, control, penalties"
    ),
    _proposed("faq-teens", "Questions", "“What about teenagers who share pictures of themselves?”: the answer"),
    _proposed("faq-age", "Questions", "“Will I have to show my ID everywhere?”: “old enough or not”, and nothing else"),
    _proposed("faq-move", "Questions", "“Won’t offenders just move elsewhere?”: the answer"),
    _proposed("faq-small", "Questions", "“What about small companies and free software?”: the answer"),
    _proposed("faq-standards", "Questions", "“Who profits from this law?” (not published): open standards"),
    _proposed(
        "petition", "Petition", "The whole text is published; it is frozen only after the coalition’s yes, in writing."
    ),
)


def all_of_them() -> list[Item[Position]]:
    """With what staff have decided. One query."""
    return kept.current(Position, DELIVERED)


def left() -> Counter[str]:
    """How many are still proposed, and how many refused; both have to be none before launch."""
    undecided = {Position.Basis.PROPOSED.value, Position.Basis.REFUSED.value}
    return Counter(item.row.basis for item in all_of_them() if item.row.basis in undecided)
