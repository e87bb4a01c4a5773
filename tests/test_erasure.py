"""Forgetting: on time, whole, and so that the numbers stay."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from petitions import counting, delivery, erasure, outbox, signing
from petitions.models import Letter, Petition, Signature, Suppression, Tally
from tests import states
from tests.past import close, end, move_back

ANNA = "anna@example.org"
NOTHING = {"unconfirmed": 0, "confirmed": 0, "petition": 0, "news unconfirmed": 0, "news": 0, "suppressed": 0}


def forgotten(**reached: int) -> dict[str, int]:
    return NOTHING | reached


def everything_written() -> str:
    """Every cell of every table of ours, as text."""
    rows = (row for model in apps.get_app_config("petitions").get_models() for row in model.objects.values_list())
    return "\n".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row)


# --- not confirmed --------------------------------------------------------------------------------------------------


def test_an_unconfirmed_signature_is_deleted_after_fourteen_days(sign):
    move_back(sign(ANNA), days=14, seconds=1)
    sign("bela@example.org")
    assert erasure.forget_expired() == forgotten(unconfirmed=1)
    assert Signature.objects.count() == 1


def test_an_unconfirmed_signature_is_kept_until_then(sign):
    move_back(sign(), days=13, hours=23, minutes=59)
    assert erasure.forget_expired() == NOTHING


def test_pressing_again_begins_the_fourteen_days_anew(sign):
    move_back(sign(ANNA), days=13)
    move_back(sign(ANNA), days=13)
    assert erasure.forget_expired() == NOTHING


def test_an_expired_row_goes_even_while_a_worker_holds_its_letter(sign, mailoutbox):
    row = sign()
    held = outbox.claim()[0]
    move_back(row, days=15)
    erasure.forget_expired()
    assert outbox.settle(held, "sent") is False
    closed = Letter.objects.get()
    assert (Signature.objects.count(), closed.outcome, closed.sealed_to) == (0, "dropped", None)


def test_an_expired_row_goes_even_in_the_middle_of_sending_its_letter_PV_13(client, sign, mailoutbox, monkeypatch):
    row, send = sign(ANNA), delivery.Mailer.send

    def send_slowly(mailer, message) -> None:
        move_back(row, days=15)
        erasure.forget_expired()
        send(mailer, message)

    monkeypatch.setattr(delivery.Mailer, "send", send_slowly)
    assert (outbox.pay(), Signature.objects.count(), Letter.objects.get().outcome) == (0, 0, "dropped")
    link = re.search(r"/en/petition/confirm/[^/]+/", mailoutbox[0].body).group()
    assert (client.post(link).status_code, Signature.objects.count()) == (404, 0)
    assert [digest for digest in (row.email_digest, bytes(row.sealed).hex()) if digest in everything_written()] == []


def test_who_confirmed_in_time_is_not_deleted_after_fourteen_days(confirmed):
    move_back(confirmed(), days=15)
    assert erasure.forget_expired() == NOTHING


# --- confirmed ------------------------------------------------------------------------------------------------------


def test_thirty_days_after_confirming_name_and_address_are_forgotten(sign):
    row = states.confirmed_days_ago(sign, ANNA, days=30.001)
    kept = (row.email_digest, row.country, row.language, row.petition_wording_id, row.consent_wording_id)
    assert erasure.forget_expired() == forgotten(confirmed=1)
    row.refresh_from_db()
    assert (row.sealed, row.mailbox_digest, row.created_at, row.asked_at, row.answered_at) == (
        None,
        "",
        None,
        None,
        None,
    )
    assert (row.email_digest, row.country, row.language, row.petition_wording_id, row.consent_wording_id) == kept


def test_a_day_before_they_are_not(sign):
    states.confirmed_days_ago(sign, ANNA, days=29)
    assert erasure.forget_expired() == NOTHING


def test_who_chose_news_is_remembered(confirmed):
    move_back(confirmed(news=True), days=31)
    assert erasure.forget_expired() == NOTHING


def test_a_signature_that_was_set_aside_is_forgotten_like_any_other(sign):
    row = move_back(states.held(sign, ANNA), days=31)
    assert erasure.forget_expired() == forgotten(confirmed=1)
    row.refresh_from_db()
    assert (row.sealed, row.held_reason) == (None, "pattern")


def test_how_long_we_remember_is_a_setting(sign, monkeypatch):
    monkeypatch.setattr(settings, "FORGET_CONFIRMED_AFTER_DAYS", 3)
    states.confirmed_days_ago(sign, ANNA, days=4)
    assert erasure.forget_expired() == forgotten(confirmed=1)


def test_forgetting_moves_nobody_out_of_the_count(petition, sign):
    states.forgotten(sign, ANNA)
    counting.refresh()
    assert (counting.confirmed(petition.pk), counting.check(petition)) == (1, {})


@pytest.mark.parametrize(
    "moment",
    ["2026-01-14T22:59:59.9", "2026-01-14T23:00:00", "2026-07-14T21:59:59.9", "2026-07-14T22:00:00",
     "2026-03-28T23:00:00", "2026-03-29T21:59:59", "2026-10-24T22:00:00", "2026-10-25T22:59:59"],
)  # fmt: skip
def test_a_forgotten_signature_keeps_its_brussels_day_and_loses_its_hour(petition, confirmed, moment):
    row = confirmed()
    confirmed_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    Signature.objects.update(confirmed_at=confirmed_at)
    erasure._empty(Signature.objects.all())
    row.refresh_from_db()
    assert counting.day_of(row.confirmed_at) == counting.day_of(confirmed_at)
    assert row.confirmed_at.astimezone(UTC).time().isoformat() == "00:00:00"


def test_a_forgotten_address_still_counts_only_once(petition, sign):
    row = states.forgotten(sign, ANNA)
    assert signing.confirm(sign(ANNA).pk).pk == row.pk
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


# --- the end of a petition ------------------------------------------------------------------------------------------


def test_a_petition_that_everybody_has_left_is_final_too_once_all_is_forgotten(petition, confirmed):
    row = confirmed()
    counting.refresh()
    signing.withdraw(row.pk)
    close(petition, hours=1)
    Petition.objects.update(forget_at=timezone.now())
    erasure.forget_expired()
    assert (counting.confirmed(petition.pk), petition.tallies.filter(frozen_at=None).count()) == (0, 0)


def test_a_day_after_closing_the_number_is_final(petition, confirmed):
    row, _ = confirmed(ANNA), confirmed("bela@example.org")
    close(petition, hours=24, seconds=1)
    erasure.forget_expired()
    assert Tally.objects.filter(frozen_at=None).count() == 0
    signing.withdraw(row.pk)
    counting.refresh()
    erasure.forget_expired()
    assert counting.confirmed(petition.pk) == 2


def test_within_a_day_after_closing_the_number_still_moves(petition, confirmed):
    row = confirmed()
    counting.refresh()
    close(petition, hours=23)
    erasure.forget_expired()
    signing.withdraw(row.pk)
    counting.refresh()
    assert counting.confirmed(petition.pk) == 0


def test_when_its_time_comes_a_petition_keeps_its_numbers_and_nobody(petition, sign):
    for number, state in enumerate((states.pending, states.confirmed, states.held, states.forgotten)):
        state(sign, f"person{number}@example.org")
    sign("news@example.org", news=True)
    Letter.objects.all().delete()
    end(petition)
    assert erasure.forget_expired() == forgotten(petition=5)
    assert (Signature.objects.count(), counting.confirmed(petition.pk)) == (0, 2)


def test_after_that_no_code_of_any_address_is_left(petition, sign):
    row = states.confirmed(sign, ANNA)
    states.suppressed(sign, "bela@example.org")
    outbox.pay()
    digests = [row.email_digest, row.mailbox_digest, Suppression.objects.get().mailbox_digest]
    end(petition)
    for letter in Letter.objects.all():
        move_back(letter, days=2)
    erasure.forget_expired()
    outbox.drop_skeletons()
    written = everything_written()
    assert [digest for digest in digests if digest in written] == []


def test_a_mailbox_that_said_not_me_is_kept_until_the_petition_closes(petition, sign):
    states.suppressed(sign, ANNA)
    assert erasure.forget_expired() == NOTHING
    close(petition, seconds=1)
    assert erasure.forget_expired() == forgotten(suppressed=1)


def test_running_the_rules_twice_finds_nothing_the_second_time(petition, sign):
    states.confirmed_days_ago(sign, ANNA, days=31)
    move_back(sign("bela@example.org"), days=15)
    assert erasure.forget_expired() == forgotten(unconfirmed=1, confirmed=1)
    end(petition)
    assert erasure.forget_expired() == forgotten(petition=1)
    assert erasure.forget_expired() == NOTHING


def test_a_dry_run_reaches_the_same_rows_and_changes_none(petition, sign):
    states.confirmed_days_ago(sign, ANNA, days=31)
    move_back(sign("bela@example.org"), days=15)
    before = everything_written()
    reached = {rule: rows.count() for rule, rows in erasure.expired().items()}
    assert everything_written() == before
    assert erasure.forget_expired() == reached == forgotten(unconfirmed=1, confirmed=1)


def test_many_rows_go_in_short_transactions(petition, sign):
    for number in range(7):
        move_back(sign(f"person{number}@example.org"), days=15)
    chunks = []
    expired = erasure.expired()["unconfirmed"]
    act = lambda rows: (chunks.append(rows.count()), erasure._delete(rows))  # noqa: E731
    assert erasure._in_chunks(expired, act, by="asked_at", size=3) == 7
    assert chunks == [3, 3, 1]


# --- one person, everywhere -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_a_person_who_asks_is_erased_everywhere_whatever_we_held(petition, sign, state):
    row = state(sign, ANNA)
    digests = [row.email_digest, row.mailbox_digest] if row else []
    erasure.forget_address("ANNA+any@example.org")
    written = everything_written()
    assert (Signature.objects.count(), Suppression.objects.count()) == (0, 0)
    assert [digest for digest in digests if digest and digest in written] == []
    assert Letter.objects.filter(closed_at=None).exclude(kind__in=["withdrawn", "kept"]).count() == 0


def test_erasing_a_person_lowers_the_count_and_says_how_many_rows_went(petition, confirmed):
    confirmed(ANNA)
    confirmed("bela@example.org")
    counting.refresh()
    assert [erasure.forget_address(ANNA), erasure.forget_address(ANNA)] == [1, 0]
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


def test_a_person_is_erased_under_every_petition(petition, confirmed):
    confirmed(ANNA)
    first = Signature.objects.values().get()
    other = Petition.objects.create(slug="other", closes_at=petition.closes_at, forget_at=petition.forget_at)
    Signature.objects.create(**first | {"id": None, "petition_id": other.pk})
    assert erasure.forget_address(ANNA) == 2


def test_an_unknown_address_is_no_error(db):
    assert erasure.forget_address("nobody@example.org") == 0


def test_every_moment_in_our_tables_has_a_time_zone(petition, sign):
    states.confirmed(sign, ANNA)
    moments = [
        getattr(row, field.name)
        for row in [Signature.objects.get(), *Letter.objects.all()]
        for field in row._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    ]
    assert {timezone.is_aware(moment) for moment in moments if moment} == {True}
    assert max(moment for moment in moments if moment) - timezone.now() < timedelta(seconds=5)


def test_erasing_a_person_takes_letters_along_that_were_asked_for_without_any_row(petition):
    signing.ask_again(petition, ANNA, language="en")
    assert erasure.forget_address(ANNA) == 0
    letter = Letter.objects.get()
    assert (letter.outcome, letter.sealed_to, letter.mailbox_digest) == ("dropped", None, "")
