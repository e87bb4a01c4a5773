"""Every message of every catalogue survives every number; every plural rule answers for every count."""

import re
from gettext import c2py

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone, translation

from campaign import catalogs, staff_catalog
from campaign.languages import NATIVE
from campaign.plurals import HEADERS
from campaign.templatetags.local import longdate, number, percent
from petitions.countries import CLDR

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
    locale = CLDR.get(language, language)
    with translation.override(language):
        assert [number(n) for n in COUNTS] == [format_decimal(n, locale=locale) for n in COUNTS]
        day = timezone.localdate()
        assert longdate(day).replace("\u00a0", " ") == format_date(day, "long", locale=locale).replace("\u00a0", " ")
        assert re.sub(r"\D", "", percent(62)) == "62"


def test_maltese_is_spoken_although_django_does_not_know_it():
    with translation.override("mt"):
        assert translation.gettext("Sign the petition") != "Sign the petition"
        assert longdate(timezone.localdate()).count("\u00a0") == 3
