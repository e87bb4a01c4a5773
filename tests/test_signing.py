"""The supporter's verbs, as promises to supporters."""

from petitions import counting, outbox, signing
from petitions.models import Letter, Signature


def test_a_signature_counts_only_after_its_owner_presses_confirm(petition, sign):
    signature = sign()
    counting.refresh()
    assert counting.confirmed(petition.pk) == 0
    signing.confirm(signature.pk)
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


def test_signing_twice_keeps_one_row_and_owes_a_letter_each_time(sign):
    first, second = sign("Anna@example.org"), sign("anna+again@example.org")
    assert first.pk == second.pk
    assert Letter.objects.filter(signature_id=first.pk, kind="reply").count() == 2


def test_a_confirmed_person_gets_one_letter_however_often_somebody_types_the_address(sign, mailoutbox):
    for _ in range(5):
        sign()
    assert outbox.pay() == 1
    assert [message.to for message in mailoutbox] == [["anna@example.org"]]


def test_withdrawing_deletes_the_row_and_lowers_the_count(petition, confirmed, mailoutbox):
    signature = confirmed()
    counting.refresh()
    signing.withdraw(signature.pk)
    counting.refresh()
    assert (Signature.objects.count(), counting.confirmed(petition.pk)) == (0, 0)
    outbox.pay()
    assert [message.subject for message in mailoutbox] == ["Your signature is withdrawn"]
