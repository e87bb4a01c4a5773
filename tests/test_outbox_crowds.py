"""Several payers at once: each letter is held by one, and sent by one."""

import pytest

from petitions import outbox, reminders
from petitions.models import Letter, Signature
from tests.crowd import at_once
from tests.past import move_back

pytestmark = pytest.mark.django_db(transaction=True)


def claim_everything() -> list[list[int]]:
    batches = []
    while batch := outbox.claim():
        batches.append([letter.pk for letter in batch])
    return batches


def test_two_payers_never_hold_the_same_letter(sign):
    for number in range(120):
        sign(f"person{number}@example.org")
    batches = [batch for claimed in at_once(6, lambda _: claim_everything()) for batch in claimed]
    held = [number for batch in batches for number in batch]
    assert (len(held), len(set(held)), max(map(len, batches))) == (120, 120, 20)


def test_six_payers_at_once_send_each_letter_once(sign, mailoutbox):
    for number in range(60):
        sign(f"person{number}@example.org")
    assert sum(at_once(6, lambda _: outbox.pay())) == 60
    assert len(mailoutbox) == len({message.to[0] for message in mailoutbox}) == 60
    assert set(Letter.objects.values_list("outcome", "attempts")) == {("sent", 1)}


@pytest.fixture
def one_letter_each(monkeypatch):
    """Every payer takes one letter at a time, so that they meet at the same person."""
    monkeypatch.setattr(outbox, "BATCH", 1)


def test_workers_that_answer_one_person_at_once_answer_once(sign, mailoutbox, one_letter_each):
    for _ in range(8):
        sign("anna@example.org")
    at_once(8, lambda _: outbox.pay())
    assert len(mailoutbox) == 1


def test_workers_that_meet_at_one_mailbox_keep_its_budget(sign, mailoutbox, one_letter_each):
    for dots in ("anna", "a.nna", "an.na", "ann.a", "a.n.na", "a.n.n.a", "an.n.a", "a.nn.a"):
        sign(f"{dots}@example.org")
    at_once(8, lambda _: outbox.pay())
    assert len(mailoutbox) == 3


def test_a_person_is_reminded_once_however_many_remind_at_once(sign):
    sign("anna@example.org")
    outbox.pay()
    move_back(Signature.objects.get(), hours=49)
    assert sum(at_once(6, lambda _: reminders.owe_reminders())) == 1
    assert Letter.objects.filter(kind="reminder").count() == 1


def test_six_payers_at_once_keep_the_budget_of_the_site_to_the_letter_EM_11(sign, mailoutbox, settings):
    settings.LETTERS_PER_HOUR = 47
    for number in range(120):
        sign(f"person{number}@example.org")
    assert sum(at_once(6, lambda _: outbox.pay())) == len(mailoutbox) == 47
    assert Letter.objects.filter(closed_at=None, attempts=0, leased_until=None).count() == 73
