"""The debt of letters: nothing owed is lost, nothing is sent twice without need, and nothing is kept for long."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from petitions import clock, outbox, reminders, signing, vault
from petitions.models import Letter, Mailing, Signature
from tests import states

ANNA = "anna@example.org"


class Crash(BaseException):
    """The worker dies here."""


def die(*args: object, **kwargs: object) -> None:
    raise Crash


@pytest.fixture
def owe(sign):
    """Owe letters to that many people, each waiting for confirmation."""

    def act(people: int) -> list[Letter]:
        for number in range(people):
            sign(f"person{number}@example.org")
        return list(Letter.objects.order_by("id"))

    return act


def make_due() -> None:
    Letter.objects.filter(closed_at=None).update(due_at=clock.now() - timedelta(seconds=1))


def end_leases() -> None:
    Letter.objects.update(leased_until=clock.now() - timedelta(seconds=1))


def goodbye(sign) -> Letter:
    states.withdrawn(sign, ANNA)
    return Letter.objects.get(kind="withdrawn")


# --- owing ----------------------------------------------------------------------------------------------------------


def test_a_receipt_owed_twice_is_owed_once(confirmed):
    row = confirmed()
    outbox.owe_receipt(row)
    assert Letter.objects.filter(kind="receipt", signature_id=row.pk).count() == 1


def test_a_debt_holds_no_readable_address_and_no_text(owe):
    letter = owe(1)[0]
    assert (letter.language, bytes(letter.sealed_to)[:2]) == ("en", bytes([vault.VERSION, 1]))
    assert b"example" not in bytes(letter.sealed_to)


def test_the_database_refuses_a_closed_letter_that_still_holds_an_address(owe):
    letter = owe(1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(closed_at=clock.now(), outcome="sent")


def test_the_database_refuses_a_closed_letter_without_an_outcome(owe):
    letter = owe(1)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(closed_at=clock.now(), sealed_to=None)


# --- claiming -------------------------------------------------------------------------------------------------------


def test_a_claim_takes_twenty_letters_and_counts_the_attempt_before_anything_is_sent(owe):
    owe(25)
    batch = outbox.claim()
    assert (len(batch), {letter.attempts for letter in batch}) == (20, {1})
    assert Letter.objects.filter(attempts=1, leased_until__gt=clock.now()).count() == 20


def test_a_letter_that_one_payer_holds_is_not_taken_by_another(owe):
    owe(25)
    first, second, third = outbox.claim(), outbox.claim(), outbox.claim()
    assert (len(first), len(second), third) == (20, 5, [])
    assert {letter.pk for letter in first} & {letter.pk for letter in second} == set()


def test_a_lease_that_ran_out_is_free_again(owe):
    owe(1)
    outbox.claim()
    end_leases()
    assert [letter.attempts for letter in outbox.claim()] == [2]


def test_a_lease_is_longer_than_the_longest_talk_with_the_mail_server():
    assert settings.EMAIL_TIMEOUT * 2 < outbox.LEASE_SECONDS


def test_nothing_is_claimed_before_it_is_due_or_after_it_is_closed(owe):
    later, closed, due = owe(3)
    Letter.objects.filter(pk=later.pk).update(due_at=clock.now() + timedelta(minutes=1))
    Letter.objects.filter(pk=closed.pk).update(closed_at=clock.now(), outcome="sent", sealed_to=None)
    assert [letter.pk for letter in outbox.claim()] == [due.pk]


def test_who_has_waited_longest_is_served_first(owe):
    letters = owe(21)
    newest = letters[0]
    Letter.objects.exclude(pk=newest.pk).update(due_at=F("due_at") - timedelta(minutes=1))
    assert newest.pk not in {letter.pk for letter in outbox.claim()}


def a_mailing_to(readers: int, petition) -> None:
    """So many letters of a message to everybody that have been due for hours, as after a night without mail server."""
    mailing = Mailing.objects.create(petition=petition, milestone=100, countries=1, what_next={}, by="test", letters=0)
    due = clock.now() - timedelta(hours=5)
    about = {"kind": "milestone", "petition": petition, "language": "en", "mailing": mailing, "due_at": due}
    outbox.owe([Letter(**about, key=f"milestone:{number}", created_at=due) for number in range(readers)])


def test_a_confirmation_goes_before_every_letter_of_a_mailing_however_long_those_have_waited(petition, sign):
    a_mailing_to(60, petition)
    for number in range(3):
        sign(f"person{number}@example.org")
    batches = [outbox.claim() for _ in range(4)]
    kinds = [{letter.kind for letter in batch} for batch in batches]
    assert (kinds, [len(batch) for batch in batches]) == ([{"reply"}] + [{"milestone"}] * 3, [3, 20, 20, 20])


def test_who_signs_while_a_mailing_goes_out_waits_for_one_batch_of_it_at_most(petition, sign, monkeypatch):
    a_mailing_to(60, petition)
    claim, claimed = outbox.claim, []

    def watching():
        claimed.append(claim())
        if len(claimed) == 1:
            sign()
        return claimed[-1]

    monkeypatch.setattr(outbox, "claim", watching)
    outbox.pay()
    assert [batch[0].kind for batch in claimed if batch] == ["milestone", "reply", "milestone", "milestone"]


def test_a_payer_does_not_look_again_at_once_for_who_signs_meanwhile_they_have_a_hint_of_their_own(sign, monkeypatch):
    write = outbox.replies.write

    def written_while_somebody_signs(letter):
        sign(f"person{letter.pk}@example.org")
        return write(letter)

    sign()
    monkeypatch.setattr(outbox.replies, "write", written_while_somebody_signs)
    assert [outbox.pay() for _ in range(3)] == [1, 1, 1]


def test_a_payer_looks_again_for_whatever_was_due_before_it_claimed(owe, monkeypatch):
    monkeypatch.setattr(outbox, "_lease", lambda claimer, room: outbox._take(claimer, "", 2))
    owe(5)
    assert (outbox.pay(), Letter.objects.filter(closed_at=None).count()) == (5, 0)


def test_a_confirmation_is_found_behind_a_mailing_without_reading_it(petition, sign):
    a_mailing_to(300, petition)
    sign()
    only = outbox._CLAIM.format(now="now()", later="now()", only=outbox._BUT_MAILINGS, batch=20, skip_locked="")
    if connection.vendor != "postgresql":
        only = only.replace("now()", "'2099'")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE petitions_letter")  # else the plan hangs on whatever was known of earlier tests' rows
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN'} {only}", ["me"])
        plan = str(cursor.fetchall())
    assert "letter_open_first" in plan, plan


# --- paying ---------------------------------------------------------------------------------------------------------


def test_every_debt_is_paid_once(owe, mailoutbox):
    owe(45)
    assert (outbox.pay(), outbox.pay()) == (45, 0)
    assert len({message.to[0] for message in mailoutbox}) == len(mailoutbox) == 45


def test_a_paid_letter_is_closed_and_its_address_is_gone(owe):
    letter = owe(1)[0]
    outbox.pay()
    letter.refresh_from_db()
    assert (letter.outcome, letter.sealed_to, letter.leased_until, letter.error_class) == ("sent", None, None, "")
    assert letter.closed_at is not None


def test_each_letter_is_settled_before_the_next_one_is_sent(owe, monkeypatch):
    owe(3)
    settled_before = []
    write = outbox.replies.write

    def watching(letter):
        settled_before.append(Letter.objects.exclude(closed_at=None).count())
        return write(letter)

    monkeypatch.setattr(outbox.replies, "write", watching)
    outbox.pay()
    assert settled_before == [0, 1, 2]


def test_a_letter_that_cannot_be_written_fails_after_eight_attempts_and_the_others_flow(confirmed, mailoutbox):
    broken, *others = [confirmed(f"person{number}@example.org") for number in range(4)]
    Letter.objects.filter(kind="reply").delete()
    Signature.objects.filter(pk=broken.pk).update(country="??")  # no country of that name: the receipt can't be written
    sent = []
    for _ in range(9):
        make_due()
        sent.append(outbox.pay())
    letter = Letter.objects.get(signature_id=broken.pk)
    assert (sent, letter.outcome, letter.attempts, letter.error_class) == ([3] + [0] * 8, "failed", 8, "KeyError")
    assert len(mailoutbox) == len(others)


def test_a_damaged_address_stops_nobody_else(owe, mailoutbox):
    first = owe(3)[0]
    Signature.objects.filter(pk=first.signature_id).update(sealed=b"\x01\x01damaged")
    assert outbox.pay() == 2


def test_without_the_private_key_no_letter_uses_up_an_attempt(owe, monkeypatch):
    owe(2)
    monkeypatch.setattr(settings, "VAULT_PRIVATE_KEY", "")
    for _ in range(9):
        with pytest.raises(vault.CannotOpen):
            outbox.pay()
    assert set(Letter.objects.values_list("attempts", "closed_at")) == {(0, None)}


def test_only_letters_that_ask_for_an_answer_count_as_unanswered(sign):
    row = sign()
    outbox.pay()
    row.refresh_from_db()
    assert row.unanswered == 1
    signing.confirm(row.pk)
    outbox.pay()
    row.refresh_from_db()
    assert row.unanswered == 1


# --- crashes --------------------------------------------------------------------------------------------------------


def debts_of_every_kind(sign) -> None:
    """One letter of each kind, each to another person."""
    sign("waiting@example.org")
    states.confirmed(sign, "already@example.org")  # its reply turns into nothing, a press after it into already-signed
    sign("already@example.org")
    row = sign("slow@example.org")
    reminders._owe_reminder(row)
    goodbye(sign)


def test_a_copy_sent_after_a_crash_is_the_same_bytes_for_every_kind_of_letter(sign, mailoutbox, monkeypatch):
    debts_of_every_kind(sign)
    settle = outbox.settle

    def dies_before_the_record(letter, outcome, **kwargs):
        return False if outcome == "sent" else settle(letter, outcome, **kwargs)

    monkeypatch.setattr(outbox, "settle", dies_before_the_record)
    outbox.pay()
    end_leases()
    first = [message.message().as_bytes() for message in mailoutbox]
    monkeypatch.setattr(outbox, "settle", settle)
    mailoutbox.clear()
    assert outbox.pay() == len(first) == 6
    assert [message.message().as_bytes() for message in mailoutbox] == first


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_after_sending_leaves_the_letter_owed(owe, mailoutbox, monkeypatch):
    owe(3)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "settle", die)
        with pytest.raises(Crash):
            outbox.pay()
    assert (len(mailoutbox), Letter.objects.filter(closed_at=None).count()) == (1, 3)
    end_leases()
    assert outbox.pay() == 3
    assert sorted(message.to[0] for message in mailoutbox).count(mailoutbox[0].to[0]) == 2


def test_a_payer_whose_lease_was_taken_settles_nothing(owe):
    owe(1)
    zombie = outbox.claim()[0]
    end_leases()
    owner = outbox.claim()[0]
    assert outbox.settle(zombie, "failed") is False
    outbox.postpone(zombie, error_class="late")
    outbox.give_back(zombie, seconds=1)
    row = Letter.objects.get()
    assert (row.closed_at, row.attempts, row.leased_by, row.error_class) == (None, 2, owner.leased_by, "")
    assert outbox.settle(owner, "sent") is True


def test_a_zombie_does_not_count_a_letter_as_unanswered_that_another_has_sent(sign):
    row = sign()
    zombie = outbox.claim()[0]
    end_leases()
    outbox.pay()
    outbox.settle(zombie, "sent")
    row.refresh_from_db()
    assert row.unanswered == 1


def test_settling_twice_changes_nothing_the_second_time(owe):
    owe(1)
    letter = outbox.claim()[0]
    assert (outbox.settle(letter, "sent"), outbox.settle(letter, "failed")) == (True, False)
    assert Letter.objects.get().outcome == "sent"
