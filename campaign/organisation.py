"""What people may know of the organisation behind the site, from its settings, fit for the pages in every language.

Sentences in the settings are English: on pages in another language each stands marked as such, for screen readers.
"""

from datetime import date

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

# Written alike in every language.
NAMES = {"joint", "register_no", "press_email", "authority", "accessibility_authority"}
SENTENCES = {"contact_hours", "funding", "processors", "transfers", "accessibility_methods"}
NOTHING_LEAVES = "none"  # CONTROLLER_TRANSFERS=none: the page says it in its own language


def facts() -> dict[str, object]:
    """What templates read as `site.…`, beside letters.about_us(); empty where nothing is set."""
    us = settings.CONTROLLER
    told: dict[str, object] = {name: str(us[name]).strip() for name in NAMES}
    told |= {name: _english(str(us[name]).strip()) for name in SENTENCES}
    told["nothing_leaves_the_eu"] = str(us["transfers"]).strip().lower() == NOTHING_LEAVES
    return told | {"accessibility_tested_on": _day(str(us["accessibility_tested_on"]))}


def _english(sentence: str) -> str:
    if not sentence or get_language() in (None, "en"):
        return sentence
    return format_html('<span lang="en">{}</span>', sentence)


def _day(written: str) -> date | None:
    """`check --deploy` refuses what is no day; the page leaves it out."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
