"""What a debt about news becomes: which letter, or nothing. Decided in the worker, and never too often."""

import pytest

from petitions import news, outbox, signing
from petitions.models import Letter, Subscriber
from tests.past import move_back

ANNA = "anna@example.org"
CONFIRM, WELCOME = "Confirm your e-mail address", "Your e-mail is confirmed"


@pytest.fixture
def subjects(mailoutbox):
    """Pay, and say which letters that sent."""

    def act() -> list[str]:
        mailoutbox.clear()
        outbox.pay()
        return [message.subject for message in mailoutbox]

    return act


def reasons() -> list[str]:
    return list(Letter.objects.filter(outcome="dropped").order_by("id").values_list("error_class", flat=True))


def wait(**ago: float) -> None:
    """Time goes by for every row and every letter."""
    for row in [*Subscriber.objects.all(), *Letter.objects.all()]:
        move_back(row, **ago)


def test_an_address_that_was_entered_gets_the_button(ask_for_news, subjects, mailoutbox):
    ask_for_news("Anna@example.org", language="en")
    assert (subjects(), mailoutbox[0].to) == ([CONFIRM], ["Anna@example.org"])


def test_after_the_press_its_owner_gets_the_welcome_once(ask_for_news, subjects):
    row = ask_for_news(ANNA)
    subjects()
    news.confirm(row.pk)
    news.confirm(row.pk)
    assert (subjects(), subjects()) == ([WELCOME], [])


def test_who_ticked_the_box_of_the_sign_form_gets_no_welcome(confirmed, subjects):
    confirmed(ANNA, news=True)
    assert subjects() == ["Your signature is confirmed"]


def test_who_is_on_the_list_and_is_entered_again_gets_the_welcome_once_more_a_day(ask_for_news, reader, subjects):
    reader(ANNA)
    subjects()
    said = []
    for hours in (1, 24, 1, 24):
        wait(hours=hours)
        ask_for_news(ANNA)
        said.append(subjects())
    assert said == [[], [WELCOME], [], [WELCOME]]


def test_a_press_between_two_copies_silences_the_second(ask_for_news, subjects):
    row = ask_for_news(ANNA)
    news.confirm(row.pk)
    assert (subjects(), reasons()) == ([WELCOME], ["confirmed"])


def test_who_enters_an_address_again_within_a_minute_gets_one_letter(ask_for_news, subjects):
    ask_for_news(ANNA), ask_for_news(ANNA)
    assert (subjects(), reasons()) == ([CONFIRM], ["answered"])


def test_three_letters_a_day_reach_one_mailbox_whatever_they_are_about_EM_09(ask_for_news, sign, subjects):
    sent = []
    for ask in (ask_for_news, sign, ask_for_news, ask_for_news, sign):
        ask(ANNA)
        sent += subjects()
        wait(minutes=2)
    assert sent == [CONFIRM, "Please confirm your signature", CONFIRM]


def test_after_six_letters_without_an_answer_the_row_is_left_to_expire(ask_for_news, subjects):
    for _ in range(6):
        ask_for_news(ANNA)
        assert subjects() == [CONFIRM]
        wait(hours=25)
    ask_for_news(ANNA)
    assert (subjects(), Subscriber.objects.get().unanswered) == ([], 6)


def test_a_mailbox_that_said_not_me_stays_silent(ask_for_news, sign, subjects):
    signing.disown(sign(ANNA).pk)
    ask_for_news(ANNA)
    assert (subjects(), reasons()[-1]) == ([], "suppressed")


def test_a_letter_whose_row_is_gone_has_nothing_to_say(ask_for_news, subjects):
    ask_for_news(ANNA)
    Subscriber.objects.all().delete()
    assert (subjects(), reasons()) == ([], ["gone"])


def test_a_letter_that_was_sent_twice_is_the_same_bytes(ask_for_news, reader, mailoutbox):
    ask_for_news(ANNA), reader("bela@example.org")
    outbox.pay()
    Letter.objects.filter(outcome="sent").update(closed_at=None, outcome="", leased_until=None, leased_by="")
    outbox.pay()
    first, second = mailoutbox[: len(mailoutbox) // 2], mailoutbox[len(mailoutbox) // 2 :]
    assert [message.message().as_bytes() for message in first] == [message.message().as_bytes() for message in second]
    assert len(first) == 2


def test_a_web_process_owes_and_cannot_pay(ask_for_news, settings):
    ask_for_news(ANNA)
    settings.VAULT_PRIVATE_KEY = ""
    with pytest.raises(Exception, match="VAULT_PRIVATE_KEY is not here"):
        outbox.pay()
    assert Letter.objects.get().attempts == 0
