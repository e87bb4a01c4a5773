"""Every number shown is derived from rows, and can be counted again."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petitions import counting, signing
from petitions.counting import Progress
from petitions.models import Petition, Signature, Tally, TallyMark
from tests import states

ANNA = "anna@example.org"
# (UTC, its day in Brussels): midnight in winter and summer, and both nights on which the clock is moved
MOMENTS = (
    ("2026-01-14T22:59:59", "2026-01-14"), ("2026-01-14T23:00:00", "2026-01-15"),
    ("2026-07-14T21:59:59", "2026-07-14"), ("2026-07-14T22:00:00", "2026-07-15"),
    ("2026-03-28T22:59:59", "2026-03-28"), ("2026-03-28T23:00:00", "2026-03-29"),
    ("2026-03-29T21:59:59", "2026-03-29"), ("2026-03-29T22:00:00", "2026-03-30"),
    ("2026-10-24T21:59:59", "2026-10-24"), ("2026-10-24T22:00:00", "2026-10-25"),
    ("2026-10-25T22:59:59", "2026-10-25"), ("2026-10-25T23:00:00", "2026-10-26"),
)  # fmt: skip
NEXT_MILESTONE = (
    (0, 100), (99, 100), (100, 250), (249, 250), (250, 500), (999, 1_000), (9_999, 10_000), (10_000, 25_000),
    (999_999, 1_000_000), (1_000_000, 2_000_000), (2_345_678, 3_000_000),
)  # fmt: skip


def counted(petition: Petition) -> int:
    counting.refresh()
    return counting.confirmed(petition.pk)


def tallies(petition: Petition) -> dict[tuple[str, str, str], int]:
    rows = Tally.objects.filter(petition=petition).values_list("day", "country", "language", "confirmed")
    return {(str(day), country, language): number for day, country, language, number in rows}


@pytest.fixture
def confirmed_on(confirmed):
    """A signature that was confirmed at this moment (UTC, without a zone), and marked."""

    def act(moment: str, email: str = ANNA, **fields) -> Signature:
        row = confirmed(email, **fields)
        TallyMark.objects.all().delete()
        row.confirmed_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        row.save(update_fields=["confirmed_at"])
        counting.mark(row.petition_id, row.confirmed_at)
        return row

    return act


# --- days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_a_day_begins_and_ends_at_midnight_in_brussels(moment, day):
    assert str(counting.day_of(datetime.fromisoformat(moment).replace(tzinfo=UTC))) == day


@pytest.mark.parametrize(("moment", "day"), MOMENTS)
def test_the_database_counts_on_the_same_day_as_we_do(petition, confirmed_on, moment, day):
    confirmed_on(moment)
    assert counting.refresh() == 1
    assert tallies(petition) == {(day, "DE", "en"): 1}


def test_a_day_without_an_hour_and_one_with_an_hour_twice_have_their_true_length():
    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)]
    starts = [counting.start_of(day).astimezone(UTC) for day in days]
    hours = [(starts[n + 1] - starts[n]).total_seconds() / 3600 for n in (0, 1, 3)]
    assert hours == [24, 23, 25]


# --- refresh --------------------------------------------------------------------------------------------------------


def test_each_confirmation_and_each_withdrawal_leaves_one_mark_on_the_day_of_the_confirmation(petition, sign):
    row = states.confirmed_days_ago(sign, ANNA, days=3)
    TallyMark.objects.all().delete()
    signing.withdraw(row.pk)
    signing.confirm(sign("bela@example.org").pk)
    days = [counting.day_of(row.confirmed_at), counting.day_of(timezone.now())]
    assert list(TallyMark.objects.order_by("id").values_list("day", flat=True)) == days


def test_a_confirmation_that_is_rolled_back_leaves_no_mark(petition, sign):
    row = sign()

    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():  # noqa: PT012
        signing.confirm(row.pk)
        raise Broken
    assert (TallyMark.objects.count(), counted(petition)) == (0, 0)


def test_refreshing_twice_changes_nothing_the_second_time(petition, confirmed):
    confirmed(ANNA)
    confirmed("bela@example.org")
    assert [counting.refresh(), counting.refresh()] == [1, 0]
    assert counting.confirmed(petition.pk) == 2


@pytest.mark.parametrize("day_is_marked", [False, True])
def test_a_mark_made_while_the_refresher_counts_is_kept_for_the_next_one(
    petition, confirmed, monkeypatch, day_is_marked
):
    row, write = confirmed(), counting._write
    if day_is_marked:
        counting.mark(petition.pk, row.confirmed_at)

    def and_somebody_confirms(petition_id, numbers):
        write(petition_id, numbers)
        counting.mark(petition_id, timezone.now())

    monkeypatch.setattr(counting, "_write", and_somebody_confirms)
    counting.refresh()
    assert TallyMark.objects.count() == 1


def test_refreshing_after_confirmations_looks_at_no_signature(petition, confirmed):
    confirmed(ANNA)
    confirmed("bela@example.org")
    with CaptureQueriesContext(connection) as statements:
        counting.refresh()
    assert [one["sql"] for one in statements if "petitions_signature" in one["sql"]] == []
    assert counting.confirmed(petition.pk) == 2


def test_a_day_that_is_marked_as_a_whole_is_counted_once_whatever_other_marks_say(petition, confirmed):
    row = confirmed(ANNA)
    counting.mark(petition.pk, row.confirmed_at)
    confirmed("bela@example.org")
    assert (counted(petition), TallyMark.objects.count(), counting.check(petition)) == (2, 0, {})


def test_marks_of_several_petitions_and_days_are_each_counted_where_they_belong(petition, confirmed):
    other = Petition.objects.create(slug="other", closes_at=petition.closes_at, forget_at=petition.forget_at)
    day = {"day": date(2026, 1, 1), "country": "FR", "language": "fr"}
    TallyMark.objects.create(petition=other, change=1, **day)
    TallyMark.objects.create(petition=petition, change=1, **day)
    confirmed()
    assert counting.refresh() == 3
    assert (counting.confirmed(petition.pk), tallies(other)) == (2, {("2026-01-01", "FR", "fr"): 1})


def test_who_is_set_aside_and_leaves_takes_nothing_from_the_number(petition, confirmed):
    row, _ = confirmed(ANNA), confirmed("bela@example.org")
    Signature.objects.filter(pk=row.pk).update(held_at=timezone.now(), held_reason="pattern")
    counting.mark(petition.pk, row.confirmed_at)
    counting.refresh()
    signing.withdraw(row.pk)
    assert (TallyMark.objects.count(), counted(petition)) == (0, 1)


def test_marks_that_take_more_than_was_counted_have_their_day_counted_from_rows(petition, confirmed, caplog):
    row = confirmed(ANNA)
    confirmed("bela@example.org")
    counting.refresh()
    Tally.objects.update(confirmed=0)
    signing.withdraw(row.pk)
    assert (counted(petition), counting.check(petition), TallyMark.objects.count()) == (1, {}, 0)
    assert "take more than was counted" in caplog.text


def test_numbers_are_kept_by_day_country_and_language(petition, confirmed):
    for number, (country, language) in enumerate([("DE", "de"), ("DE", "de"), ("DE", "en"), ("FR", "en")]):
        confirmed(f"person{number}@example.org", country=country, language=language)
    counting.refresh()
    day = str(counting.day_of(timezone.now()))
    assert tallies(petition) == {(day, "DE", "de"): 2, (day, "DE", "en"): 1, (day, "FR", "en"): 1}


def test_a_cell_whose_last_signature_is_withdrawn_becomes_zero(petition, confirmed):
    row = confirmed()
    counting.refresh()
    signing.withdraw(row.pk)
    assert (counted(petition), list(tallies(petition).values())) == (0, [0])


def test_a_signature_that_is_set_aside_does_not_count_and_counts_again_when_released(petition, confirmed):
    row, _ = confirmed(ANNA), confirmed("bela@example.org")
    Signature.objects.filter(pk=row.pk).update(held_at=timezone.now(), held_reason="pattern")
    counting.mark(petition.pk, row.confirmed_at)
    assert counted(petition) == 1
    Signature.objects.filter(pk=row.pk).update(held_at=None, held_reason="")
    counting.mark(petition.pk, row.confirmed_at)
    assert counted(petition) == 2


def test_who_only_signed_does_not_count(petition, sign):
    sign()
    counting.mark(petition.pk, timezone.now())
    assert counted(petition) == 0


# --- recount --------------------------------------------------------------------------------------------------------


@pytest.fixture
def wrong(petition, confirmed):
    """A tally that says 7 where one person has confirmed."""
    confirmed()
    counting.refresh()
    Tally.objects.update(confirmed=7)
    return {(counting.day_of(timezone.now()), "DE", "en"): (7, 1)}


def test_checking_names_what_is_wrong_and_changes_nothing(petition, wrong):
    assert (counting.check(petition), counting.confirmed(petition.pk)) == (wrong, 7)


def test_recounting_puts_right_what_is_wrong_and_names_it(petition, wrong):
    assert (counting.recount(petition), counting.confirmed(petition.pk)) == (wrong, 1)
    assert counting.recount(petition) == {}


def test_a_report_has_one_line_for_each_wrong_cell(petition, wrong):
    day = counting.day_of(timezone.now())
    assert counting.report(petition, wrong) == [f"child-safety-on {day} DE en: tally 7, rows 1"]


def test_a_tally_without_any_signature_is_found_and_emptied(petition):
    Tally.objects.create(
        petition=petition, day=date(2026, 1, 1), country="DE", language="en", confirmed=3, counted_at=timezone.now()
    )
    assert counting.recount(petition) == {(date(2026, 1, 1), "DE", "en"): (3, 0)}
    assert counting.confirmed(petition.pk) == 0


def test_a_signature_that_no_tally_knows_is_found_and_counted(petition, confirmed):
    confirmed()
    TallyMark.objects.all().delete()
    assert list(counting.recount(petition).values()) == [(0, 1)]
    assert counting.confirmed(petition.pk) == 1


@pytest.mark.parametrize("day_is_marked", [False, True])
def test_what_is_marked_is_not_wrong_only_not_counted_yet(petition, confirmed, day_is_marked):
    row = confirmed()
    if day_is_marked:
        counting.mark(petition.pk, row.confirmed_at)
    assert (counting.check(petition), counting.recount(petition)) == ({}, {})
    assert counting.confirmed(petition.pk) == 1


def test_a_mistake_is_found_also_while_marks_wait_on_its_day(petition, wrong, confirmed):
    confirmed("bela@example.org")
    assert counting.check(petition) == {cell: (8, 2) for cell in wrong}
    assert (counting.recount(petition), TallyMark.objects.count()) == ({cell: (8, 2) for cell in wrong}, 0)
    assert (counting.confirmed(petition.pk), counted(petition)) == (2, 2)


def test_checking_and_recounting_look_once_so_that_all_they_see_is_of_one_moment(petition, confirmed):
    confirmed()
    with CaptureQueriesContext(connection) as statements:
        counting.check(petition)
    assert len(statements) == 1


# --- frozen for ever ------------------------------------------------------------------------------------------------


def test_frozen_numbers_outlive_their_rows(petition, confirmed):
    confirmed()
    with transaction.atomic():
        assert counting.freeze(petition) == 1
    Signature.objects.all().delete()
    counting.mark(petition.pk, timezone.now())
    counting.refresh()
    assert (counting.recount(petition), counting.confirmed(petition.pk)) == ({}, 1)


def test_freezing_counts_once_more_and_leaves_nothing_to_freeze(petition, confirmed):
    confirmed()
    assert [counting.freeze(petition), counting.freeze(petition), TallyMark.objects.count()] == [1, 0, 0]
    assert counting.confirmed(petition.pk) == 1


def test_a_withdrawal_after_freezing_deletes_the_person_and_leaves_the_number(petition, confirmed):
    row, _ = confirmed(ANNA), confirmed("bela@example.org")
    counting.freeze(petition)
    signing.withdraw(row.pk)
    assert (Signature.objects.count(), counted(petition)) == (1, 2)
    assert (counting.recount(petition), counting.confirmed(petition.pk)) == ({}, 2)


def test_freezing_one_petition_leaves_the_others_alone(petition, confirmed):
    other = Petition.objects.create(slug="other", closes_at=petition.closes_at, forget_at=petition.forget_at)
    Tally.objects.create(
        petition=other, day=date(2026, 1, 1), country="DE", language="en", confirmed=3, counted_at=timezone.now()
    )
    confirmed()
    counting.freeze(petition)
    assert list(Tally.objects.filter(frozen_at=None).values_list("petition_id", flat=True)) == [other.pk]


# --- what pages show ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("confirmed", "milestone"), NEXT_MILESTONE)
def test_the_next_milestone_is_always_still_ahead(confirmed, milestone):
    progress = Progress(confirmed)
    assert (progress.milestone, progress.percent) == (milestone, confirmed * 100 // milestone)


@pytest.mark.parametrize(("confirmed", "is_shown"), [(0, False), (99, False), (100, True), (1_000_000, True)])
def test_below_a_hundred_no_number_is_shown(confirmed, is_shown):
    assert Progress(confirmed).is_shown is is_shown
