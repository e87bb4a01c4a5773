"""Whom we leave alone: no letter of any kind goes to a mailbox that bounced, complained or said “this isn’t me”."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import bounces, erasure, outbox, reminders, signing, silence
from petitions.models import Letter, Signature, Suppression
from tests.past import close, move_back

ANNA = "anna@example.org"


@pytest.fixture
def left_alone(petition):
    """left_alone("complained"): so many days, or for as long as the petition runs."""

    def act(reason: str, email: str = ANNA) -> None:
        bounces.record(reason, email)

    return act


def outcomes() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("id").values_list("kind", "outcome", "error_class"))


@pytest.mark.parametrize("reason", ["bounced", "complained"])
def test_no_receipt_goes_to_a_mailbox_that_is_left_alone(confirmed, left_alone, mailoutbox, reason):
    confirmed(ANNA)
    Letter.objects.filter(kind="reply").delete()
    left_alone(reason)
    assert (outbox.pay(), mailoutbox, outcomes()) == (0, [], [("receipt", "dropped", "suppressed")])


def test_no_goodbye_goes_to_a_mailbox_that_bounced_and_its_address_is_gone(confirmed, left_alone, mailoutbox):
    row = confirmed(ANNA)
    Letter.objects.all().delete()
    left_alone("bounced")
    signing.withdraw(row.pk)
    assert (outbox.pay(), mailoutbox, outcomes()) == (0, [], [("withdrawn", "dropped", "suppressed")])
    assert (Letter.objects.get().sealed_to, Signature.objects.count()) == (None, 0)


def test_no_reminder_goes_to_a_mailbox_that_bounced(sign, left_alone, mailoutbox):
    row = sign(ANNA)
    outbox.pay()
    move_back(row, hours=49)
    left_alone("bounced")
    assert (reminders.owe_reminders(), outbox.pay(), len(mailoutbox)) == (1, 0, 1)


def test_no_welcome_to_the_news_goes_to_a_mailbox_that_bounced_afterwards(reader, left_alone, mailoutbox):
    reader(ANNA)
    left_alone("bounced")
    assert (outbox.pay(), mailoutbox, {outcome for _, outcome, _ in outcomes()}) == (0, [], {"dropped"})


@pytest.mark.parametrize("kind", [kind for kind in Letter.Kind if kind not in ("news", "news_welcome", "milestone")])
def test_whatever_the_kind_no_letter_about_a_signature_passes(confirmed, left_alone, mailoutbox, kind):
    """Also of kinds that come later: the recipient is looked at in the one place where every letter passes."""
    row = confirmed(ANNA)
    Letter.objects.all().delete()
    left_alone("complained")
    outbox.owe([outbox.letter_of(row, kind, key=kind, signature_id=row.pk, sealed_to=row.sealed)])
    assert (outbox.pay(), mailoutbox, Letter.objects.get().outcome) == (0, [], "dropped")


def test_another_spelling_of_the_mailbox_is_the_same_mailbox(confirmed, left_alone, mailoutbox):
    confirmed("a.n.n.a+petition@example.org")
    left_alone("bounced", "anna@example.org")
    assert (outbox.pay(), mailoutbox) == (0, [])


def test_a_bounce_ends_after_90_days_and_a_complaint_with_the_petition(confirmed, left_alone, petition, mailoutbox):
    left_alone("bounced", "bea@example.org")
    left_alone("complained", ANNA)
    assert silence.by_reason() == {"bounced": 1, "complained": 1}
    Suppression.objects.filter(reason="bounced").update(until=timezone.now() - timedelta(seconds=1))
    assert silence.by_reason() == {"complained": 1}
    confirmed("bea@example.org")
    assert outbox.pay() == 1


def test_when_the_petition_has_closed_nothing_of_this_is_kept(left_alone, petition):
    left_alone("complained")
    close(petition, hours=1)
    assert (erasure.forget_expired()["suppressed"], silence.by_reason()) == (1, {})
