"""What a provider's report means for a mailbox: gone for good, complained, or nothing that lasts.

anymail gives the reports of all providers one shape, but not one meaning: of some, a full mailbox arrives as `bounced`
like one that is not there. So the provider's own words are read too, wherever each of them puts its kind of bounce.
"""

from collections.abc import Iterator
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

GONE, COMPLAINED, NOTHING = "bounced", "complained", ""

_KIND = {"event", "type", "bouncetype", "status"}  # where providers say which bounce it is
# Postmark: SoftBounce, DnsError …; Brevo, Mandrill, Unisender, MailerSend: soft_bounce(d); SES and Resend: Transient,
# Undetermined; SendGrid: blocked, expired
_SOFT = {
    "softbounce", "softbounced", "dnserror", "blocked", "expired", "transient", "undetermined", "temporary",
    "virusnotification", "challengeverification", "autoresponder", "addresschange",
}  # fmt: skip
_HARD_CLASSES = {"10", "30"}  # SparkPost's numbers: invalid recipient, no such recipient
_DEEPEST = 4
# of a provider that refuses to try again: it knows this mailbox for a dead one
_KNOWN_AS_DEAD = {RejectReason.BOUNCED, RejectReason.INVALID}


def meaning(event: AnymailTrackingEvent) -> str:
    """GONE, COMPLAINED or NOTHING, for a report of any provider that anymail knows."""
    said = list(_said(event.esp_event))
    if event.event_type == EventType.COMPLAINED:
        by_a_filter = ("type", "spamnotification") in said  # Postmark: a machine called it spam, its owner did not
        return NOTHING if by_a_filter else COMPLAINED
    is_bounce = event.event_type == EventType.BOUNCED
    is_dead = event.event_type == EventType.REJECTED and event.reject_reason in _KNOWN_AS_DEAD
    if is_bounce or is_dead:
        return NOTHING if any(_is_soft(key, value) for key, value in said) else GONE
    is_hard_fail = event.event_type == EventType.FAILED and ("status", "hardfail") in said
    return GONE if is_hard_fail else NOTHING  # Postal's word for "no such mailbox"


def _said(report: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every (key, value) of a report, however deep, in lower case and without the dividers within words."""
    if isinstance(report, dict) and depth < _DEEPEST:
        for key, value in report.items():
            if isinstance(value, dict):
                yield from _said(value, depth + 1)
            else:
                yield _plain(key), _plain(value) if isinstance(value, str) else value


def _plain(word: object) -> str:
    return str(word).lower().replace("_", "").replace("-", "")


def _is_soft(key: str, value: Any) -> bool:
    """Whether this says that the mailbox may take a letter another day."""
    if key == "hardbounce":  # Mailjet
        return value is False
    if key == "bounceclass":
        return str(value) not in _HARD_CLASSES
    return key in _KIND and isinstance(value, str) and (value in _SOFT or value.startswith("4."))
