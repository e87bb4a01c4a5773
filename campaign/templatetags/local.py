"""Numbers, dates and percentages as the page's language writes them (CLDR through Babel; Django lacks Maltese)."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.translation import get_language

from petitions.cldr import locale_of
from petitions.counting import BRUSSELS, day_of

register = template.Library()


def _locale() -> Locale:
    return locale_of(get_language() or "en")


@register.filter
def number(value: int) -> str:
    """1234567 → "1,234,567" in English."""
    return format_decimal(value, locale=_locale())


@register.filter
def longdate(value: date | datetime) -> str:
    """The Brussels day of a moment, or a day, in the long form: "3 April 2026", kept whole at the end of a line."""
    written = format_date(day_of(value) if isinstance(value, datetime) else value, format="long", locale=_locale())
    return written.replace(" ", "\u00a0")


@register.filter
def monthyear(value: date) -> str:
    """The month of a day: "September 2021", kept whole at the end of a line."""
    return format_skeleton("yMMMM", value, locale=_locale()).replace(" ", "\u00a0")


@register.filter
def longtime(value: datetime) -> str:
    """A moment by the clock of Brussels: "3 April 2026, 14:00"."""
    hour = format_time(value, format="short", tzinfo=BRUSSELS, locale=_locale())
    return str(get_datetime_format("medium", locale=_locale())).replace("{1}", longdate(value)).replace("{0}", hour)


@register.filter
def percent(value: int) -> str:
    """62 → "62%" in English, "62 %" in German."""
    return format_percent(value / 100, locale=_locale())
