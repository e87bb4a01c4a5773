"""Reading the tallies: for pages, for staff, and in the long form of the export."""

from datetime import date

import pytest
from django.utils import timezone

from petitions import counting
from petitions.models import Petition, Tally

CELLS = (
    ("2026-03-01", "DE", "de", 5), ("2026-03-01", "FR", "fr", 2), ("2026-03-02", "DE", "de", 1),
    ("2026-03-02", "DE", "en", 4), ("2026-03-03", "MT", "en", 0), ("2026-03-04", "FR", "fr", 8),
)  # fmt: skip
WHOLE = [("child-safety-on", date.fromisoformat(day), *rest) for day, *rest in CELLS if rest[-1]]


@pytest.fixture(autouse=True)
def tallies(petition):
    Tally.objects.bulk_create(
        Tally(petition=petition, day=day, country=country, language=language, confirmed=n, counted_at=timezone.now())
        for day, country, language, n in CELLS
    )


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({}, WHOLE),
        ({"since": date(2026, 3, 2)}, WHOLE[2:]),
        ({"until": date(2026, 3, 2)}, WHOLE[:4]),
        ({"since": date(2026, 3, 2), "until": date(2026, 3, 2)}, WHOLE[2:4]),
        ({"since": date(2026, 3, 3), "until": date(2026, 3, 3)}, []),
        ({"since": date(2026, 3, 4), "until": date(2026, 3, 1)}, []),
        ({"country": "DE"}, [WHOLE[0], WHOLE[2], WHOLE[3]]),
        ({"language": "fr"}, [WHOLE[1], WHOLE[4]]),
        ({"country": "DE", "language": "en"}, [WHOLE[3]]),
        ({"petition": "child-safety-on"}, WHOLE),
        ({"petition": "another"}, []),
    ],
)
def test_a_filter_keeps_both_its_ends_and_leaves_out_zeros(wanted, rows):
    assert list(counting.cells(**wanted)) == rows


def test_cells_come_in_order_of_petition_day_country_and_language(petition):
    first = Petition.objects.create(slug="a-first", closes_at=petition.closes_at, forget_at=petition.forget_at)
    Tally.objects.create(
        petition=first, day="2026-03-09", country="DE", language="de", confirmed=1, counted_at=timezone.now()
    )
    assert list(counting.cells()) == [("a-first", date(2026, 3, 9), "DE", "de", 1), *WHOLE]


def test_the_whole_number_is_the_sum_of_all_cells(petition):
    assert counting.confirmed(petition.pk) == 20


def test_a_petition_without_a_signature_has_none():
    assert counting.confirmed(-1) == 0


def test_countries_come_with_the_largest_number_first(petition):
    assert list(counting.by_country(petition.pk).items()) == [("DE", 10), ("FR", 10)]


def test_days_come_oldest_first_and_from_the_day_that_was_asked_for(petition):
    days = {date(2026, 3, 1): 7, date(2026, 3, 2): 5, date(2026, 3, 4): 8}
    assert list(counting.by_day(petition.pk).items()) == list(days.items())
    assert counting.by_day(petition.pk, since=date(2026, 3, 2)) == {day: n for day, n in days.items() if day.day > 1}
