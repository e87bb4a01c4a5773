"""What staff write down for good names nobody."""

import pytest
from django.core.exceptions import ValidationError

from petitions import notes

POINTING = [
    "reported by anna@example.org", "anna ＠ example.org", "anna (at) example dot org", "anna [AT] example.org",
    "see https://example.org/anna", "www.example.org", "call +32 470 12 34 56", "0470123456789", "mailto:anna",
]  # fmt: skip
PLAIN = [
    "", "500 entries in 3 minutes, all from one domain", "Between 14:05 and 14:20 on 2026-11-26",
    "The word “any” was missing; the meaning is the same.", "look at the hour (attached)", "Holding 12 of 5,000",
]  # fmt: skip


@pytest.mark.parametrize("note", POINTING)
def test_what_points_at_somebody_is_refused(note):
    with pytest.raises(ValidationError, match="Write no address"):
        notes.judge(note)


@pytest.mark.parametrize("note", PLAIN)
def test_plain_words_with_numbers_and_dates_pass(note):
    assert notes.judge(note) is None


@pytest.mark.parametrize("note", ["two\nlines", "a\u202eb", "a\x00b"])
def test_more_than_a_plain_line_is_refused(note):
    with pytest.raises(ValidationError, match="one line"):
        notes.judge(note)
