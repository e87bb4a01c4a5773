"""What a debt from the own page becomes: a link, a copy, a last letter, or nothing. Decided in the worker."""

import pytest

from petitions import outbox, replies, signing, tokens, yours
from petitions.models import Letter, Signature
from tests import states
from tests.past import move_back

ANNA = "anna@example.org"
LINK, COPY, KEPT = "The link to your own page", "A copy of your data", "Your data is forgotten"


@pytest.fixture
def ask(petition):
    """Somebody types this address into the form of the own page."""
    return lambda email=ANNA: signing.ask_for_own_page(petition, email, language="en")


@pytest.fixture
def subjects(mailoutbox):
    """Pay, and say which letters that sent."""

    def act() -> list[str]:
        mailoutbox.clear()
        outbox.pay()
        return [message.subject for message in mailoutbox]

    return act


def why(kind: str) -> list[str]:
    return list(Letter.objects.filter(kind=kind).order_by("id").values_list("error_class", flat=True))


def link_in(message) -> int:
    """The number of the row to which the link of a letter leads."""
    return tokens.read_yours(message.body.split("/petition/yours/")[1].split("/")[0])


HOLDS = [states.pending, states.confirmed, states.held, states.forgotten, states.kept]


@pytest.mark.parametrize("state", HOLDS)
def test_whoever_is_with_us_gets_the_link_also_when_forgotten_EM_27(ask, sign, subjects, mailoutbox, state):
    row = state(sign, ANNA)
    subjects()
    ask(ANNA)
    assert (subjects(), mailoutbox[0].to, link_in(mailoutbox[0])) == ([LINK], [ANNA], row.pk)


@pytest.mark.parametrize("state", [states.new, states.withdrawn])
def test_where_we_hold_nothing_nothing_is_sent(ask, sign, subjects, state):
    state(sign, ANNA)
    subjects()
    ask(ANNA)
    assert (subjects(), why("yours")) == ([], ["gone"])


def test_who_only_reads_the_news_has_no_own_page(ask, reader, subjects):
    reader(ANNA)
    subjects()
    ask(ANNA)
    assert (subjects(), why("yours")) == ([], ["gone"])


def test_who_never_wants_to_hear_of_us_hears_nothing(ask, sign, subjects):
    states.suppressed(sign, ANNA)
    sign(ANNA)
    ask(ANNA)
    assert (subjects(), why("yours")) == ([], ["suppressed"])


def test_the_link_goes_to_the_address_that_we_hold_and_not_to_another_spelling(ask, sign, subjects, mailoutbox):
    states.confirmed(sign, ANNA)
    subjects()
    ask("ANNA+elsewhere@example.org")
    subjects()
    assert mailoutbox[0].to == [ANNA]


def test_ten_presses_in_a_minute_are_one_letter(ask, sign, subjects):
    states.confirmed(sign, ANNA)
    subjects()
    for _ in range(10):
        ask(ANNA)
    assert (subjects(), why("yours")) == ([LINK], ["", *["answered"] * 9])


def test_a_minute_later_another_press_is_answered_until_the_mailbox_has_had_three(ask, sign, subjects):
    row = states.confirmed(sign, ANNA)
    subjects()
    sent = []
    for _ in range(4):
        ask(ANNA)
        sent += subjects()
        for letter in Letter.objects.filter(signature_id=row.pk):
            move_back(letter, seconds=61)
    assert (len(sent), why("yours")[-1]) == (3, "budget")


def test_by_whatever_forms_a_mailbox_gets_three_letters_a_day(petition, ask, sign, ask_for_news, subjects):
    row, sent = states.confirmed(sign, ANNA), []
    subjects()
    for _ in range(3):
        sign(ANNA), ask(ANNA), ask_for_news(ANNA), signing.ask_again(petition, ANNA, language="en")
        yours.send_copy(row.pk)
        sent += subjects()
        for letter in Letter.objects.all():
            move_back(letter, seconds=61)
        move_back(row, seconds=61)
    assert len(sent) == 3


def test_the_same_minute_has_room_for_a_link_and_for_the_letter_to_confirm(ask, sign, subjects):
    sign(ANNA)
    ask(ANNA)
    assert subjects() == ["Please confirm your signature", LINK]


def test_asking_for_the_link_gives_a_waiting_row_no_longer_life(ask, sign, subjects):
    row = move_back(sign(ANNA), days=13)
    asked_at = row.asked_at
    ask(ANNA)
    subjects()
    row.refresh_from_db()
    assert (row.asked_at - asked_at).total_seconds() < 60 * 60 * 24 * 13 + 60
    ask(ANNA)
    assert Signature.objects.get().asked_at == row.asked_at


def test_letters_that_nobody_answers_end_after_six_of_either_kind(ask, sign, subjects):
    row = sign(ANNA)
    Signature.objects.filter(pk=row.pk).update(unanswered=replies.MAX_UNANSWERED - 1)
    Letter.objects.all().delete()
    ask(ANNA)
    assert subjects() == [LINK]
    for letter in Letter.objects.all():
        move_back(letter, days=2)
    ask(ANNA)
    assert (subjects(), why("yours")[-1]) == ([], "unanswered")


def test_the_24_hours_of_a_link_begin_when_the_letter_may_go_not_when_somebody_pressed(ask, sign, subjects, mailoutbox):
    row = states.confirmed(sign, ANNA)
    subjects()
    ask(ANNA)
    move_back(Letter.objects.get(kind="yours"), hours=25)
    assert (subjects(), link_in(mailoutbox[0])) == ([LINK], row.pk)


def test_a_link_asked_for_is_too_old_after_a_day_and_that_of_the_receipt_is_not(sign):
    row = states.confirmed_days_ago(sign, ANNA, days=200)
    assert tokens.read_yours(tokens.make(tokens.YOURS, row.pk, row.confirmed_at)) == row.pk
    with pytest.raises(tokens.ExpiredToken):
        tokens.read_yours(tokens.make(tokens.YOURS_ASKED, row.pk, row.confirmed_at))


def test_the_copy_goes_to_its_owner_and_has_its_place_in_the_budget(sign, subjects, mailoutbox):
    row = states.confirmed(sign, ANNA)
    subjects()
    yours.send_copy(row.pk)
    assert (subjects(), mailoutbox[0].to) == ([COPY], [ANNA])
    assert Letter.objects.get(kind="copy").granted_at is not None


def test_a_copy_that_was_asked_for_before_all_was_forgotten_is_not_sent(sign, subjects):
    row = states.confirmed(sign, ANNA)
    subjects()
    yours.send_copy(row.pk)
    yours.keep_support(row.pk)
    assert subjects() == [KEPT]


def test_the_last_letter_goes_out_and_takes_the_address_with_it(sign, subjects, mailoutbox):
    row = states.confirmed(sign, ANNA)
    subjects()
    yours.keep_support(row.pk)
    assert (subjects(), mailoutbox[0].to, Letter.objects.get(kind="kept").sealed_to) == ([KEPT], [ANNA], None)


def test_a_minute_later_the_address_is_gone_whether_the_letter_went_or_not_PV_10(sign, subjects):
    row = states.confirmed(sign, ANNA)
    subjects()
    yours.keep_support(row.pk)
    move_back(Letter.objects.get(kind="kept"), seconds=61)
    assert (subjects(), Letter.objects.get(kind="kept").outcome, Letter.objects.exclude(sealed_to=None).count()) == (
        [], "expired", 0,
    )  # fmt: skip
