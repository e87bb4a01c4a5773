"""What machines and staff are told of the site's work, each fact beside the act that changes it."""

from datetime import timedelta

import pytest
import redis
from django.core.management import call_command
from django.utils import timezone

from campaign import state
from petitions import clock, counting, delivery, jobs, outbox, tasks, valkey
from petitions.models import AskedMinute, Job, Letter, Tally
from tests.no_mail import no_mail_server

CLOSED = {"sent": 0, "dropped": 0, "expired": 0, "failed": 0}


def test_letters_that_were_closed_lately_are_told_by_result(sign, mailoutbox):
    for number in range(3):
        sign(f"person{number}@example.org")
    outbox.pay()
    Letter.objects.filter(pk=Letter.objects.first().pk).update(outcome=Letter.Outcome.FAILED)
    assert state.facts()["letters_closed_lately"] == CLOSED | {"sent": 2, "failed": 1}


def test_after_five_minutes_a_closed_letter_is_not_lately_any_more(sign, mailoutbox):
    sign()
    outbox.pay()
    Letter.objects.update(closed_at=timezone.now() - timedelta(minutes=5, seconds=1))
    assert state.facts()["letters_closed_lately"] == CLOSED


def test_letters_that_no_mail_server_took_are_told_until_one_takes_them(sign):
    sign()
    sign("ben@example.org")
    with no_mail_server():
        assert (outbox.pay(), state.facts()["letters_given_back"]) == (0, 2)
    delivery.BREAKER.mend()
    Letter.objects.update(due_at=timezone.now())
    assert (outbox.pay(), state.facts()["letters_given_back"]) == (2, 0)


def test_a_letter_that_is_due_later_by_its_own_time_waits_for_no_mail_server(sign):
    sign()
    Letter.objects.update(due_at=timezone.now() + timedelta(seconds=90))
    assert state.facts()["letters_given_back"] == 0


def test_the_number_of_the_pages_is_told(confirmed):
    confirmed()
    counting.refresh()
    assert state.facts()["confirmed"] == 1


def test_how_long_beat_has_been_silent_is_told_and_its_first_ring_is_news(petition):
    assert state.facts()["beat_age_seconds"] == 0
    tasks.look_for_a_surge()
    assert state.facts()["beat_age_seconds"] < 60
    AskedMinute.objects.all().delete()
    AskedMinute.objects.create(minute=clock.now() - timedelta(minutes=10))
    assert 600 <= state.facts()["beat_age_seconds"] < 660


def wrong_number(confirmed) -> None:
    confirmed()
    counting.refresh()
    Tally.objects.update(confirmed=5)


def test_a_recount_that_found_a_wrong_number_is_told_until_one_finds_none(confirmed):
    wrong_number(confirmed)
    tasks.recount()
    assert state.facts()["recount_wrong"] == 1
    tasks.recount()
    assert state.facts()["recount_wrong"] == 0


def test_a_recount_by_hand_ends_it_too_and_a_mere_look_does_not(confirmed):
    wrong_number(confirmed)
    tasks.recount()
    call_command("recount", "--check")
    assert state.facts()["recount_wrong"] == 1
    call_command("recount")
    assert state.facts()["recount_wrong"] == 0


def test_regular_work_says_when_it_was_done(petition):
    tasks.forget_expired()
    jobs.done("backup")
    Job.objects.filter(name="backup").update(done_at=clock.now() - timedelta(hours=3))
    ages = state.facts()["job_age_seconds"]
    assert (set(ages), ages["forget"] < 5, ages["backup"] in (10_800, 10_801)) == ({"forget", "backup"}, True, True)


def test_a_broker_that_answers_is_up_and_one_that_does_not_is_down(petition, settings, monkeypatch):
    class Away:
        def ping(self) -> None:
            raise redis.ConnectionError

    assert state.facts()["broker_up"] is True
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(valkey, "client", lambda *_: Away())
    assert state.facts()["broker_up"] is False


@pytest.mark.parametrize(("free", "percent"), [(0, 0), (99, 9), (100, 10), (1000, 100)])
def test_room_on_the_disk_is_rounded_down(petition, monkeypatch, free, percent):
    monkeypatch.setattr(state.shutil, "disk_usage", lambda _: type("Disk", (), {"free": free, "total": 1000}))
    assert state.facts()["disk_free_percent"] == percent
