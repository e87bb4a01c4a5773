"""The journal outside the database: who was erased stays erased after a restore, and the journal knows nobody."""

import re
import stat

import pytest
from django.conf import settings
from django.db import transaction

from petitions import counting, erasure, signing
from petitions.models import Signature
from tests import states

ANNA = "canary.anna@example.org"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (\d+) (withdrawn|not-me|forget)")


def journal() -> list[str]:
    return settings.ERASURE_JOURNAL.read_text().splitlines() if settings.ERASURE_JOURNAL.exists() else []


def restore(row: Signature) -> None:
    """As a backup of yesterday would: the row is there again, under its old number."""
    Signature.objects.bulk_create([row])


def test_each_erasure_that_a_person_asked_for_leaves_one_line_with_time_number_and_reason(sign):
    numbers = []
    for leave in (signing.withdraw, signing.disown, lambda _: erasure.forget_address(ANNA)):
        row = sign(ANNA, name="Canary Name")
        numbers.append(row.pk)
        leave(row.pk)
    found = [LINE.fullmatch(line).groups() for line in journal()]
    assert found == list(zip(map(str, numbers), ("withdrawn", "not-me", "forget"), strict=True))


def test_the_journal_is_for_its_owner_s_eyes_alone(sign):
    signing.withdraw(sign().pk)
    assert stat.S_IMODE(settings.ERASURE_JOURNAL.stat().st_mode) == 0o600


def test_the_line_is_on_disk_before_the_row_is_gone_for_good(sign):
    row = sign()

    class Crash(BaseException):
        pass

    with pytest.raises(Crash), transaction.atomic():  # noqa: PT012
        erasure.delete_signature(row, why="withdrawn")
        row.pk = row.id = int(LINE.fullmatch(journal()[0]).group(1))
        raise Crash
    assert Signature.objects.filter(pk=row.pk).exists()
    assert erasure.replay_journal() == 1  # what its owner asked for


def test_what_we_forget_by_rule_needs_no_line(petition, sign):
    states.forgotten(sign, ANNA)
    assert journal() == []


def test_after_a_restore_erased_people_are_erased_again_and_the_count_follows(petition, sign):
    row = states.confirmed(sign, ANNA)
    states.confirmed(sign, "bela@example.org")
    signing.withdraw(row.pk)
    restore(row)
    counting.recount(petition)
    assert counting.confirmed(petition.pk) == 2
    assert [erasure.replay_journal(), erasure.replay_journal()] == [1, 0]
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


def test_a_replay_touches_nobody_who_is_not_in_the_journal(sign):
    gone, stays = sign(ANNA), sign("bela@example.org")
    signing.withdraw(gone.pk)
    assert erasure.replay_journal() == 0
    assert list(Signature.objects.values_list("pk", flat=True)) == [stays.pk]


@pytest.mark.parametrize("rows", [0, 2])
def test_no_new_signature_ever_gets_a_number_of_the_journal(sign, rows):
    for number in range(rows):
        sign(f"person{number}@example.org")
    highest = 10**9 + 7
    settings.ERASURE_JOURNAL.write_text(f"2026-01-01T00:00:00Z {highest} withdrawn\n")
    erasure.replay_journal()
    assert sign(ANNA).pk > highest


def test_without_a_journal_there_is_nothing_to_do(db):
    assert erasure.replay_journal() == 0


@pytest.mark.parametrize("torn", ["2026-01-0", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z x", "\x00\x00\x00"])
def test_a_line_that_a_crash_tore_stops_no_replay(sign, torn):
    row = sign()
    signing.withdraw(row.pk)
    with settings.ERASURE_JOURNAL.open("a") as file:
        file.write(torn)
    restore(row)
    assert erasure.replay_journal() == 1


def test_a_line_after_a_torn_one_is_still_read(sign):
    settings.ERASURE_JOURNAL.write_text("2026-01-01T00:0")
    row = sign()
    signing.withdraw(row.pk)
    restore(row)
    assert erasure.replay_journal() == 1
