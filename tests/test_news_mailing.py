"""A milestone is told once to everybody on the list, in their language, and nobody's confirmation waits behind it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from campaign import dashboard
from campaign.living.models import LegalStatus
from campaign.management.commands import send_milestone as command
from petitions import counting, news, news_mailing, outbox, signing
from petitions.models import CountrySnapshot, Letter, Mailing, Subscriber
from tests.no_mail import no_mail_server
from tests.past import move_back

ANNA, BELA, CORA = "anna@example.org", "bela@example.org", "cora@example.org"


def subject(language: str, number: str) -> str:
    with translation.override(language):
        return translation.gettext("Signatures: %(milestone)s") % {"milestone": number}


@pytest.fixture
def reached(monkeypatch):
    """So many people have signed."""

    def act(number: int) -> None:
        monkeypatch.setattr(counting, "confirmed", lambda petition: number)

    act(10_000)
    return act


@pytest.fixture
def send(petition, reached):
    def act(number: int = 10_000, **what_next: str) -> int:
        return news_mailing.send_milestone(petition, number, what_next=what_next, by="Dora")

    return act


@pytest.fixture
def pay(mailoutbox):
    """Let every milestone's turn come, pay, and say who got which subject."""

    def act() -> list[tuple[str, str]]:
        Letter.objects.exclude(kind="milestone").filter(closed_at=None).delete()
        for letter in Letter.objects.filter(kind="milestone"):
            move_back(letter, seconds=10)
        mailoutbox.clear()
        outbox.pay()
        return sorted((message.to[0], message.subject) for message in mailoutbox)

    return act


def said_by(**options) -> str:
    out = StringIO()
    call_command("send_milestone", 10_000, stdout=out, by="Dora", **options)
    return out.getvalue()


def test_a_mailing_that_no_mail_server_takes_is_told_like_any_letter(send, reader):
    reader(ANNA), send()
    Letter.objects.exclude(kind="milestone").delete()
    move_back(Letter.objects.get(), seconds=10)
    with no_mail_server():
        assert (outbox.pay(), dashboard.letters_given_back()) == (0, 1)


def test_everybody_on_the_list_gets_one_letter_in_their_language(send, pay, reader, confirmed, ask_for_news):
    reader(ANNA, language="de"), confirmed(BELA, news=True), confirmed(ANNA, news=True), ask_for_news(CORA)
    assert send() == 2
    assert pay() == [(ANNA, subject("de", "10.000")), (BELA, "Signatures: 10,000")]


def test_nobody_hears_of_a_milestone_twice_however_late_the_second_try(send, reader):
    reader(ANNA)
    send()
    Letter.objects.all().delete()  # their records live a day
    with pytest.raises(news_mailing.AlreadySent):
        send()
    assert (Letter.objects.count(), Mailing.objects.get().letters) == (0, 1)


@pytest.mark.parametrize("number", [0, -100, 9_999, 12_000, 25_000, 2_000_000])
def test_what_is_no_milestone_or_not_reached_is_told_to_nobody(send, reader, number):
    reader(ANNA)
    with pytest.raises(news_mailing.NoMilestone):
        send(number)
    assert Letter.objects.filter(kind="milestone").count() == 0


def test_beyond_the_last_milestone_every_full_million_is_one(send, reached, reader):
    reader(ANNA)
    reached(2_345_678)
    assert send(2_000_000) == 1


def test_who_left_or_was_set_aside_meanwhile_gets_nothing(send, pay, reader, confirmed):
    leaves, held = reader(ANNA), confirmed(BELA, news=True)
    send()
    news.stop(leaves)
    type(held).objects.filter(pk=held.pk).update(held_at=held.confirmed_at, held_reason="pattern")
    assert pay() == []
    assert set(Letter.objects.filter(kind="milestone").values_list("error_class", flat=True)) == {"stopped", "left"}


def test_withdrawing_drops_the_letter_that_was_owed(send, pay, confirmed):
    row = confirmed(ANNA, news=True)
    send()
    signing.withdraw(row.pk)
    assert pay() == []


def test_a_letter_says_the_values_of_its_mailing_also_when_they_have_changed(send, pay, reader, mailoutbox, petition):
    reader(ANNA)
    CountrySnapshot.objects.create(
        petition=petition, taken_at=petition.opens_at, confirmed=10_000, cells=dict.fromkeys(["AT", "BE", "CZ"], 50),
        hidden=0,
    )  # fmt: skip
    send(en="A vote in spring.")
    CountrySnapshot.objects.all().delete()
    pay()
    lines = mailoutbox[0].body.splitlines()
    assert [line for line in lines if line.startswith(("Countries", "What happens"))] == [
        "Countries: 3", "What happens next: A vote in spring.",
    ]  # fmt: skip


def test_a_mailing_leaves_three_quarters_of_the_hour_to_everybody_else(send, reader, monkeypatch):
    monkeypatch.setattr(settings, "LETTERS_PER_HOUR", 40)
    for number in range(3):
        reader(f"person{number}@example.org")
    send()
    turns = list(Letter.objects.filter(kind="milestone").order_by("id").values_list("due_at", "created_at"))
    assert [due - turns[0][0] for due, _ in turns] == [timedelta(minutes=6 * number) for number in range(3)]
    assert [due == created for due, created in turns] == [True] * 3


def test_a_confirmation_does_not_wait_behind_a_mailing(send, reader, sign, mailoutbox, monkeypatch):
    monkeypatch.setattr(settings, "LETTERS_PER_HOUR", 40)
    for number in range(3):
        reader(f"person{number}@example.org")
    Letter.objects.all().delete()
    send()
    sign(ANNA)
    outbox.pay()
    assert [message.subject for message in mailoutbox] == ["Please confirm your signature", "Signatures: 10,000"]


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_owes_the_letters_and_says_how_many(reached, reader):
    reader(ANNA)
    assert said_by() == "Letters owed: 1\n"
    assert list(Mailing.objects.values_list("milestone", "by", "letters")) == [(10_000, "Dora", 1)]


def test_a_look_says_how_many_it_would_reach_and_owes_nothing(reached, reader, confirmed):
    reader(ANNA, language="de"), confirmed(BELA, news=True)
    assert said_by(dry_run=True) == "de: 1\nen: 1\nPeople in all: 2; nothing was sent.\n"
    assert (Mailing.objects.count(), Letter.objects.filter(kind="milestone").count()) == (0, 0)


def test_the_command_refuses_in_one_line(reached, reader):
    reader(ANNA)
    said_by()
    with pytest.raises(CommandError, match="10000 was announced already; nobody hears it twice"):
        said_by()
    with pytest.raises(CommandError, match="123 is no milestone, or it is not reached yet"):
        call_command("send_milestone", 123)


def test_while_staff_check_the_law_the_letter_says_nothing_about_it(db):
    assert command.what_next() == {}


def test_otherwise_it_says_what_the_status_record_says_in_every_language(db):
    now = {"code": "gap", "source_name": "EU", "source_url": "https://example.org/", "checked_on": date.today()}
    LegalStatus.objects.create(key="status", changed_by="ada", **now)
    said = command.what_next()
    assert sorted(said) == sorted(settings.LIVE_LANGUAGES)
    assert said["en"] == "Parliament and the Council must agree on a law that lasts."


def test_the_rows_of_a_mailing_say_nothing_about_anybody(send, reader):
    reader(ANNA)
    send()
    assert [field.name for field in Mailing._meta.fields if "digest" in field.name or "sealed" in field.name] == []
    assert Subscriber.objects.count() == 1
