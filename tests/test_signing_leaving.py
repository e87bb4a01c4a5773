"""Confirming and leaving: once or ten times the same, and nothing is left of who leaves."""

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import counting, news_list, outbox, signing
from petitions.models import Letter, Petition, Signature, Subscriber, Suppression
from tests import states
from tests.past import close

ANNA = "anna@example.org"


def counted(petition: Petition) -> int:
    counting.refresh()
    return counting.confirmed(petition.pk)


def kinds() -> list[str]:
    return list(Letter.objects.filter(closed_at=None).order_by("id").values_list("kind", flat=True))


def test_pressing_confirm_ten_times_counts_once_and_owes_one_receipt(petition, sign):
    row = sign()
    moments = {signing.confirm(row.pk).confirmed_at for _ in range(10)}
    assert (len(moments), counted(petition), kinds()) == (1, 1, ["reply", "receipt"])


def test_confirming_a_row_that_was_withdrawn_says_that_it_is_gone(confirmed):
    row = confirmed()
    signing.withdraw(row.pk)
    with pytest.raises(signing.Gone):
        signing.confirm(row.pk)


def test_a_link_pressed_within_a_day_after_closing_still_counts(petition, sign):
    row = sign()
    close(petition, hours=23)
    signing.confirm(row.pk)
    assert counted(petition) == 1


def test_a_link_pressed_later_than_a_day_after_closing_no_longer_counts(petition, sign):
    row = sign()
    close(petition, hours=24, seconds=1)
    with pytest.raises(signing.TooLate):
        signing.confirm(row.pk)
    assert (counted(petition), kinds()) == (0, ["reply"])


def test_who_has_confirmed_is_told_so_for_ever_not_that_it_is_too_late(petition, confirmed):
    row = confirmed()
    close(petition, days=30)
    assert signing.confirm(row.pk).confirmed_at == row.confirmed_at


def test_withdrawing_deletes_the_row_and_lowers_the_count(petition, confirmed, mailoutbox):
    signature = confirmed()
    counting.refresh()
    signing.withdraw(signature.pk)
    assert (Signature.objects.count(), counted(petition)) == (0, 0)
    outbox.pay()
    assert [message.subject for message in mailoutbox] == ["Your signature is withdrawn"]


def test_withdrawing_twice_says_that_it_is_gone(confirmed):
    row = confirmed()
    signing.withdraw(row.pk)
    with pytest.raises(signing.Gone):
        signing.withdraw(row.pk)


def test_withdrawing_before_confirming_deletes_the_row_and_owes_no_letter(sign, mailoutbox):
    signing.withdraw(sign().pk)
    assert (Signature.objects.count(), kinds(), outbox.pay(), mailoutbox) == (0, [], 0, [])


def test_withdrawing_what_is_forgotten_lowers_the_count_and_owes_no_letter(petition, sign):
    row = states.forgotten(sign, ANNA)
    Letter.objects.all().delete()
    assert counted(petition) == 1
    signing.withdraw(row.pk)
    assert (counted(petition), kinds()) == (0, [])


def test_withdrawing_a_signature_that_was_set_aside_leaves_the_count_as_it_is(petition, sign):
    row = states.held(sign, ANNA)
    signing.withdraw(row.pk)
    assert (Signature.objects.count(), counted(petition)) == (0, 0)


def test_signing_withdrawing_and_signing_again_counts_one(petition, sign):
    for _ in range(3):
        row = signing.confirm(sign(ANNA).pk)
        signing.withdraw(row.pk)
    signing.confirm(sign(ANNA).pk)
    assert (Signature.objects.count(), counted(petition)) == (1, 1)


def test_a_withdrawal_lowers_the_day_of_the_confirmation_not_today(petition, sign):
    row = states.confirmed_days_ago(sign, ANNA, days=3)
    signing.confirm(sign("bela@example.org").pk)
    assert counted(petition) == 2
    signing.withdraw(row.pk)
    counting.refresh()
    assert counting.by_day(petition.pk) == {counting.day_of(timezone.now()): 1}


def test_leaving_takes_every_open_letter_to_this_person_along(sign):
    row = signing.confirm(sign().pk)  # the reply and the receipt are still owed
    signing.withdraw(row.pk)
    closed = Letter.objects.exclude(closed_at=None).order_by("id")
    assert list(closed.values_list("kind", "outcome", "sealed_to")) == [
        ("reply", "dropped", None), ("receipt", "dropped", None),
    ]  # fmt: skip
    assert kinds() == ["withdrawn"]


def test_the_last_letter_knows_that_the_news_stops_too(confirmed):
    signing.withdraw(confirmed(news=True).pk)
    assert Letter.objects.get(kind="withdrawn").with_news is True


def test_the_last_letter_is_the_last_also_for_who_entered_the_address_for_the_news(petition, sign, reader, mailoutbox):
    row, subscriber = states.confirmed(sign, ANNA), reader(ANNA)
    outbox.pay()
    signing.withdraw(row.pk)
    assert Letter.objects.get(kind="withdrawn").with_news is True
    assert (news_list.count(petition.pk), Subscriber.objects.count()) == (0, 0)
    assert f"subscriber:{subscriber.pk} withdrawn" in settings.ERASURE_JOURNAL.read_text()


def test_a_stranger_s_entry_that_nobody_confirmed_takes_no_reader_off_the_news(petition, sign, reader):
    reader(ANNA)
    signing.withdraw(sign(ANNA).pk)
    assert news_list.count(petition.pk) == 1


def test_who_never_signed_is_deleted_and_never_written_to_again(sign, mailoutbox):
    assert signing.disown(sign(ANNA).pk) is True
    for spelling in (ANNA, "A.N.N.A@example.org", "anna+once.more@example.org"):
        sign(spelling)
    assert (outbox.pay(), mailoutbox) == (0, [])
    assert set(Letter.objects.values_list("error_class", flat=True)) == {"not-me", "suppressed"}


def test_disowning_a_confirmed_signature_changes_nothing(petition, confirmed):
    row = confirmed()
    assert signing.disown(row.pk) is False
    assert (counted(petition), Suppression.objects.count()) == (1, 0)


def test_disowning_twice_says_that_it_is_gone(sign):
    row = sign()
    signing.disown(row.pk)
    with pytest.raises(signing.Gone):
        signing.disown(row.pk)


def test_a_mailbox_that_said_not_me_is_kept_as_a_code_alone(sign):
    row = sign(ANNA)
    signing.disown(row.pk)
    assert list(Suppression.objects.values_list("mailbox_digest", flat=True)) == [row.mailbox_digest]
