"""Pressing Sign again: what may still change, what may not, and for how long a row waits."""

import pytest

from petitions import erasure, outbox, signing, vault
from petitions.models import Letter, Signature
from tests import states
from tests.past import move_back

ANNA = "anna@example.org"
AFTER_CONFIRMING = (states.confirmed, states.held, states.forgotten)


def kept_of(row: Signature) -> dict[str, object]:
    """Everything in the row that is its owner's, readable where it can be read."""
    row.refresh_from_db()
    person = vault.unseal(row.sealed) if row.sealed else None
    fields = ("country", "language", "petition_wording_id", "consent_wording_id", "news_wording_id", "mailbox_digest")
    return {"person": person} | {name: getattr(row, name) for name in fields}


def test_while_a_row_waits_its_owner_may_correct_everything(sign):
    row = sign(ANNA, name="Ana", country="DE", language="de", news=True)
    sign("Anna+2@example.org", name="Anna", country="FR", language="en", news=False)
    now = kept_of(row)
    assert (now["person"], now["country"], now["language"], now["news_wording_id"]) == (
        ("Anna", "Anna+2@example.org"), "FR", "en", None,
    )  # fmt: skip


def test_the_words_of_the_last_press_are_the_words_that_were_agreed_to(sign):
    row = sign(ANNA, language="de")
    before = kept_of(row)
    sign(ANNA, language="en")
    after = kept_of(row)
    words = ("petition_wording_id", "consent_wording_id")
    assert [before[name] == after[name] for name in words] == [False, False]


@pytest.mark.parametrize("state", AFTER_CONFIRMING, ids=lambda state: state.__name__)
def test_once_confirmed_nobody_else_can_change_anything_by_typing_the_address(sign, state):
    row = state(sign, ANNA)
    before = kept_of(row)
    sign("Anna+other@example.org", name="Somebody Else", country="FR", language="de", news=True)
    assert kept_of(row) == before


@pytest.mark.parametrize("state", AFTER_CONFIRMING, ids=lambda state: state.__name__)
def test_typing_the_address_again_moves_no_signature_out_of_the_count_or_into_it(sign, state):
    row = state(sign, ANNA)
    before = (row.confirmed_at, row.held_at, row.held_reason, row.forgotten_at)
    sign(ANNA)
    row.refresh_from_db()
    assert (row.confirmed_at, row.held_at, row.held_reason, row.forgotten_at) == before


def test_a_press_gives_a_waiting_row_fourteen_more_days(sign):
    row = move_back(sign(ANNA), days=13)
    asked_at = row.asked_at
    sign(ANNA)
    row.refresh_from_db()
    assert row.asked_at > asked_at


def test_a_row_that_had_six_letters_without_an_answer_gets_no_more_days(sign):
    row = move_back(sign(ANNA), days=13)
    Signature.objects.filter(pk=row.pk).update(unanswered=6)
    asked_at = row.asked_at
    sign(ANNA)
    row.refresh_from_db()
    assert row.asked_at == asked_at


def test_a_forgotten_row_does_not_remember_that_somebody_pressed_again(sign):
    row = states.forgotten(sign, ANNA)
    sign(ANNA)
    row.refresh_from_db()
    assert (row.asked_at, row.created_at, row.sealed, row.mailbox_digest) == (None, None, None, "")


def test_a_row_keeps_the_day_on_which_it_was_made(sign):
    row = move_back(sign(ANNA), days=3)
    created_at = row.created_at
    sign(ANNA)
    row.refresh_from_db()
    assert row.created_at == created_at


def test_asking_again_changes_no_row_and_owes_one_letter(petition, sign):
    row = sign(ANNA)
    before = Signature.objects.values().get()
    signing.ask_again(petition, "ANNA@example.org", language="de")
    assert Signature.objects.values().get() == before
    assert list(Letter.objects.order_by("id").values_list("signature_id", flat=True)) == [row.pk, row.pk]


def test_asking_again_for_an_unknown_address_owes_a_letter_that_nobody_gets(petition, mailoutbox):
    signing.ask_again(petition, ANNA, language="en")
    outbox.pay()
    letter = Letter.objects.get()
    assert (mailoutbox, letter.outcome, letter.error_class, letter.sealed_to) == ([], "dropped", "gone", None)
    assert Signature.objects.count() == 0


def test_a_letter_asked_for_on_the_last_day_gives_its_link_the_fourteen_days_it_promises(petition, sign, mailoutbox):
    row = move_back(sign(ANNA), days=13, hours=23)
    Letter.objects.update(closed_at=row.asked_at, outcome="sent", sealed_to=None)
    signing.ask_again(petition, ANNA, language="en")
    assert outbox.pay() == 1
    move_back(row, days=13)
    erasure.forget_expired()
    assert Signature.objects.filter(pk=row.pk).exists()
