"""Numbers that follow `count.json` on an open page (`static/js/parts/live-number.js`)."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaign.templatetags.local import number
from petitions.flagship import SLUG

register = template.Library()


@register.filter
def live_number(value: int) -> SafeString:
    """The number as `number` writes it, with what the script needs to write the next one in the same way.

    The separator comes from us: browsers leave it out of four figures in half of our languages.
    """
    address = reverse("count_json", args=[SLUG])
    return format_html('<span data-live="{}" data-separator="{}">{}</span>', address, separator(), number(value))


@register.filter
def live_milestone(value: int) -> SafeString:
    """The next milestone, as a place of its own."""
    return format_html("<span data-milestone>{}</span>", number(value))


def separator() -> str:
    """What stands between groups of three figures in the active language."""
    return number(1000)[1]
