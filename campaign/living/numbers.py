"""Numbers that stand in words by name, written for the page's language. The name says how."""

from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language

from petitions.cldr import locale_of

PERCENT, YEAR = "percent", "year"


def written(name: str, number: float) -> str:
    """percent_duty, 81 → "81%"; year_then, 2021 → "2021"; files, 62.9 → "62.9"; pages, 181112 → "181,112"."""
    locale, exact = locale_of(get_language() or "en"), Decimal(str(number))
    if name.startswith(YEAR):
        return str(number)
    if name.startswith(PERCENT):
        return format_percent(exact / 100, locale=locale, decimal_quantization=False)
    return format_decimal(exact, locale=locale, decimal_quantization=False)
