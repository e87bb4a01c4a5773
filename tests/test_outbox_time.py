"""What time does to a debt: back-off, expiry, the one reminder, and the end of every record."""

from datetime import timedelta

import pytest
from django.conf import settings

from petitions import clock, delivery, outbox, reminders, signing
from petitions.models import Letter, Signature
from tests import states
from tests.past import close, move_back

ANNA = "anna@example.org"


class Server:
    """A mail server that says the same to everybody."""

    def __init__(self, answer: Exception | None):
        self.answer, self.asked = answer, 0

    def send(self, mailer, message) -> None:
        self.asked += 1
        if self.answer:
            raise self.answer


@pytest.fixture
def server(monkeypatch):
    def install(answer=None):
        server = Server(answer)
        monkeypatch.setattr(delivery.Mailer, "send", lambda mailer, message: server.send(mailer, message))
        return server

    return install


def waits_of(attempts: int, letter: Letter) -> list[float]:
    """How many seconds the letter waits after its so-many-th attempt, tried 20 times."""
    letter.attempts, waits = attempts, []
    for _ in range(20):
        Letter.objects.filter(pk=letter.pk).update(leased_by=letter.leased_by)
        outbox.postpone(letter, error_class="later")
        waits.append((Letter.objects.get(pk=letter.pk).due_at - clock.now()).total_seconds())
    return waits


# --- later ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("attempts", "longest"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (300, 3600)])
def test_each_failure_waits_longer_but_never_longer_than_an_hour(sign, attempts, longest):
    sign()
    waits = waits_of(attempts, outbox.claim()[0])
    assert (min(waits) > longest / 2 - 2, max(waits) <= longest) == (True, True)


def test_letters_that_failed_together_do_not_come_back_together(sign):
    sign()
    assert len({round(wait) for wait in waits_of(8, outbox.claim()[0])}) > 10


def test_a_letter_that_the_server_wants_later_stays_owed_for_two_days_however_often_it_is_tried(sign, server):
    sign()
    server(delivery.Later("451"))
    for _ in range(20):
        Letter.objects.update(due_at=clock.now() - timedelta(seconds=1))
        outbox.pay()
    letter = Letter.objects.get()
    assert (letter.closed_at, letter.attempts, letter.error_class, letter.leased_until) == (None, 20, "451", None)


def test_a_letter_that_the_server_will_never_take_fails_at_once_and_its_address_is_emptied(sign, server):
    sign()
    server(delivery.Never("550"))
    outbox.pay()
    letter = Letter.objects.get()
    assert (letter.outcome, letter.error_class, letter.sealed_to, letter.attempts) == ("failed", "550", None, 1)


def test_when_the_server_is_down_no_attempt_is_used_up_and_the_run_ends(sign, server):
    for number in range(25):
        sign(f"person{number}@example.org")
    dead = server()

    def refuse(mailer, message):
        delivery.BREAKER.trip()
        raise delivery.ServerDown("ConnectionRefusedError")

    dead.send = refuse
    assert outbox.pay() == 0
    assert set(Letter.objects.values_list("attempts", "closed_at", "leased_until")) == {(0, None, None)}


def test_what_a_dead_server_left_is_paid_when_it_is_back(sign, mailoutbox):
    sign()
    delivery.BREAKER.trip()
    assert (outbox.pay(), mailoutbox) == (0, [])
    delivery.BREAKER.mend()
    assert (outbox.pay(), len(mailoutbox)) == (1, 1)


# --- too late -------------------------------------------------------------------------------------------------------


def test_a_letter_older_than_two_days_is_not_sent_any_more(sign, mailoutbox):
    sign()
    move_back(Letter.objects.get(), hours=48, seconds=1)
    outbox.pay()
    letter = Letter.objects.get()
    assert (mailoutbox, letter.outcome, letter.sealed_to) == ([], "expired", None)


def test_a_letter_of_almost_two_days_is_sent(sign, mailoutbox):
    sign()
    move_back(Letter.objects.get(), hours=47)
    assert outbox.pay() == len(mailoutbox) == 1


def test_a_goodbye_lives_for_a_minute_and_takes_its_address_along(sign, mailoutbox):
    states.withdrawn(sign, ANNA)
    letter = Letter.objects.get(kind="withdrawn")
    assert letter.sealed_to is not None
    move_back(letter, seconds=61)
    outbox.pay()
    letter.refresh_from_db()
    assert (mailoutbox, letter.outcome, letter.sealed_to) == ([], "expired", None)


def test_a_goodbye_expires_even_while_no_letter_can_be_sent(sign, monkeypatch):
    states.withdrawn(sign, ANNA)
    move_back(Letter.objects.get(kind="withdrawn"), seconds=61)
    delivery.BREAKER.trip()
    outbox.pay()
    assert Letter.objects.get(kind="withdrawn").sealed_to is None


def test_a_goodbye_that_is_sent_in_time_keeps_no_address_either(sign, mailoutbox):
    states.withdrawn(sign, ANNA)
    outbox.pay()
    assert [message.to for message in mailoutbox] == [[ANNA]]
    assert Letter.objects.get(kind="withdrawn").sealed_to is None


def test_records_of_closed_letters_stay_a_day_and_open_ones_stay(sign):
    sign()
    outbox.pay()
    sign("bela@example.org")
    assert outbox.drop_skeletons() == 0
    for letter in Letter.objects.all():
        move_back(letter, hours=25)
    assert (outbox.drop_skeletons(), Letter.objects.get().outcome) == (1, "")


# --- the one reminder -----------------------------------------------------------------------------------------------


def waiting(sign, email: str = ANNA, *, hours: float = 49) -> Signature:
    """A row whose confirmation was sent so long ago, and whose record is gone."""
    row = sign(email)
    outbox.pay()
    Letter.objects.all().delete()
    return move_back(row, hours=hours)


def test_who_has_not_confirmed_after_two_days_is_reminded_once(sign, mailoutbox):
    waiting(sign)
    mailoutbox.clear()
    assert [reminders.owe_reminders(), outbox.pay(), reminders.owe_reminders(), outbox.pay()] == [1, 1, 0, 0]
    assert [message.subject for message in mailoutbox] == ["Reminder: please confirm"]


def test_nobody_is_reminded_before_two_days_are_over(sign):
    waiting(sign, hours=47)
    assert reminders.owe_reminders() == 0


def test_who_signs_again_after_the_reminder_is_not_reminded_again(sign):
    row = waiting(sign)
    reminders.owe_reminders()
    outbox.pay()
    Letter.objects.all().delete()
    sign(ANNA)
    outbox.pay()
    move_back(Signature.objects.get(pk=row.pk), hours=49)
    assert reminders.owe_reminders() == 0


def test_without_reminders_nobody_is_reminded(sign, monkeypatch):
    waiting(sign)
    monkeypatch.setattr(settings, "REMINDERS", False)
    assert reminders.owe_reminders() == 0


def test_who_has_confirmed_is_not_reminded(sign):
    signing.confirm(waiting(sign).pk)
    assert reminders.owe_reminders() == 0


def test_who_confirms_before_the_reminder_is_paid_gets_none(sign, mailoutbox):
    row = waiting(sign)
    reminders.owe_reminders()
    signing.confirm(row.pk)
    mailoutbox.clear()
    outbox.pay()
    assert [message.subject for message in mailoutbox] == ["Your signature is confirmed"]


def test_a_mailbox_that_said_not_me_is_not_reminded_in_any_spelling(sign, mailoutbox):
    waiting(sign, "a.nna@example.org")
    states.suppressed(sign, ANNA)
    mailoutbox.clear()
    assert (reminders.owe_reminders(), outbox.pay(), mailoutbox) == (1, 0, [])


def test_nobody_is_reminded_whose_first_letter_never_left(sign):
    sign(ANNA)
    Letter.objects.all().delete()
    move_back(Signature.objects.get(), hours=49)
    assert reminders.owe_reminders() == 0


def test_nobody_is_reminded_on_the_last_day_or_after_the_petition_closed(petition, sign):
    row = waiting(sign, hours=24 * 13 + 1)
    assert reminders.owe_reminders() == 0
    Signature.objects.filter(pk=row.pk).delete()
    waiting(sign)
    close(petition, seconds=1)
    assert reminders.owe_reminders() == 0
