"""A language goes live when people can sign in it, be told of mistakes, get letters and read what they agree to."""

import pytest
from babel.messages.catalog import Message

from campaign import catalog_areas, catalog_extraction
from campaign.catalog_areas import AREAS, area_of, area_of_file


@pytest.mark.parametrize(
    ("file", "area", "blocks"),
    [
        ("templates/petitions/words/text.html", "legal", True),
        ("templates/campaign/_privacy_rights.html", "legal", True),
        ("templates/petitions/words/consent_label.html", "consent", True),
        ("petitions/news_forms.py", "form", True),
        ("petitions/judge.py", "errors", True),
        ("templates/503.html", "errors", True),
        ("templates/letters/receipt.subject.txt", "letters", True),
        ("templates/petitions/thank_you.html", "signature", True),
        ("templates/campaign/_menu.html", "frame", False),
        ("templates/campaign/home.html", "prose", False),
        ("campaign/living/timeline_2020_2022.py", "prose", False),
        ("petitions/sharing.py", "prose", False),
        ("a/file/nobody/has/thought/of.html", "prose", False),
    ],
)
def test_a_file_says_how_much_a_language_needs_its_words(file, area, blocks):
    found = area_of_file(file)
    assert (found.name, found.is_blocking) == (area, blocks)


def test_words_that_stand_in_several_places_are_as_strict_as_the_strictest():
    places = [("templates/campaign/home.html", 3), ("templates/petitions/words/to.txt", 1), ("petitions/forms.py", 9)]
    assert area_of(Message("Sign", locations=places)).name == "legal"


def test_words_from_a_catalogue_without_lines_find_their_area_too():
    assert area_of(Message("Sign", locations=[("templates/letters/kept.txt", None)])).name == "letters"


def test_words_that_stand_nowhere_hold_nobody_up():
    assert area_of(Message("Sign")).is_blocking is False


def test_every_area_has_words_on_this_site():
    assert {area_of(message) for message in catalog_extraction.collect() if message.id} == set(AREAS)


def test_every_line_of_the_table_fits_a_file_that_is_there():
    files = {path for message in catalog_extraction.collect() for path, _ in message.locations}
    unused = [
        pattern for pattern, _ in catalog_areas.TABLE if not any(catalog_areas._fits(file, pattern) for file in files)
    ]
    assert unused == []
