"""Names stand where their language looks for them."""

import pytest

from petitions import collation, countries

MALTESE_EU = (
    (
        "l-Awstrija il-Belġju il-Bulgarija Ċipru id-Danimarka l-Estonja il-Finlandja Franza il-Ġermanja il-Greċja "
        "l-Irlanda l-Italja l-Iżvezja il-Kroazja il-Latvja il-Litwanja il-Lussemburgu in-Netherlands il-Polonja "
        "il-Portugall ir-Repubblika~Ċeka ir-Rumanija is-Slovakkja is-Slovenja Spanja l-Ungerija"
    )
    .replace(" ", "|")
    .replace("~", " ")
    .split("|")
)


def ordered(names, language):
    return sorted(names, key=lambda name: collation.key(name, language))


def test_maltese_countries_are_sorted_without_their_article():
    _, eu, _ = countries.groups("mt")
    assert [countries.names("mt")[code] for code in eu] == MALTESE_EU


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Zambia", "Åland", "Österrike"]),
        ("de", ["Ägypten", "Albanien", "Oman", "Österreich"]),
        ("da", ["Zimbabwe", "Østrig", "Åland"]),
        ("cs", ["Cyklus", "Česko", "Dánsko"]),
        ("pl", ["Lesotho", "Łotwa", "Malta"]),
        ("es", ["nube", "ñandú", "oca"]),
        ("el", ["Αίγυπτος", "Αλβανία", "Βέλγιο", "Έσβατίνι", "Ισπανία"]),
        ("bg", ["Австрия", "Белгия", "България"]),
        ("ga", ["an Bheilg", "an Danmhairg", "an Fhrainc", "an tSeicia", "an tSlóivéin", "an Tansáin", "an Tuirc"]),
    ],
)
def test_each_language_has_its_own_order(language, names):
    assert ordered(reversed(names), language) == names


@pytest.mark.parametrize("language", ["en", "de", "el", "mt"])
def test_the_form_lists_countries_in_the_order_of_the_language(language):
    for group in countries.groups(language)[1:]:
        names = [countries.names(language)[code] for code in group]
        assert names == ordered(names, language)
