"""The street lights up with people, and shows too little to point at anybody."""

from datetime import date

import pytest
from django.utils import timezone, translation

from petitions import briefly, countries, snapshot, street
from petitions.models import CountrySnapshot, Tally

DAY = date(2026, 11, 25)
DIM = {"IT": 6, "ES": 7}  # too few to be seen, and enough to hide each other


@pytest.fixture
def lit(petition):
    """lit(DE=100, MT=9) → country code → height of its light, as the page draws it after the snapshot of this count."""

    def count(**numbers: int) -> dict[str, float]:
        Tally.objects.all().delete()
        for code, number in numbers.items():
            Tally.objects.create(
                petition=petition, day=DAY, country=code, language="en", confirmed=number, counted_at=timezone.now()
            )
        CountrySnapshot.objects.all().delete()
        snapshot.take(petition, timezone.now())
        briefly.forget_everything()
        return {window["code"]: window["height"] for window in street.windows(petition.pk)}

    return count


def test_there_is_a_window_for_each_country_of_the_union_in_order(lit):
    assert list(lit()) == sorted(countries.EU)
    assert sorted(street.MILLIONS) == sorted(countries.EU)


def test_without_signatures_the_street_is_dark(lit):
    assert set(lit().values()) == {0}


@pytest.mark.parametrize("number", [0, 1, 5, 9])
def test_up_to_nine_all_look_alike_PV_22(lit, number):
    assert lit(**DIM, MT=number)["MT"] == 0


def test_the_tenth_lights_the_window_so_that_it_can_be_seen(lit):
    heights = lit(**DIM, DE=10)
    assert heights["DE"] == round(street.HEIGHT * street.LEAST_FILL, 1)
    assert {height for code, height in heights.items() if code != "DE"} == {0}


def test_a_window_fills_by_the_share_of_its_people_and_not_by_their_number(lit):
    heights = lit(**DIM, DE=41_700, MT=560)  # 500 and 1,000 of each million
    assert (heights["DE"], heights["MT"]) == (street.HEIGHT / 2, street.HEIGHT)


def test_no_window_is_fuller_than_full(lit):
    assert max(lit(**dict.fromkeys(countries.EU, 1_000_000)).values()) == street.HEIGHT


def test_light_stands_on_the_sill(petition, lit):
    lit(**DIM, DE=5000, MT=40)
    windows = street.windows(petition.pk)
    assert {round(window["y"] + window["height"], 1) for window in windows} == {street.HEIGHT}


def test_a_country_outside_the_union_lights_nothing(lit):
    assert set(lit(US=100_000, NO=100_000).values()) == {0}


def test_the_picture_follows_the_snapshot_and_not_the_count_PV_22(petition, lit):
    """Two pictures in a row must not tell what one person did."""
    before = lit(**DIM, DE=10)
    Tally.objects.filter(country="DE").update(confirmed=500)
    briefly.forget_everything()
    assert {window["code"]: window["height"] for window in street.windows(petition.pk)} == before


def test_before_the_first_snapshot_the_street_is_dark(petition):
    assert {window["height"] for window in street.windows(petition.pk)} == {0}


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("de", "Deutschland")])
def test_a_window_is_named_in_the_language_of_the_page(petition, language, name):
    with translation.override(language):
        assert {window["code"]: window["name"] for window in street.windows(petition.pk)}["DE"] == name
