"""The commands that operators type: safe to repeat, clear in their words, and zero only on success."""

import subprocess
import sys
import time
from io import StringIO
from threading import Thread

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError

from petitions import clock, counting, delivery, outbox, signing
from petitions.management.commands import deliver
from petitions.models import Letter, Signature, Tally
from tests import everything, states
from tests.past import move_back

ANNA = "anna@example.org"
COMMANDS = (
    "demo", "deliver", "recount", "export_counts", "catalogs", "forget", "forget_expired", "replay_journal", "release",
    "keys", "rotate_vault", "retention", "vault_drill", "close",
)  # fmt: skip


def say(*words: object, **options: object) -> list[str]:
    """The lines that a command writes."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=out, **options)
    return out.getvalue().splitlines()


def typed(*words: str) -> subprocess.CompletedProcess:
    """The command as an operator types it, in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=settings.BASE_DIR)


# --- all of them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as end:
        call_command(command, "--help")
    assert end.value.code in (0, None)
    words = capsys.readouterr().out
    assert (words.startswith("usage: "), len(words.split("\n\n")[1]) > 30) == (True, True)


def test_a_command_that_fails_says_why_in_one_line_and_ends_with_one():
    done = typed("forget", "no address")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert done.stderr.startswith("CommandError: This is not an address")


def test_a_command_that_succeeds_ends_with_zero():
    done = typed("keys")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_option_is_an_error():
    assert typed("recount", "--everything").returncode != 0


# --- deliver --------------------------------------------------------------------------------------------------------


def test_deliver_pays_what_is_due_and_says_how_many(sign, mailoutbox):
    sign(ANNA)
    sign("bela@example.org")
    assert [say("deliver"), say("deliver")] == [["Sent: 2"], ["Sent: 0"]]
    assert len(mailoutbox) == 2


def test_deliver_without_the_private_key_says_so_and_touches_no_letter(sign, monkeypatch):
    sign()
    monkeypatch.setattr(settings, "VAULT_PRIVATE_KEY", "")
    with pytest.raises(CommandError, match="VAULT_PRIVATE_KEY is not here"):
        say("deliver")
    assert Letter.objects.get().attempts == 0


def test_deliver_does_not_call_it_success_when_the_mail_server_is_down(sign, monkeypatch):
    sign()

    def refuse(mailer, message):
        delivery.BREAKER.trip()
        raise delivery.ServerDown("ConnectionRefusedError")

    monkeypatch.setattr(delivery.Mailer, "send", refuse)
    with pytest.raises(CommandError, match="mail server"):
        say("deliver")
    assert Letter.objects.get().closed_at is None


@pytest.mark.django_db(transaction=True)
def test_deliver_watch_goes_on_and_outlives_a_database_that_was_away(sign, mailoutbox, monkeypatch):
    rounds = []

    class Stop(Exception):
        pass

    def pause(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 4:
            raise Stop
        sign(f"person{len(rounds)}@example.org")

    pay = outbox.pay
    away = iter([False, True, False, False])
    monkeypatch.setattr(deliver.time, "sleep", pause)
    monkeypatch.setattr(
        outbox, "pay", lambda **how: (_ for _ in ()).throw(OperationalError) if next(away) else pay(**how)
    )
    with pytest.raises(Stop):
        say("deliver", "--watch")
    assert len(mailoutbox) == 3


# --- recount --------------------------------------------------------------------------------------------------------


@pytest.fixture
def wrong(petition, confirmed) -> str:
    confirmed()
    counting.refresh()
    Tally.objects.update(confirmed=7)
    return f"child-safety-on {Tally.objects.get().day} DE en: tally 7, rows 1"


def test_recount_check_names_the_difference_fails_and_changes_nothing(wrong):
    before = everything.rows()
    with pytest.raises(CommandError) as failed:
        say("recount", "--check")
    assert (str(failed.value), everything.rows()) == (f"Tallies differ from rows: {wrong}", before)


def test_recount_puts_it_right_and_the_check_then_succeeds(wrong):
    say("recount")
    assert say("recount", "--check") == ["child-safety-on: 1 confirmed; 0 frozen tallies skipped."]


def test_recount_twice_changes_nothing_the_second_time(petition, confirmed):
    confirmed()
    assert say("recount") == say("recount") == ["child-safety-on: 1 confirmed; 0 frozen tallies skipped."]


def test_recount_says_that_it_skips_what_is_frozen(petition, confirmed):
    confirmed()
    counting.freeze(petition)
    Signature.objects.all().delete()
    assert say("recount") == ["child-safety-on: 1 confirmed; 1 frozen tallies skipped."]


def test_recount_beside_a_refresher_asks_to_try_again(petition, monkeypatch):
    def busy() -> None:
        raise counting.Busy

    monkeypatch.setattr(counting, "_only_one", busy)
    with pytest.raises(CommandError, match="try again in a moment"):
        say("recount")


# --- forget ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_forget_says_the_same_whether_the_address_was_known_or_not(sign, state):
    state(sign, ANNA)
    assert say("forget", "Anna+x@example.org") == ["Whatever we held for this address is deleted."]
    assert Signature.objects.count() == 0


def test_forget_verbose_also_says_how_many_went(sign):
    sign(ANNA)
    counts = [say("forget", ANNA, "--verbose")[1], say("forget", ANNA, "--verbose")[1]]
    assert counts == ["Rows deleted: 1", "Rows deleted: 0"]


@pytest.mark.parametrize("address", ["", "anna", "anna@localhost", "jörg@example.org"])
def test_forget_refuses_what_is_no_address(db, address):
    with pytest.raises(CommandError, match="not an address"):
        say("forget", address)


# --- the retention rules --------------------------------------------------------------------------------------------


def test_forget_expired_only_looks_when_it_is_dry(sign):
    move_back(sign(), days=15)
    before = everything.rows()
    assert say("forget_expired", "--dry-run")[0] == "unconfirmed: 1"
    assert everything.rows() == before


def test_forget_expired_does_what_the_dry_run_said_once(sign):
    move_back(sign(), days=15)
    assert [say("forget_expired")[0], say("forget_expired")[0]] == ["unconfirmed: 1", "unconfirmed: 0"]


def test_forget_expired_also_drops_the_records_of_letters(sign):
    sign()
    outbox.pay()
    move_back(Letter.objects.get(), hours=25)
    assert say("forget_expired")[-1] == "letter records: 1"


def test_replay_journal_erases_again_what_a_restore_brought_back(confirmed):
    row = confirmed()
    signing.withdraw(row.pk)
    Signature.objects.bulk_create([row])
    assert [say("replay_journal")[0] for _ in range(2)] == ["Rows deleted again: 1", "Rows deleted again: 0"]


def test_replay_journal_lets_no_letter_of_the_backup_go_out_by_itself(sign, mailoutbox):
    sign()
    said = [say("replay_journal")[1] for _ in range(2)]
    outbox.pay()
    assert (said, mailoutbox) == (["Letters set aside: 1", "Letters set aside: 0"], [])
    assert Letter.objects.values_list("outcome", "error_class", "sealed_to").get() == ("failed", "restored", None)


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_typed_at_once_send_each_letter_once(sign, mailoutbox):
    for number in range(30):
        sign(f"person{number}@example.org")
    people = [Thread(target=call_command, args=("deliver",), kwargs={"stdout": StringIO()}) for _ in range(2)]
    start = time.monotonic()
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert (len(mailoutbox), time.monotonic() - start < 30) == (30, True)
    assert Letter.objects.filter(closed_at__lte=clock.now()).count() == 30
