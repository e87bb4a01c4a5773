"""A language's glossary is a rule: what it never writes is refused, and a row that can't be read is named."""

import pytest
from django.conf import settings

from campaign import catalog_glossary, catalog_judgement, catalogs
from campaign.catalog_glossary import Glossary, parse

HEAD = "# Glossary\n\n| English | Deutsch | never write | from |\n|---|---|---|---|\n"
SAFE = "| safety by design | Sicherheit von Anfang an | Safe Design; Sicherheits\u00addesign*; 18+; hart* lini* | ? |\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Safe Design hilft.", ["safe design"]),
        ("SAFE\u00a0DESIGN", ["safe design"]),
        ("Sicherheitsdesigns", ["sicherheitsdesigns"]),
        ("Sicher\u00adheits\u00addesign", ["sicherheitsdesign"]),
        ("Unsafe Designer", []),
        ("Un-Safe Design", []),
        ("Sicherheit", []),
        ("Nur 18+ hier", ["18+"]),
        ("Auf harten Linien", ["harten linien"]),
    ],
)
def test_a_form_is_found_as_a_whole_word_whatever_its_letters_look_like(text, found):
    assert parse(HEAD + SAFE).forbidden_in(text) == found


def test_a_translator_may_allow_a_form_beside_one_string():
    assert parse(HEAD + SAFE).forbidden_in("Safe Design", "", ["from the law; allowed: Safe Design"]) == []


def test_a_name_that_is_the_same_in_english_is_no_word():
    glossary = parse(HEAD + "| helpline | Hilfetelefon | helpline* | usual |\n")
    english = "Ask Child Helpline International"
    assert glossary.forbidden_in("Fragen Sie Child Helpline International", english) == []
    assert glossary.forbidden_in("Fragen Sie eine Helpline", english) == ["helpline"]


@pytest.mark.parametrize(
    ("row", "line", "reason"),
    [
        ("| report | melden | anzeigen |\n", 5, "3 columns instead of 4"),
        ("| report | melden | an|zeigen | usual |\n", 5, "5 columns instead of 4"),
        (
            "| minor | – | Minderjährige (im Gesetz) | usual |\n",
            5,
            "not a form that can be looked for: Minderjährige (im Gesetz)",
        ),
        ("| abuse | Missbrauch | *porno | usual |\n", 5, "not a form that can be looked for: *porno"),
    ],
)
def test_a_row_that_no_machine_can_read_is_named_with_its_line(row, line, reason):
    assert [fault[:2] for fault in parse(HEAD + row + SAFE).unreadable] == [(line, reason)]


def test_a_file_without_the_table_is_named():
    assert [fault[:2] for fault in parse("# Glossary\n\nWords.\n").unreadable] == [
        (1, "no table under the heading | English | … | never write | from |")
    ]


def test_words_in_both_columns_may_be_copied():
    assert parse(HEAD + "| petition; receipt | Petition; Beleg | | usual |\n").same_as_english == {"petition"}


def test_a_language_without_a_glossary_has_no_rule_yet(tmp_path):
    assert catalog_glossary.read(tmp_path / "GLOSSARY.md") == Glossary()


def test_every_glossary_of_the_site_can_be_read():
    languages = map(catalogs.language_of, catalogs.find())
    unreadable = {code: catalog_glossary.read(catalog_judgement.glossary_of(code)).unreadable for code in languages}
    assert {code: faults for code, faults in unreadable.items() if faults} == {}


def test_every_live_language_has_a_glossary_with_words_that_are_never_written():
    glossaries = {code: catalog_glossary.read(catalog_judgement.glossary_of(code)) for code in settings.LIVE_LANGUAGES}
    assert [code for code, glossary in glossaries.items() if not any(row.never for row in glossary.rows)] == []
