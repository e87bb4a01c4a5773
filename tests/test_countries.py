"""Every country has a name in every language, and stands where people of that language look for it."""

import pytest

from campaign.languages import NATIVE
from petitions import collation, countries

LANGUAGES = sorted(NATIVE)


def test_there_are_27_countries_of_the_union_and_249_in_all():
    assert (len(set(countries.EU)), len(countries.ALL), len(countries.EU + countries.OTHERS)) == (27, 249, 249)


@pytest.mark.parametrize("code", ["EL", "UK", "EU", "UN", "XA", "XB", "XK", "ZZ", "AN", "QO"])
def test_a_code_that_is_no_country_of_iso_is_not_offered(code):
    assert code not in countries.ALL


def test_greece_is_gr():
    assert "GR" in countries.EU
    assert [countries.names(language)["GR"] for language in ("el", "en")] == ["Ελλάδα", "Greece"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_of_its_own_in_every_language(language):
    names = countries.names(language)
    assert set(names) == countries.ALL
    assert all(name.strip() == name and name for name in names.values())
    assert len(set(names.values())) == len(names)
    assert not set(names.values()) & countries.ALL


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_offered_exactly_once(language):
    likely, eu, others = countries.groups(language)
    assert sorted(likely + eu + others) == sorted(countries.ALL)
    assert set(likely + eu) == set(countries.EU)
    assert set(others) == set(countries.OTHERS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_countries_of_the_language_stand_first_in_the_briefs_order(language):
    assert countries.groups(language)[0] == tuple(countries.LIKELY[language].split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_countries_stand_in_the_order_of_their_names(language):
    names = countries.names(language)
    for group in countries.groups(language)[1:]:
        keys = [collation.key(names[code], language) for code in group]
        assert keys == sorted(keys)


def test_an_accent_does_not_send_a_country_to_the_end_of_the_list():
    german = [countries.names("de")[code] for code in countries.groups("de")[2]]
    assert german.index("Afghanistan") < german.index("Ägypten") < german.index("Albanien")
    assert german.index("Äquatorialguinea") < german.index("Äthiopien") < german.index("Bahrain")


@pytest.mark.parametrize(
    ("language", "name"), [("pt", "Polónia"), ("en", "Poland"), ("mt", "il-Polonja"), ("ga", "an Pholainn")]
)
def test_names_are_those_of_europe(language, name):
    assert countries.names(language)["PL"] == name


def test_every_official_language_has_its_likely_countries():
    assert sorted(countries.LIKELY) == LANGUAGES
    assert {code for line in countries.LIKELY.values() for code in line.split()} <= set(countries.EU)
