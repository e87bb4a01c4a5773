"""Rules of `check --deploy` about the staff area: its second factor, and a host of its own."""

import re

from django.conf import settings
from django.http.request import validate_host

from campaign import staff_host
from campaign.rule import WEB, Rule


def _is_no_host() -> bool:
    return bool(settings.STAFF_HOST) and not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?", settings.STAFF_HOST)


def _is_not_let_in() -> bool:
    """Only for what is a host: E040 speaks of the rest."""
    return bool(settings.STAFF_HOST) and not _is_no_host() and not _is_allowed(staff_host.name())


def _is_allowed(domain: str) -> bool:
    return validate_host(domain, settings.ALLOWED_HOSTS)


def _is_the_public_one() -> bool:
    return staff_host.is_staff_host(settings.SITE_ORIGIN.rpartition("/")[2])


RULES = (
    Rule(
        "E040",
        _is_no_host,
        "STAFF_HOST is not a host name alone.",
        "Set STAFF_HOST=staff.example.org, without https:// and without a path, or leave it out.",
    ),
    Rule(
        "E041",
        _is_not_let_in,
        "STAFF_HOST is not in ALLOWED_HOSTS: nobody could enter the staff area.",
        "Add it to ALLOWED_HOSTS.",
        role=WEB,
    ),
    Rule(
        "E042",
        _is_the_public_one,
        "STAFF_HOST is the host of SITE_ORIGIN: all public pages would be gone.",
        "Choose another name for the staff area, or leave STAFF_HOST out.",
    ),
    Rule(
        "E043",
        lambda: not settings.STAFF_SECOND_FACTOR,
        "STAFF_SECOND_FACTOR is off: a stolen password opens the staff area.",
        "Take STAFF_SECOND_FACTOR out of the environment.",
        role=WEB,
    ),
)
