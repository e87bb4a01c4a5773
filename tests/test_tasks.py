"""What beat starts, and how often: every task may run twice, at once or late."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from petitions import counting, tasks
from petitions.models import Letter, Signature, Tally
from tests import states
from tests.past import move_back

ANNA = "anna@example.org"
SCHEDULE = settings.CELERY_BEAT_SCHEDULE
REALLY = pytest.mark.django_db(transaction=True)  # this task looks after its connection, and would end a test's own
PRODUCT = [path for room in ("petitions", "campaign") for path in (settings.BASE_DIR / room).rglob("*.py")]


@pytest.mark.parametrize("entry", SCHEDULE.values(), ids=SCHEDULE)
def test_beat_starts_only_tasks_that_there_are_and_each_tick_can_expire(entry):
    current_app.loader.import_default_modules()
    assert entry["task"] in current_app.tasks
    assert 0 < entry["options"]["expires"] <= 3600


def test_every_task_is_started_by_beat():
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if name.startswith(("petitions.", "campaign."))}
    assert ours == {entry["task"] for entry in SCHEDULE.values()}


def test_letters_are_swept_and_counts_refreshed_within_seconds():
    assert (SCHEDULE["sweep letters"]["schedule"], SCHEDULE["refresh tallies"]["schedule"]) == (5.0, 2.0)


def test_a_tick_of_the_sweep_that_nobody_took_is_dropped_when_the_next_one_comes():
    for name in ("sweep letters", "refresh tallies"):
        assert SCHEDULE[name]["options"]["expires"] <= 2 * SCHEDULE[name]["schedule"]


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: path.name)
def test_no_waiting_is_left_to_the_broker(path: Path):
    # a visibility timeout would run such a task again and again: `due_at` stands in the row
    assert re.findall(r"\b(?:countdown|eta)=", path.read_text()) == []


def test_a_worker_that_dies_gives_its_task_back():
    assert (current_app.conf.task_acks_late, current_app.conf.task_reject_on_worker_lost) == (True, True)
    assert current_app.conf.worker_prefetch_multiplier == 1


@REALLY
def test_delivering_twice_sends_once(sign, mailoutbox):
    sign()
    tasks.deliver(), tasks.deliver()
    assert len(mailoutbox) == 1


def test_refreshing_twice_counts_once(petition, confirmed):
    confirmed()
    tasks.refresh_tallies(), tasks.refresh_tallies()
    assert counting.confirmed(petition.pk) == 1


@pytest.mark.parametrize("task", [tasks.refresh_tallies, tasks.recount], ids=lambda task: task.name)
def test_a_task_that_meets_another_at_the_same_work_leaves_it_to_the_other(petition, monkeypatch, task):
    def busy() -> None:
        raise counting.Busy

    monkeypatch.setattr(counting, "_only_one", busy)
    assert task() is None


@REALLY
def test_the_hourly_task_forgets_people_and_the_records_of_letters(sign):
    states.confirmed_days_ago(sign, ANNA, days=31)
    tasks.deliver()
    for letter in Letter.objects.all():
        move_back(letter, hours=25)
    tasks.forget_expired(), tasks.forget_expired()
    assert (Signature.objects.get().sealed, Letter.objects.count()) == (None, 0)


@REALLY
def test_the_reminder_is_owed_and_sent_by_one_task_once(sign, mailoutbox):
    row = sign()
    tasks.deliver()
    move_back(row, hours=1)
    row.refresh_from_db()
    move_back(row, hours=48)
    mailoutbox.clear()
    tasks.send_reminders(), tasks.send_reminders()
    assert [message.subject for message in mailoutbox] == ["Reminder: please confirm"]


def test_the_nightly_recount_puts_right_what_is_wrong_and_says_so_in_the_log(petition, confirmed, caplog):
    confirmed()
    tasks.refresh_tallies()
    Tally.objects.update(confirmed=9)
    tasks.recount()
    assert counting.confirmed(petition.pk) == 1
    assert [record.getMessage().endswith("DE en: tally 9, rows 1") for record in caplog.records] == [True]
