"""An address leaves the rows of the news by its owner's wish or by the calendar, and no backup brings it back."""

import re

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import counting, erasure, journal, news, outbox, signing
from petitions.models import Letter, Signature, Subscriber
from tests import states
from tests.past import end, move_back

ANNA = "canary.anna@example.org"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (\S+) ([a-z-]+)")


def lines() -> list[tuple[str, str]]:
    return [LINE.fullmatch(line).groups() for line in settings.ERASURE_JOURNAL.read_text().splitlines()]


def restore(row: Subscriber | Signature) -> None:
    """As a backup of yesterday would: the row is there as it was, under its old number."""
    type(row).objects.filter(pk=row.pk).delete()
    type(row).objects.bulk_create([row])


# --- the calendar ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "left"), [(13.9, 1), (14.1, 0)])
def test_an_address_that_nobody_confirmed_is_deleted_fourteen_days_after_it_was_entered(ask_for_news, days, left):
    move_back(ask_for_news(ANNA), days=days)
    assert erasure.forget_expired()["news unconfirmed"] == 1 - left
    assert Subscriber.objects.count() == left


def test_who_is_on_the_list_stays_until_they_leave(reader):
    move_back(reader(ANNA), days=300)
    erasure.forget_expired()
    assert Subscriber.objects.count() == 1


def test_when_the_petitions_time_comes_the_list_is_deleted_whole(petition, reader, ask_for_news):
    reader(ANNA), ask_for_news("bela@example.org")
    end(petition)
    assert erasure.forget_expired()["news"] == 2
    assert (Subscriber.objects.count(), Letter.objects.filter(closed_at=None).count()) == (0, 0)


def test_what_the_calendar_deletes_needs_no_line(ask_for_news):
    move_back(ask_for_news(ANNA), days=15)
    erasure.forget_expired()
    assert settings.ERASURE_JOURNAL.exists() is False


# --- the owner's wish -----------------------------------------------------------------------------------------------


def test_a_person_who_is_forgotten_is_forgotten_by_the_news_as_well(reader, confirmed):
    reader(ANNA), confirmed(ANNA, news=True)
    assert (erasure.forget_address(ANNA.upper()), erasure.forget_address(ANNA)) == (2, 0)
    assert (Subscriber.objects.count(), Signature.objects.count()) == (0, 0)
    assert set(Letter.objects.values_list("mailbox_digest", "outcome")) == {("", "dropped")}


def test_leaving_is_written_down_by_number_and_says_nothing_about_the_person(reader, confirmed):
    subscriber, signature = reader(ANNA), confirmed("canary.bela@example.org", name="Canary Name", news=True)
    for row in (subscriber, signature):
        news.stop(row)
    assert lines() == [(f"subscriber:{subscriber.pk}", "stopped"), (f"news:{signature.pk}", "stopped")]


def test_the_line_is_on_disk_before_the_row_is_gone_for_good(reader, monkeypatch):
    row = reader(ANNA)

    def crash(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(journal, "write", crash)
    with pytest.raises(OSError, match="disk full"):
        news.stop(row)
    assert Subscriber.objects.count() == 1


# --- after a restore ------------------------------------------------------------------------------------------------


def test_after_a_restore_who_left_the_list_leaves_it_again(reader):
    row, other = reader(ANNA), reader("bela@example.org")
    news.stop(row)
    restore(row)
    assert [erasure.replay_journal(), erasure.replay_journal()] == [1, 0]
    assert list(Subscriber.objects.values_list("pk", flat=True)) == [other.pk]


def test_after_a_restore_the_news_that_a_supporter_stopped_stops_again(petition, sign):
    row = states.confirmed(lambda email: sign(email, news=True), ANNA)
    news.stop(row)
    restore(row)
    assert [erasure.replay_journal(), erasure.replay_journal()] == [1, 0]
    assert list(Signature.objects.filter(sealed__isnull=False).values_list("news_wording", flat=True)) == [None]
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


def test_lines_of_the_first_days_are_read_as_ever_and_touch_no_subscriber(sign, reader):
    row, other = sign(ANNA), reader("bela@example.org")
    settings.ERASURE_JOURNAL.write_text(f"2026-01-01T00:00:00Z {row.pk} withdrawn\n")
    assert erasure.replay_journal() == 1
    assert (Signature.objects.count(), list(Subscriber.objects.values_list("pk", flat=True))) == (0, [other.pk])


def test_a_line_about_the_news_deletes_no_signature_of_that_number(sign, reader):
    row = sign(ANNA)
    settings.ERASURE_JOURNAL.write_text(
        f"2026-01-01T00:00:00Z subscriber:{row.pk} stopped\n2026-01-01T00:00:00Z news:{row.pk} stopped\n"
    )
    assert (erasure.replay_journal(), Signature.objects.count()) == (0, 1)


@pytest.mark.parametrize("rows", [0, 2])
def test_no_new_row_ever_gets_a_number_of_the_journal(ask_for_news, rows):
    for number in range(rows):
        ask_for_news(f"person{number}@example.org")
    highest = 10**9 + 7
    settings.ERASURE_JOURNAL.write_text(f"2026-01-01T00:00:00Z subscriber:{highest} stopped\n")
    erasure.replay_journal()
    assert ask_for_news(ANNA).pk > highest


def test_a_letter_to_whom_left_meanwhile_is_not_sent(reader, mailoutbox):
    row = reader(ANNA)
    news.stop(row)
    assert (outbox.pay(), mailoutbox) == (0, [])


def test_withdrawing_a_signature_with_news_ends_its_news(petition, confirmed, sign):
    signing.withdraw(confirmed(ANNA, news=True).pk)
    assert Signature.objects.count() == 0


def test_a_signature_whose_news_stopped_early_is_forgotten_on_its_thirtieth_day(sign):
    row = states.confirmed(lambda email: sign(email, news=True), ANNA)
    news.stop(row)
    move_back(Signature.objects.get(), days=30, hours=1)
    erasure.forget_expired()
    assert counting.day_of(Signature.objects.get().forgotten_at) == counting.day_of(timezone.now())
