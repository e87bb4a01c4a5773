"""What a debt becomes: which letter, or nothing. Decided where no visitor can watch, and never too often."""

import pytest

from petitions import outbox, signing
from petitions.models import Letter, Signature
from tests import states
from tests.past import close, move_back

ANNA = "anna@example.org"
CONFIRM, ALREADY = "Please confirm your signature", "Your signature is already there"
VICTIM = ("anna@gmail.com", "a.n.n.a@gmail.com", "anna+1@gmail.com", "ANNA@googlemail.com", "an.na+x@googlemail.com")


@pytest.fixture
def subjects(mailoutbox):
    """Pay, and say which letters that sent."""

    def act() -> list[str]:
        mailoutbox.clear()
        outbox.pay()
        return [message.subject for message in mailoutbox]

    return act


def reasons() -> list[str]:
    """Why letters were dropped, in the order in which they were owed."""
    return list(Letter.objects.filter(outcome="dropped").order_by("id").values_list("error_class", flat=True))


def wait(row: Signature, **ago: float) -> None:
    """Time goes by for this person and for every letter."""
    move_back(row, **ago)
    for letter in Letter.objects.all():
        move_back(letter, **ago)


def silence() -> None:
    """Close what a state's own way has left owed; forget what it has granted."""
    Letter.objects.all().delete()


def spend_the_budget(sign, subjects) -> Signature:
    """Three letters to Anna, minutes apart."""
    for _ in range(3):
        row = sign(ANNA)
        assert subjects() == [CONFIRM]
        wait(row, minutes=2)
    return row


# --- which letter ---------------------------------------------------------------------------------------------------


def test_a_person_who_waits_gets_the_confirmation(sign, subjects):
    sign()
    assert subjects() == [CONFIRM]


@pytest.mark.parametrize("state", [states.confirmed, states.held], ids=lambda state: state.__name__)
def test_a_person_who_has_confirmed_is_told_that_the_signature_is_there(sign, subjects, state):
    state(sign, ANNA)
    silence()
    sign(ANNA)
    assert subjects() == [ALREADY]


def test_a_forgotten_person_is_answered_at_the_address_that_was_typed(sign, subjects, mailoutbox):
    states.forgotten(sign, ANNA)
    silence()
    sign("Anna+new@example.org")
    assert (subjects(), [message.to for message in mailoutbox]) == ([ALREADY], [["Anna+new@example.org"]])


def test_a_forgotten_person_who_asks_again_is_answered_too(petition, sign, subjects, mailoutbox):
    states.forgotten(sign, ANNA)
    silence()
    signing.ask_again(petition, ANNA, language="en")
    assert (subjects(), [message.to for message in mailoutbox]) == ([ALREADY], [[ANNA]])


def test_the_answer_goes_to_the_signature_s_own_address_not_to_the_one_that_was_typed(sign, subjects, mailoutbox):
    states.confirmed(sign, ANNA)
    silence()
    sign("anna+somebody@example.org")
    assert (subjects(), [message.to for message in mailoutbox]) == ([ALREADY], [[ANNA]])


def test_a_letter_speaks_the_language_of_the_signature(petition, sign, subjects):
    sign(language="de")
    signing.ask_again(petition, ANNA, language="en")
    assert subjects() == ["Bitte bestätigen Sie Ihre Unterschrift"]


# --- nothing --------------------------------------------------------------------------------------------------------


def test_who_confirms_meanwhile_gets_no_second_letter(sign, subjects):
    row = sign()
    signing.confirm(row.pk)
    assert (subjects(), reasons()) == (["Your signature is confirmed"], ["confirmed"])


def test_an_unknown_address_gets_nothing(petition, subjects):
    signing.ask_again(petition, ANNA, language="en")
    assert (subjects(), reasons()) == ([], ["gone"])


def test_who_was_deleted_meanwhile_gets_nothing(sign, subjects):
    sign()
    Signature.objects.all().delete()
    assert (subjects(), reasons()) == ([], ["gone"])


def test_who_presses_again_within_a_minute_gets_one_letter(sign, subjects):
    sign(), sign(), sign()
    assert (subjects(), reasons()) == ([CONFIRM], ["answered", "answered"])


def test_who_presses_again_after_a_minute_gets_another_letter(sign, subjects):
    row = sign()
    assert subjects() == [CONFIRM]
    wait(row, seconds=61)
    sign()
    assert subjects() == [CONFIRM]


def test_who_presses_again_after_59_seconds_gets_none(sign, subjects):
    row = sign()
    subjects()
    wait(row, seconds=50)
    sign()
    assert (subjects(), reasons()) == ([], ["answered"])


def test_three_letters_a_day_reach_one_mailbox_however_it_is_spelled(sign, subjects):
    sent = []
    for spelling in VICTIM * 2:
        row = sign(spelling)
        sent += subjects()
        wait(row, minutes=2)
    assert (sent, set(reasons())) == ([CONFIRM] * 3, {"budget"})


def test_dots_make_no_second_mailbox_at_any_provider(sign, subjects):
    for spelling in ("ab.c@example.org", "a.bc@example.org", "a.b.c@example.org", "abc@example.org"):
        sign(spelling)
    assert (subjects(), reasons()) == ([CONFIRM] * 3, ["budget"])


def test_the_next_day_the_mailbox_has_room_again(sign, subjects):
    spend_the_budget(sign, subjects)
    row = sign()
    assert (subjects(), reasons()) == ([], ["budget"])
    wait(row, hours=24)
    sign()
    assert subjects() == [CONFIRM]


def test_letters_that_could_not_be_delivered_leave_the_mailbox_its_budget(sign, subjects):
    spend_the_budget(sign, subjects)
    Letter.objects.filter(outcome="sent").update(outcome="failed")
    sign()
    assert subjects() == [CONFIRM]


def test_letters_that_a_person_asks_for_from_inside_a_letter_do_not_count(sign, subjects):
    signing.confirm(spend_the_budget(sign, subjects).pk)
    assert subjects() == ["Your signature is confirmed"]
    signing.withdraw(Signature.objects.get().pk)
    assert subjects() == ["Your signature is withdrawn"]


def test_a_retry_of_a_granted_letter_takes_no_second_place_in_the_budget(sign, subjects, monkeypatch):
    row = sign()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "settle", lambda *args, **kwargs: False)
        subjects()
    for _ in range(2):
        wait(row, minutes=3)
        sign()
        assert CONFIRM in subjects()
    assert Letter.objects.exclude(granted_at=None).count() == 3


def test_after_six_letters_without_an_answer_the_row_is_left_to_expire(sign, subjects):
    row = sign()
    for number in range(8):
        assert subjects() == ([CONFIRM] if number < 6 else [])
        wait(row, hours=9)
        sign()
    row.refresh_from_db()
    assert (row.unanswered, set(reasons())) == (6, {"unanswered"})


def test_a_mailbox_that_said_not_me_stays_silent(sign, subjects):
    states.suppressed(sign, ANNA)
    sign(ANNA)
    assert (subjects(), reasons()) == ([], ["not-me", "suppressed"])


def test_after_closing_nobody_is_asked_to_confirm(petition, sign, subjects):
    sign()
    close(petition, seconds=1)
    assert (subjects(), reasons()) == ([], ["closed"])


def test_after_closing_a_confirmed_person_still_finds_the_way_to_leave(petition, sign, subjects):
    states.confirmed(sign, ANNA)
    silence()
    close(petition, days=1)
    signing.ask_again(petition, ANNA, language="en")
    assert subjects() == [ALREADY]


def test_a_receipt_that_waited_until_its_owner_was_forgotten_is_not_sent(sign, subjects):
    states.forgotten(sign, ANNA)
    Letter.objects.exclude(kind="receipt").delete()
    Letter.objects.update(created_at=Letter.objects.get().due_at)
    assert (subjects(), reasons()) == ([], ["forgotten"])


def test_what_is_dropped_keeps_no_address(sign, subjects):
    sign(), sign()
    subjects()
    assert Letter.objects.exclude(sealed_to=None).count() == 0


def test_a_letter_asked_for_on_a_page_of_another_language_speaks_that_of_the_signature(petition, sign, subjects):
    sign(language="de")
    silence()
    signing.ask_again(petition, ANNA, language="en")
    assert subjects() == ["Bitte bestätigen Sie Ihre Unterschrift"]
