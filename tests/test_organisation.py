"""What pages know of the organisation: its settings, sentences marked as English, and nothing invented."""

import pytest
from django.utils import translation

from campaign import organisation


def with_controller(settings, **values) -> dict[str, object]:
    settings.CONTROLLER = settings.CONTROLLER | values
    return organisation.facts()


def test_an_english_page_shows_the_operators_sentences_as_they_were_written(settings):
    assert with_controller(settings, funding=" Test Donors ")["funding"] == "Test Donors"


def test_a_page_in_another_language_marks_the_operators_sentences_as_english(settings):
    with translation.override("de"):
        told = with_controller(settings, funding="Donors & friends")
    assert told["funding"] == '<span lang="en">Donors &amp; friends</span>'


def test_a_name_is_written_alike_in_every_language(settings):
    with translation.override("de"):
        assert with_controller(settings, authority="Test Authority")["authority"] == "Test Authority"


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_not_set_stays_empty_in_every_language(settings, language):
    with translation.override(language):
        told = with_controller(settings, funding="", joint="", accessibility_tested_on="")
    assert (told["funding"], told["joint"], told["accessibility_tested_on"]) == ("", "", None)


def test_the_word_none_means_that_the_page_itself_says_that_nothing_leaves_the_eu(settings):
    told = {
        words: with_controller(settings, transfers=words)["nothing_leaves_the_eu"] for words in ("None", "", "Some.")
    }
    assert told == {"None": True, "": False, "Some.": False}


def test_a_day_that_is_none_never_breaks_a_page(settings):
    assert with_controller(settings, accessibility_tested_on="last spring")["accessibility_tested_on"] is None
