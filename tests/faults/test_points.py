"""Processes die at a named place: between saving and telling, between sending and settling, one child at a time.

The rig's leases last six seconds, so that a dead worker's letters are soon free again.
"""

import random
import signal

import pytest

from tests.faults.lab.driver import NoAnswer, in_parallel
from tests.faults.lab.letters import count_copies
from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import CHILDREN


def sign_into_death(rig, point: str):
    """Somebody signs, and the web process dies at this point; the person gets no answer."""
    (person,) = rig.new_people(1)
    before = rig.signatures()
    rig.arm(point)
    with pytest.raises(NoAnswer):
        rig.driver.sign_person(person)
    rig.restart_web()
    return person, rig.signatures() - before


@pytest.mark.full
def test_a_web_process_that_dies_right_after_the_commit_owes_the_letter_FT_01(rig):
    person, new_rows = sign_into_death(rig, "after_commit")
    assert (new_rows, rig.unpaired()) == (1, 0)
    rig.wait_for_letters([person], seconds=30)


@pytest.mark.full
def test_a_web_process_that_dies_before_the_commit_leaves_nothing_and_the_next_try_counts_once_FT_02(rig):
    person, new_rows = sign_into_death(rig, "before_commit")
    assert new_rows == 0
    before = rig.signatures()
    assert rig.driver.sign_person(person).status == 303
    rig.wait_for_letters([person], seconds=30)
    rig.settle(seconds=30)
    assert (rig.signatures() - before, len(rig.letters_of([person])[person.email])) == (1, 1)


@pytest.fixture(scope="module")
def twice(rig):
    """A worker dies after the server's 250 and before it has settled: both copies of the letter."""
    rig.arm("after_smtp")
    people = rig.sign_new(1)
    rig.wait_for_letters(people, seconds=60, copies=2)
    rig.settle(seconds=30)
    return rig.letters_of(people)[people[0].email]


@pytest.mark.full
def test_a_worker_that_dies_after_the_250_sends_exactly_one_identical_copy_more_FT_04(twice):
    copies = count_copies(twice)
    assert (copies.messages, copies.extra, copies.differences) == (2, 1, [])


@pytest.mark.full
def test_the_links_of_both_copies_work_and_count_once_FT_04(rig, twice):
    before = rig.confirmed()
    links = [letter.link("confirm") for letter in twice]
    assert [rig.driver.get(link).status for link in links] == [200, 200]
    assert [rig.driver.post(link, {}).status for link in links] == [303, 303]
    rig.seconds_until_count_is(before + 1, seconds=30)


@pytest.mark.full
def test_a_pool_whose_children_are_killed_refills_and_loses_no_letter_FT_05(rig, seed, is_full):
    chance = random.Random(seed)
    people = []
    for _ in range(20 if is_full else 2):
        people += rig.sign_new(5)
        wait_until(lambda: len(rig.pool()) == CHILDREN, seconds=30, what="a full pool")
        chance.choice(rig.pool()).kill()
    rig.wait_for_letters(people, seconds=90)
    rig.settle(seconds=60)
    mine = [letter for letters in rig.letters_of(people).values() for letter in letters]
    assert count_copies(mine).differences == []


def test_a_worker_without_memory_for_one_letter_writes_it_later_FT_05(rig):
    rig.arm("memory")
    people = rig.sign_new(2)
    wait_until(lambda: rig.is_fired("memory"), seconds=30, what="a want of memory")
    rig.make_due()
    rig.wait_for_letters(people, seconds=60)


@pytest.mark.full
def test_workers_that_are_asked_to_stop_with_a_backlog_lose_no_letter_FT_06(rig, is_full, say):
    people = []
    rig.ground.mailbox.misbehave("slow", 0.05)
    for number in range(20 if is_full else 1):
        crowd = rig.new_people(100 if is_full else 30)
        in_parallel(rig.driver.sign_person, crowd, threads=8)
        people += crowd
        worker = rig.workers[number % 2]
        worker.stop(signum=signal.SIGTERM)
        worker.start()
        rig.wait_for_worker(worker)
    rig.ground.mailbox.misbehave("ok")
    rig.wait_for_letters(people, seconds=180)
    rig.settle(seconds=60)
    copies = count_copies([letter for letters in rig.letters_of(people).values() for letter in letters])
    say(f"{len(people)} letters through warm shutdowns, {copies.extra} extra copies")
    assert copies.differences == []


@pytest.mark.full
def test_after_a_power_cut_of_the_whole_host_everything_settles_by_itself_FT_37(rig, is_full):
    people = []
    for _ in range(5 if is_full else 1):
        crowd = rig.new_people(20)
        answers = in_parallel(rig.driver.sign_person, crowd, threads=8)
        people += [person for person, answer in zip(crowd, answers, strict=True) if answer.status == 303]
        rig.kill_host()
        rig.boot_host()
    assert rig.unpaired() == 0
    rig.wait_for_letters(people, seconds=120)
    rig.settle(seconds=120)
    for worker in rig.workers:
        rig.wait_for_worker(worker)
