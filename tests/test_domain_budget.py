"""The budget of one mail domain: five thousand mailboxes of its owner wait, everybody else passes them by (AB-14)."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from campaign import dashboard
from petitions import domain_budget, outbox, reminders, surge
from petitions.models import Letter, Signature
from tests.crowd import at_once
from tests.past import move_back

HOUR = timedelta(hours=1)


@pytest.fixture
def per_hour(settings):
    def set_to(letters: int) -> None:
        settings.DOMAIN_LETTERS_PER_HOUR = letters

    return set_to


@pytest.fixture
def owner_signs(sign):
    """owner_signs(5): so many mailboxes of one catch-all domain."""

    def act(count: int, domain: str = "catch-all.eu", *, start: int = 0) -> None:
        for number in range(start, start + count):
            sign(f"box{number}@{domain}")

    return act


def waiting() -> list[tuple]:
    rows = Letter.objects.filter(closed_at=None)
    return list(rows.values_list("attempts", "leased_until", "leased_by", "outcome", "granted_at"))


def let_time_pass(ago: timedelta) -> None:
    Letter.objects.filter(granted_at__isnull=False).update(granted_at=F("granted_at") - ago)
    Letter.objects.filter(closed_at=None).update(due_at=F("due_at") - ago)


# --- what waits, and what goes --------------------------------------------------------------------------------------


def test_beyond_its_budget_the_letters_of_a_domain_wait_untouched_and_nothing_is_deleted_AB_14(
    per_hour, owner_signs, mailoutbox
):
    per_hour(3)
    owner_signs(8)
    assert (outbox.pay(), len(mailoutbox)) == (3, 3)
    assert waiting() == [(0, None, "", "", None)] * 5
    assert (Signature.objects.count(), domain_budget.waiting()) == (8, [5])


def test_people_at_other_domains_are_on_time_behind_any_number_that_wait_AB_14(per_hour, owner_signs, sign, mailoutbox):
    per_hour(2)
    owner_signs(60)
    for address in ("anna@small.de", "ben@gmail.com", "carla@example.org"):
        sign(address)
    assert (outbox.pay(), [m.to[0] for m in mailoutbox][-3:]) == (
        5,
        ["anna@small.de", "ben@gmail.com", "carla@example.org"],
    )


def test_who_waits_gets_the_letter_when_the_hour_is_over(per_hour, owner_signs, mailoutbox):
    per_hour(3)
    owner_signs(5)
    outbox.pay()
    let_time_pass(timedelta(minutes=59))
    assert outbox.pay() == 0
    let_time_pass(timedelta(minutes=1, seconds=1))
    assert (outbox.pay(), len(mailoutbox), domain_budget.waiting()) == (2, 5, [])


def test_who_waits_looks_again_after_a_minute_at_the_earliest_and_ten_at_the_latest(per_hour, owner_signs):
    per_hour(1)
    owner_signs(4)
    outbox.pay()
    due = [(letter.due_at - timezone.now()).total_seconds() for letter in Letter.objects.filter(closed_at=None)]
    assert [590 < seconds <= 600 for seconds in due] == [True] * 3
    let_time_pass(timedelta(minutes=59, seconds=30))
    outbox.pay()
    due = [(letter.due_at - timezone.now()).total_seconds() for letter in Letter.objects.filter(closed_at=None)]
    assert [50 < seconds <= 60 for seconds in due] == [True] * 3


def test_a_long_queue_is_put_off_at_once_and_fills_no_second_batch(per_hour, owner_signs, monkeypatch):
    claimed, claim = [], outbox.claim
    monkeypatch.setattr(outbox, "claim", lambda: claimed.append(claim()) or claimed[-1])
    per_hour(1)
    owner_signs(45)
    outbox.pay()
    assert [len(batch) for batch in claimed] == [20, 0]


@pytest.mark.parametrize("domain", ["gmail.com", "web.de", "mozmail.com", "example.org", "shop.test"])
def test_a_large_provider_a_relay_and_a_reserved_name_have_no_such_budget(per_hour, owner_signs, mailoutbox, domain):
    per_hour(1)
    owner_signs(4, domain)
    assert (outbox.pay(), domain_budget.waiting()) == (4, [])


def test_a_throw_away_service_has_one(per_hour, owner_signs, mailoutbox):
    per_hour(1)
    owner_signs(3, "mailinator.com")
    assert (outbox.pay(), domain_budget.waiting()) == (1, [2])


def test_without_a_budget_nobody_waits(per_hour, owner_signs):
    per_hour(0)
    owner_signs(25)
    assert (outbox.pay(), domain_budget.waiting()) == (25, [])


def test_a_receipt_is_not_held_up_by_the_budget_of_its_domain(per_hour, owner_signs, confirmed, mailoutbox):
    per_hour(1)
    owner_signs(3)
    outbox.pay()
    Letter.objects.filter(closed_at=None).delete()
    confirmed("anna@catch-all.eu")
    outbox.pay()
    assert [message.to for message in mailoutbox[1:]] == [["anna@catch-all.eu"]]


def test_a_reminder_and_an_entry_for_the_news_count_for_their_domain_too(per_hour, sign, ask_for_news, mailoutbox):
    row = sign("anna@catch-all.eu")
    outbox.pay()
    move_back(row, hours=49)
    reminders.owe_reminders()
    ask_for_news("ben@catch-all.eu")
    assert set(Letter.objects.values_list("domain_digest", flat=True)) == {row.domain_digest}
    per_hour(1)
    assert (outbox.pay(), domain_budget.waiting()) == (0, [2])


def test_a_reminder_to_a_large_provider_carries_no_domain(sign):
    row = sign("anna@gmail.com")
    outbox.pay()
    move_back(row, hours=49)
    reminders.owe_reminders()
    assert Letter.objects.get(kind="reminder").domain_digest == ""


# --- exact, and for whom --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_six_payers_at_once_keep_the_budget_of_a_domain_to_the_letter_AB_14(per_hour, owner_signs, mailoutbox):
    per_hour(17)
    owner_signs(60)
    assert sum(at_once(6, lambda _: outbox.pay())) == len(mailoutbox) == 17
    assert (set(waiting()), domain_budget.waiting()) == ({(0, None, "", "", None)}, [43])


def test_a_letter_that_says_nothing_takes_no_place(per_hour, sign, mailoutbox):
    per_hour(2)
    for _ in range(4):
        sign("anna@catch-all.eu")
    sign("ben@catch-all.eu")
    assert (outbox.pay(), domain_budget.waiting()) == (2, [])


def test_a_letter_that_waits_leaves_the_mailbox_its_own_budget(per_hour, owner_signs, mailoutbox):
    per_hour(1)
    owner_signs(2)
    for _ in range(6):
        outbox.pay()
        Letter.objects.filter(closed_at=None).update(due_at=timezone.now())
    per_hour(9)
    assert (outbox.pay(), Signature.objects.exclude(unanswered=1).count()) == (1, 0)


def test_a_letter_that_waits_keeps_no_place_in_the_hour_of_the_site(per_hour, owner_signs):
    per_hour(1)
    owner_signs(5)
    outbox.pay()
    assert dashboard.letters().hour.used == 1


def test_in_a_surge_the_budget_is_a_quarter(per_hour, owner_signs, settings, mailoutbox):
    per_hour(8)
    settings.SURGE = "on"
    owner_signs(5)
    assert (surge.is_on(), outbox.pay(), domain_budget.waiting()) == (True, 2, [3])
    settings.SURGE = "off"
    Letter.objects.filter(closed_at=None).update(due_at=timezone.now())
    assert (outbox.pay(), domain_budget.waiting()) == (3, [])


def test_when_the_budget_is_raised_who_waits_is_not_taken_for_given_back(per_hour, owner_signs):
    """A letter given back untried is the mail server's; one that waits for its domain is not."""
    per_hour(1)
    owner_signs(3)
    outbox.pay()
    Letter.objects.update(created_at=F("created_at") - HOUR)
    assert (dashboard.letters_given_back(), domain_budget.waiting()) == (0, [2])
