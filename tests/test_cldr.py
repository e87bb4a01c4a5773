"""What is left of CLDR says the same as all of it."""

from datetime import date, datetime

import pytest
from babel import Locale, localedata
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from campaign.languages import NATIVE
from petitions.cldr import READ_AS, UNUSED, locale_of

DAY, MOMENT = date(2026, 3, 4), datetime(2026, 3, 4, 15, 9)


def everything(locale: Locale) -> list:
    """What our pages ask of a language."""
    dates = [format_date(DAY, "long", locale), format_skeleton("yMMMM", DAY, locale=locale)]
    moments = [format_time(MOMENT, "short", locale=locale), str(get_datetime_format("medium", locale))]
    numbers = [format_decimal(1234567.8, locale=locale), format_percent(0.625, locale=locale)]
    unit = format_unit(12, "digital-kilobyte", length="short", locale=locale)
    return [*dates, *moments, *numbers, unit, dict(locale.territories), dict(locale.languages)]


@pytest.fixture(autouse=True)
def untouched(monkeypatch):
    """Babel as it comes, and nothing taken from it yet."""
    monkeypatch.setattr(localedata, "_cache", {})
    locale_of.cache_clear()
    yield
    locale_of.cache_clear()


def test_every_language_writes_as_babel_does_with_all_its_data():
    for language in NATIVE:
        whole = everything(Locale.parse(READ_AS.get(language, (language,))[-1]))
        assert everything(locale_of(language)) == whole, language


def test_nothing_is_kept_of_what_no_page_needs():
    for language in NATIVE:
        kept = localedata.load(str(locale_of(language)))
        assert [part for part in UNUSED if part in kept] == []
        assert {*kept["unit_patterns"], *kept["unit_display_names"]} == {"digital-kilobyte"}
