"""Countries once an hour: the same for everybody, and nobody can work out a number that is hidden."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from petitions import briefly, snapshot, tasks
from petitions.countries import EU
from petitions.models import CountrySnapshot, Tally
from tests.attack import Attacker
from tests.growth import growth

HOUR = datetime(2026, 11, 26, 14, tzinfo=UTC)
OTHERS = {"FR": 40, "IT": 6, "ES": 7}  # some shown, and hidden ones that hide each other


@pytest.fixture
def counted(petition):
    """counted(DE=100, US=9): from now on the petition has these numbers."""

    def count(**numbers: int) -> None:
        briefly.forget_everything()
        Tally.objects.all().delete()
        Tally.objects.bulk_create(
            Tally(petition=petition, day=date(2026, 11, 25), country=code, language="en", confirmed=number,
                  counted_at=timezone.now())
            for code, number in numbers.items()
        )  # fmt: skip

    return count


def shown(numbers: dict[str, int]) -> dict[str, int]:
    """What a first snapshot shows of them."""
    return snapshot.choose(numbers, None).shown


def published(truth: list[dict[str, int]], seed: int) -> list[dict[str, int]]:
    """The files of a petition that grows like this, hour by hour."""
    chance, files, before = random.Random(seed), [], None
    for numbers in truth:
        before = snapshot.choose(numbers, before, lambda: chance.random() < 0.5)
        files.append(before.shown)
    return files


# --- one an hour, for everybody -------------------------------------------------------------------------------------


def test_before_the_first_snapshot_it_is_as_if_no_country_had_ten(petition, counted):
    counted(**OTHERS)
    row = snapshot.newest(petition.pk)
    assert (row.taken_at, row.confirmed, row.cells) == (None, 0, {})


def test_a_snapshot_bears_the_hour_the_count_of_all_and_the_countries_with_ten(petition, counted):
    counted(**OTHERS, US=50)
    snapshot.take(petition, HOUR)
    row = snapshot.newest(petition.pk)
    assert (row.taken_at, row.confirmed, row.cells) == (HOUR, 103, {"FR": 40})


def test_within_the_hour_a_second_look_changes_nothing(petition, counted):
    counted(**OTHERS)
    tasks.snapshot_countries()
    counted(**OTHERS | {"FR": 41})
    tasks.snapshot_countries()
    assert [row.cells for row in CountrySnapshot.objects.all()] == [{"FR": 40}]


def test_the_next_hour_shows_what_has_come_since(petition, counted):
    counted(**OTHERS)
    snapshot.take(petition, HOUR)
    counted(**OTHERS | {"FR": 41})
    snapshot.take(petition, HOUR + timedelta(hours=1))
    assert snapshot.newest(petition.pk).cells == {"FR": 41}


def test_of_two_workers_at_once_one_is_kept(petition, counted, monkeypatch):
    counted(**OTHERS)
    original = snapshot.choose

    def meanwhile(counts, before):
        monkeypatch.setattr(snapshot, "choose", original)
        snapshot.take(petition, HOUR)
        return snapshot.Cells({"FR": 39}, 0)

    monkeypatch.setattr(snapshot, "choose", meanwhile)
    snapshot.take(petition, HOUR)
    assert [row.cells for row in CountrySnapshot.objects.all()] == [{"FR": 40}]


def test_a_row_holds_no_number_that_is_hidden(petition, counted):
    counted(**OTHERS)
    snapshot.take(petition, HOUR)
    row = CountrySnapshot.objects.values().get()
    assert (row["cells"], row["hidden"]) == ({"FR": 40}, 13)


# --- which countries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 9])
def test_up_to_nine_a_country_is_hidden_PV_22(number):
    assert shown(OTHERS | {"MT": number}) == {"FR": 40}


def test_from_ten_on_a_country_is_shown():
    assert shown(OTHERS | {"MT": 10}) == {"FR": 40, "MT": 10}


def test_a_country_outside_the_union_is_counted_and_never_listed_AB_15():
    assert shown(OTHERS | {"US": 500, "VA": 39_000}) == {"FR": 40}


def test_where_one_alone_would_be_hidden_the_next_smallest_hides_it_PV_22():
    numbers = dict.fromkeys(EU, 100) | {"MT": 9, "CY": 12}
    assert set(EU) - set(shown(numbers)) == {"MT", "CY"}


def test_signatures_from_elsewhere_hide_no_country_of_the_union_PV_22():
    """Somebody may know them."""
    numbers = dict.fromkeys(EU, 100) | {"MT": 9, "CY": 12, "US": 500, "GB": 500}
    assert set(EU) - set(shown(numbers)) == {"MT", "CY"}


def test_what_is_hidden_has_ten_together_or_more_is_hidden_PV_22():
    numbers = dict.fromkeys(EU, 100) | {"MT": 4, "CY": 5, "LU": 12}
    assert set(EU) - set(shown(numbers)) == {"MT", "CY", "LU"}


def test_as_long_as_all_others_are_at_nought_nobody_stands_alone_in_the_light_PV_22():
    assert shown({"DE": 500}) == {}


def test_when_all_have_ten_all_are_shown():
    assert len(shown(dict.fromkeys(EU, 10))) == 27


# --- when they appear -----------------------------------------------------------------------------------------------


def appears(before: dict[str, int], after: dict[str, int], *, luck: bool = True) -> list[str]:
    """The countries that a snapshot shows and the one before did not."""
    first = snapshot.choose(before, None)
    return sorted(set(snapshot.choose(after, first, lambda: luck).shown) - set(first.shown))


def test_the_tenth_signature_alone_lets_no_country_appear_PV_22():
    """Whoever sees the count of all go up by one would know that it had nine."""
    assert appears(OTHERS | {"MT": 9}, OTHERS | {"MT": 10}) == []


def test_among_enough_others_it_appears():
    assert appears(OTHERS | {"MT": 9}, OTHERS | {"MT": 10, "ES": 9, "IT": 8}) == ["MT"]


def test_even_then_chance_may_let_it_wait_PV_22():
    """So hidden never means fewer than ten for certain."""
    assert appears(OTHERS | {"MT": 9}, OTHERS | {"MT": 10, "ES": 9, "IT": 8}, luck=False) == []


def test_changes_of_several_hours_add_up():
    cells = snapshot.choose(OTHERS | {"MT": 9}, None)
    for number in (10, 11, 12, 13):
        cells = snapshot.choose(OTHERS | {"MT": number}, cells, lambda: True)
        assert cells.shown == {"FR": 40}
    assert snapshot.choose(OTHERS | {"MT": 14}, cells, lambda: True).shown == {"FR": 40, "MT": 14}


def test_a_country_that_falls_below_ten_is_hidden_at_once():
    cells = snapshot.choose(OTHERS | {"MT": 10}, None)
    assert snapshot.choose(OTHERS | {"MT": 9}, cells).shown == {"FR": 40}


def test_a_newcomer_never_pushes_an_older_one_out():
    before = dict.fromkeys(EU, 100) | {"MT": 5, "CY": 6, "LU": 12}
    after = before | {"MT": 9, "CY": 30, "LU": 11}
    assert "LU" in snapshot.choose(after, snapshot.choose(before, None), lambda: True).shown


def test_nobody_can_know_the_chance_beforehand():
    assert {snapshot._chance() for _ in range(200)} == {True, False}


@given(st.lists(st.dictionaries(st.sampled_from(EU), st.integers(0, 25)), min_size=1, max_size=12), st.randoms())
def test_whatever_comes_and_goes_the_rules_hold_PV_22(hours, chance):
    cells = None
    for numbers in hours:
        cells = snapshot.choose(numbers, cells, lambda: chance.random() < 0.5)
        hidden = [numbers.get(code, 0) for code in EU if code not in cells.shown]
        assert all(numbers[code] == number >= 10 for code, number in cells.shown.items())
        assert not cells.shown or not hidden or (len(hidden) >= 2 and sum(hidden) >= 10)


# --- the attack -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_sixty_files_and_all_exact_counts_give_no_hidden_number_away_PV_22(seed):
    truth = growth(seed)
    files = published(truth, seed)
    attacker = Attacker(files, [sum(numbers.values()) for numbers in truth], EU)
    assert sum(len(shown) < 27 for shown in files) > 10
    assert attacker.recovered(truth) == []


@pytest.mark.parametrize("seed", range(4))
def test_the_attacker_takes_nothing_for_impossible_that_was_so(seed):
    truth = growth(seed)
    attacker = Attacker(published(truth, seed), [sum(numbers.values()) for numbers in truth], EU)
    hidden = [(code, hour) for hour in range(0, 60, 6) for code in EU if code not in attacker.files[hour]]
    assert [cell for cell in hidden if not attacker.is_possible(*cell, truth[cell[1]][cell[0]])] == []


def plainly(truth: list[dict[str, int]]) -> list[dict[str, int]]:
    """A site that only hides what is below ten."""
    return [{code: number for code, number in numbers.items() if number >= 10} for numbers in truth]


def test_a_site_that_hides_one_country_alone_is_found_out():
    truth = [dict.fromkeys(EU, 100 + hour) | {"MT": hour // 10} for hour in range(60)]
    attacker = Attacker(plainly(truth), [sum(numbers.values()) for numbers in truth], EU)
    assert attacker.recovered(truth) == [(hour, "MT", hour // 10) for hour in range(60)]


def test_a_site_that_shows_the_tenth_signature_at_once_is_found_out():
    found = []
    for seed in range(8):
        truth = growth(seed)
        found += Attacker(plainly(truth), [sum(numbers.values()) for numbers in truth], EU, most=9).recovered(truth)
    assert {number < 10 for _, _, number in found} == {True}
