"""A database that a backup brought back says so: nothing is sent, nobody signs, until erasures are replayed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from petitions import erasure, outbox, restored
from petitions.models import Letter

ours = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's tables have no numbers")


def note(words: str | None):
    """What the table says of itself; a dump brings back what it said on the day of the backup."""
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE petitions_letter IS %s", [words])


@pytest.fixture
def backup(db):
    restored.settle()
    note("table 4711")


def say(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_database_that_was_never_released_or_is_where_it_was_is_no_backup(db):
    never = restored.is_one()
    restored.settle()
    restored.settle()
    assert (never, restored.is_one()) == (False, False)


@ours
def test_in_a_restored_database_no_letter_is_claimed_and_none_expires(backup, sign, mailoutbox):
    sign()
    Letter.objects.update(created_at=timezone.now() - timedelta(hours=49))
    with pytest.raises(restored.Restored):
        outbox.pay()
    assert (mailoutbox, Letter.objects.values_list("attempts", "outcome").get()) == ([], (0, ""))


@ours
def test_who_sends_by_hand_is_told_what_to_do_first(backup):
    with pytest.raises(CommandError, match="Sending is paused: .* run `manage.py replay_journal`"):
        say("deliver")


@ours
def test_a_restored_database_is_not_released_so_neither_web_nor_worker_starts(backup):
    with pytest.raises(CommandError, match="Not released: .* run `manage.py replay_journal`, then release again"):
        say("release")


@ours
def test_when_erasures_are_replayed_letters_go_again_and_only_new_ones(backup, sign, mailoutbox):
    sign("old@example.org")
    say("replay_journal")
    say("release")
    sign("new@example.org")
    outbox.pay()
    assert [message.to for message in mailoutbox] == [["new@example.org"]]


def test_a_lost_journal_is_said_where_it_is_missed(db):
    assert say("replay_journal").splitlines()[-1].startswith("There is no journal here")


def test_row_numbers_move_on_though_nobody_was_ever_erased(sign):
    before = sign("old@example.org").pk
    assert erasure.replay_journal() == 0
    assert sign("new@example.org").pk > before + 1000
