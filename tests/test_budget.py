"""The site's budget of letters an hour: ten thousand strangers' victims wait, their supporters' own letters don't."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from petitions import budget, clock, delivery, outbox, reminders, signing, tasks
from petitions.models import Letter, LetterMinute
from tests import states

HOUR = timedelta(hours=1)


@pytest.fixture
def per_hour(settings, sign):
    """per_hour(3, victims=5) sets the budget and lets so many people be signed for."""

    def set_to(letters: int, *, victims: int = 0) -> None:
        settings.LETTERS_PER_HOUR = letters
        for number in range(victims):
            sign(f"victim{number}@example.org")

    return set_to


def let_time_pass(ago: timedelta) -> None:
    for row in LetterMinute.objects.order_by("minute"):
        LetterMinute.objects.filter(pk=row.pk).update(minute=F("minute") - ago)


def untouched() -> list[tuple]:
    """Attempts, lease and outcome of the letters that are still open."""
    return list(Letter.objects.filter(closed_at=None).values_list("attempts", "leased_until", "leased_by", "outcome"))


# --- what waits, and what goes --------------------------------------------------------------------------------------


def test_no_more_victims_get_a_letter_than_the_hour_has_room_for(per_hour, mailoutbox):
    per_hour(3, victims=5)
    assert (outbox.pay(), len(mailoutbox)) == (3, 3)
    assert untouched() == [(0, None, "", "")] * 2


def test_who_waited_gets_the_letter_when_an_hour_has_passed(per_hour, mailoutbox):
    per_hour(3, victims=5)
    outbox.pay()
    let_time_pass(timedelta(minutes=59))
    assert outbox.pay() == 0
    let_time_pass(timedelta(minutes=2))  # the minute in which they went is not over for everybody in it
    assert (outbox.pay(), len({message.to[0] for message in mailoutbox})) == (2, 5)


def test_who_waited_gets_the_letter_when_the_budget_is_raised(per_hour, mailoutbox):
    per_hour(3, victims=5)
    outbox.pay()
    per_hour(100)
    assert (outbox.pay(), len(mailoutbox)) == (2, 5)


def test_without_a_budget_everybody_gets_a_letter_and_all_are_counted(per_hour, mailoutbox):
    per_hour(0, victims=25)
    assert budget.state() == budget.State(per_hour=0, used=0, waiting=0)
    assert (outbox.pay(), budget.state()) == (25, budget.State(per_hour=0, used=25, waiting=0))


def test_a_link_asked_for_by_typing_an_address_waits_too(per_hour, confirmed, petition, mailoutbox):
    states.confirmed(lambda *args: confirmed(*args), "anna@example.org")
    outbox.pay()
    mailoutbox.clear()
    per_hour(1)
    signing.ask_again(petition, "anna@example.org", language="en")
    assert (outbox.pay(), mailoutbox, budget.state().waiting) == (0, [], 1)


def test_a_reminder_waits_too_because_a_stranger_can_have_caused_it(per_hour, sign, mailoutbox):
    row = sign()
    outbox.pay()
    reminders._owe_reminder(row)
    per_hour(1)
    assert (outbox.pay(), budget.state().waiting) == (0, 1)


def test_receipt_and_goodbye_of_a_supporter_go_out_behind_any_number_of_victims_and_are_counted(
    per_hour, confirmed, sign, mailoutbox
):
    leaving = confirmed("leaving@example.org")
    confirmed("staying@example.org")
    Letter.objects.filter(kind="reply").delete()
    per_hour(2, victims=30)
    Letter.objects.filter(kind="reply").update(due_at=F("due_at") - HOUR)
    outbox.pay()
    signing.withdraw(leaving.pk)
    assert {message.to[0][:6] for message in mailoutbox} == {"victim"} | {"stayin", "leavin"}
    assert (outbox.pay(), budget.state()) == (1, budget.State(per_hour=2, used=5, waiting=28))


def test_a_letter_that_waits_for_two_days_expires_and_leaves_no_address(per_hour, mailoutbox):
    per_hour(1, victims=2)
    outbox.pay()
    Letter.objects.filter(closed_at=None).update(created_at=clock.now() - timedelta(hours=49))
    assert (outbox.pay(), budget.state().waiting) == (0, 0)
    assert list(Letter.objects.order_by("id").values_list("outcome", "sealed_to")) == [
        ("sent", None),
        ("expired", None),
    ]


# --- what counts ----------------------------------------------------------------------------------------------------


def test_a_claim_takes_no_more_letters_than_there_is_room(per_hour):
    per_hour(25, victims=30)
    assert [len(outbox.claim()) for _ in range(3)] == [20, 5, 0]


def test_a_claim_takes_no_more_letters_whatever_the_planner_thinks(per_hour):
    """PostgreSQL may look for "the first" again for each letter of a table that nobody has analysed yet."""
    per_hour(1, victims=6)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("hashagg", "hashjoin", "mergejoin", "sort", "material"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    assert len(outbox.claim()) == 1


def test_a_letter_counts_from_its_claim_even_if_its_worker_dies(per_hour):
    per_hour(1, victims=1)
    outbox.claim()
    Letter.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert (outbox.claim(), budget.state()) == ([], budget.State(per_hour=1, used=1, waiting=1))


def test_letters_that_somebody_holds_do_not_wait_for_the_budget(per_hour):
    per_hour(2, victims=2)
    outbox.claim()
    assert budget.state() == budget.State(per_hour=2, used=2, waiting=0)


def test_a_mail_server_that_is_down_uses_up_nothing_of_the_hour(per_hour, monkeypatch):
    per_hour(5, victims=5)

    def down(*_: object) -> None:
        raise delivery.ServerDown("away")

    monkeypatch.setattr(delivery.Mailer, "send", down)
    assert (outbox.pay(seconds=0.2), budget.state().used) == (0, 0)


def test_a_letter_about_nothing_uses_up_nothing_of_the_hour(per_hour, sign, mailoutbox):
    per_hour(2)
    for _ in range(4):
        sign("anna@example.org")
    outbox.pay()
    assert (len(mailoutbox), budget.state().used) == (1, 1)


def test_a_mailbox_that_does_not_exist_uses_up_its_place(per_hour, monkeypatch):
    per_hour(1, victims=2)

    def refuse(*_: object) -> None:
        raise delivery.Never("550")

    monkeypatch.setattr(delivery.Mailer, "send", refuse)
    outbox.pay()
    assert budget.state() == budget.State(per_hour=1, used=1, waiting=1)


def test_a_payer_whose_lease_was_taken_gives_no_place_back(per_hour):
    per_hour(5, victims=1)
    zombie = outbox.claim()[0]
    Letter.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    outbox.claim()
    outbox.give_back(zombie, seconds=1)
    outbox.settle(zombie, Letter.Outcome.DROPPED)
    assert budget.state().used == 2


def test_minutes_that_count_no_more_are_deleted_every_hour(per_hour, mailoutbox):
    per_hour(9, victims=1)
    outbox.pay()
    let_time_pass(timedelta(minutes=62))
    LetterMinute.objects.create(minute=clock.now(), letters=1)
    tasks.forget_expired()
    assert list(LetterMinute.objects.values_list("letters", flat=True)) == [1]


def test_the_letters_that_go_on_are_found_at_once_behind_any_number_that_wait(per_hour):
    """An index of their own, or every sweep would read the whole backlog of an attack."""
    plans = []

    def explain(execute, sql, params, many, context):
        if "SET leased_until" in sql:
            execute(f"EXPLAIN {'QUERY PLAN ' * is_sqlite}{sql}", params, many, context)
            plans.append(context["cursor"].fetchall())
        return execute(sql, params, many, context)

    per_hour(1, victims=60)
    outbox.pay()
    is_sqlite = connection.vendor == "sqlite"
    if not is_sqlite:  # its planner goes by the statement alone, PostgreSQL's by what is in the table
        connection.cursor().execute("ANALYZE petitions_letter")
    with connection.execute_wrapper(explain):
        outbox.claim()
    assert ["letter_open_asked_for" in str(plan) for plan in plans] == [True], plans
