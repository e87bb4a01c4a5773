"""Every message of every catalogue survives every number; every plural rule answers for every count."""

import re
from datetime import date
from gettext import c2py

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation

from campaign import catalogs, staff_catalog
from campaign.languages import NATIVE
from campaign.plurals import HEADERS
from campaign.templatetags.local import longdate, number, percent
from petitions import countries
from petitions.cldr import READ_AS, locale_of

COUNTS = (0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def rule(header):
    forms, plural = re.fullmatch(r"nplurals=(\d+); plural=(.+);", header).groups()
    return int(forms), c2py(plural)


@pytest.mark.parametrize("language", sorted(NATIVE))
def test_the_plural_rule_of_every_language_names_a_form_it_has(language):
    forms, choose = rule(HEADERS[language])
    assert {choose(n) for n in range(1200)} <= set(range(forms))


FILES = [*catalogs.find(), *staff_catalog.files()]


@pytest.mark.parametrize("po", FILES, ids=lambda po: f"{po.parts[-4]}-{catalogs.language_of(po)}")
def test_every_message_of_a_catalogue_can_be_formatted_with_every_number(po):
    forms, choose = rule(HEADERS[catalogs.language_of(po)])
    for message in catalogs.read(po):
        strings = message.string if message.pluralizable else [message.string]
        assert not message.pluralizable or len(strings) == forms
        for n in COUNTS if message.id else ():
            words = strings[choose(n)] if message.pluralizable else strings[0]
            names = PLACEHOLDER.findall(words)
            formatted = words % dict.fromkeys(names, n) if names else words
            assert PLACEHOLDER.findall(formatted) == []


@pytest.mark.parametrize("language", sorted(NATIVE))
def test_numbers_and_dates_are_written_as_the_language_does(language):
    locale = locale_of(language)
    with translation.override(language):
        assert [number(n) for n in COUNTS] == [format_decimal(n, locale=locale) for n in COUNTS]
        day = timezone.localdate()
        assert longdate(day).replace("\u00a0", " ") == format_date(day, "long", locale=locale).replace("\u00a0", " ")
        assert re.sub(r"\D", "", percent(62)) == "62"


def test_maltese_is_spoken_although_django_does_not_know_it():
    with translation.override("mt"):
        assert translation.gettext("Sign the petition") != "Sign the petition"
        assert longdate(timezone.localdate()).count("\u00a0") == 3


# As the brief has them (from the CLDR), typed by hand; `_` stands for a no-break space of either width.
WRITTEN = {
    "bg": ("1_234_567", "62%", "3_април_2026_г."), "cs": ("1_234_567", "62_%", "3._dubna_2026"),
    "da": ("1.234.567", "62_%", "3._april_2026"), "de": ("1.234.567", "62_%", "3._April_2026"),
    "el": ("1.234.567", "62%", "3_Απριλίου_2026"), "en": ("1,234,567", "62%", "3_April_2026"),
    "es": ("1.234.567", "62_%", "3_de_abril_de_2026"), "et": ("1_234_567", "62%", "3._aprill_2026"),
    "fi": ("1_234_567", "62_%", "3._huhtikuuta_2026"), "fr": ("1_234_567", "62_%", "3_avril_2026"),
    "ga": ("1,234,567", "62%", "3_Aibreán_2026"), "hr": ("1.234.567", "62_%", "3._travnja_2026."),
    "hu": ("1_234_567", "62%", "2026._április_3."), "it": ("1.234.567", "62%", "3_aprile_2026"),
    "lt": ("1_234_567", "62_%", "2026_m._balandžio_3_d."), "lv": ("1_234_567", "62%", "2026._gada_3._aprīlis"),
    "mt": ("1,234,567", "62%", "3_ta’_April_2026"), "nl": ("1.234.567", "62%", "3_april_2026"),
    "pl": ("1_234_567", "62%", "3_kwietnia_2026"), "pt": ("1_234_567", "62%", "3_de_abril_de_2026"),
    "ro": ("1.234.567", "62_%", "3_aprilie_2026"), "sk": ("1_234_567", "62_%", "3._apríla_2026"),
    "sl": ("1.234.567", "62_%", "3._april_2026"), "sv": ("1_234_567", "62_%", "3_april_2026"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(NATIVE))
def test_number_percentage_and_date_are_those_of_the_brief(language):
    with translation.override(language):
        shown = (number(1_234_567), percent(62), longdate(date(2026, 4, 3)))
    assert tuple(re.sub(r"[\s\u202f]", "_", one) for one in shown) == WRITTEN[language]


@pytest.mark.parametrize("language", sorted(NATIVE))
def test_countries_have_the_names_of_the_cldr(language):
    official = Locale.parse(READ_AS.get(language, (language,))[-1]).territories
    assert {code: official[code] for code in countries.EU} == {
        code: countries.names(language)[code] for code in countries.EU
    }
