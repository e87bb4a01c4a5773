"""The daily summary: to staff who may see numbers, once a day, with numbers and tasks and never a person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from campaign import digest, roles
from campaign.living import todo
from campaign.models import Digest
from petitions import counting, erasure
from petitions.models import Tally


@pytest.fixture
def today(petition):
    """A Brussels day, with a role table and a petition behind it."""
    roles.ensure()
    return counting.day_of(timezone.now())


@pytest.fixture
def account():
    """account("ana", "counts") makes one with an address of this name."""

    def make(name: str, role: str, **more) -> User:
        user = User.objects.create_user(name, email=more.pop("email", f"{name}@example.org"), is_staff=True, **more)
        user.groups.set(Group.objects.filter(name=role))
        return user

    return make


def tally(petition, day, n, country="DE"):
    Tally.objects.create(
        petition=petition, day=day, country=country, language="de", confirmed=n, counted_at=timezone.now()
    )


def test_it_goes_to_accounts_that_may_see_numbers_and_to_each_alone(today, account, mailoutbox):
    account("ana", "counts")
    account("owen", "owner")
    account("edda", "editor")
    account("silent", "counts", email="")
    account("gone", "counts", is_active=False)
    assert digest.send(today) == 2
    assert [message.to for message in mailoutbox] == [["ana@example.org"], ["owen@example.org"]]


def test_it_goes_out_once_a_day(today, account, mailoutbox):
    account("ana", "counts")
    assert [digest.send(today), digest.send(today), digest.send(today + timedelta(days=1))] == [1, 0, 1]
    assert (len(mailoutbox), Digest.objects.count()) == (2, 2)


def test_it_begins_with_the_warning_and_says_the_day_before(today, account, petition, mailoutbox):
    account("ana", "counts")
    tally(petition, today - timedelta(days=1), 12, "FR")
    tally(petition, today, 5)
    digest.send(today)
    lines = mailoutbox[0].body.splitlines()
    assert lines[0] == "Internal. Do not publish any number below 10."
    assert {"Confirmed that day: 12", "Confirmed in all: 17", "France: 12"} <= set(lines)


def test_it_names_no_person(today, account, confirmed, mailoutbox):
    account("ana", "counts")
    confirmed("anna.unmistakable@example.org", name="Unmistakable Name")
    counting.refresh()
    digest.send(today + timedelta(days=1))
    assert "nmistakable" not in mailoutbox[0].body


def test_it_lists_what_waits_for_staff(today, account, mailoutbox, monkeypatch):
    account("ana", "counts")
    monkeypatch.setattr(todo, "todo", lambda: [todo.Task("Check the legal status.", "/staff/")])
    digest.send(today)
    assert "- Check the legal status." in mailoutbox[0].body.splitlines()


@pytest.mark.parametrize(("usual", "day", "said"), [(10, 30, 10), (10, 29, 0), (20, 59, 0), (20, 60, 20), (0, 30, 1)])
def test_an_unusual_day_is_three_times_a_usual_one_and_not_a_handful(petition, today, usual, day, said):
    for back in range(1, 15):
        if usual:
            tally(petition, today - timedelta(days=back), usual)
    tally(petition, today, day)
    assert digest.peak(petition, today) == said


def test_an_address_that_is_refused_stops_nobody_elses_letter(today, account, mailoutbox, monkeypatch):
    account("ana", "counts")
    account("owen", "owner")
    send = digest.EmailMessage.send
    refuse = lambda message, **_: 1 / 0 if "ana@example.org" in message.to else send(message)  # noqa: E731
    monkeypatch.setattr(digest.EmailMessage, "send", refuse)
    assert (digest.send(today), [message.to for message in mailoutbox]) == (1, [["owen@example.org"]])


def test_it_counts_bounces_of_that_day(today, sign):
    erasure.suppress(sign("anna@example.org"))
    erasure.Suppression.objects.update(reason="bounced", since=counting.start_of(today) - timedelta(hours=1))
    assert digest.summary(today)["bounced"] == 1
