"""Somebody types thousands of strangers' addresses: the hour's letters go, the rest waits and is seen, none is lost."""

import time

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.processes import wait_until
from tests.faults.lab.rig import Rig

pytestmark = pytest.mark.full

WAITING = "SELECT count(*) FROM petitions_letter WHERE closed_at IS NULL AND attempts = 0 AND leased_until IS NULL"


@pytest.fixture(scope="module")
def flood(ground, is_full):
    """(site, victims, budget): all were thanked, and two workers had time to send more than they may."""
    budget, victims = (1000, 10_000) if is_full else (50, 200)
    site = Rig(ground, LETTERS_PER_HOUR=str(budget)).start()
    people = site.new_people(victims)
    answers = in_parallel(site.driver.sign_person, people, threads=8)
    assert {answer.status for answer in answers} == {303}
    wait_until(lambda: len(site.letters()) >= budget, seconds=600, what=f"{budget} letters")
    time.sleep(60 if is_full else 11)  # sweeps enough
    yield site, people, budget
    site.stop()


def test_of_ten_thousand_victims_only_the_budget_of_an_hour_gets_a_letter_EM_11(flood, say):
    site, people, budget = flood
    waiting = site.query(WAITING)[0][0]
    say(f"{len(people)} victims: {len(site.letters())} letters, {waiting} wait")
    assert (len(site.letters()), waiting) == (budget, len(people) - budget)


def test_letters_that_wait_for_the_budget_ring_the_alarm_EM_11(flood):
    site, people, budget = flood
    status, facts = site.status()
    numbers = [facts[f"letters_{name}"] for name in ("per_hour", "in_the_last_hour", "waiting_for_the_budget")]
    assert (status, facts["well"], numbers) == (503, False, [budget, budget, len(people) - budget])


def test_who_confirms_in_the_middle_of_a_flood_gets_the_receipt_EM_11(flood):
    site, _, budget = flood
    letter = site.letters()[0]
    site.driver.post(letter.link("confirm"), {})
    wait_until(lambda: len(site.letters()) == budget + 1, seconds=30, what="the receipt")
    assert (site.letters()[-1].recipients, site.letters()[-1].kind) == (letter.recipients, "receipt")


def test_when_the_budget_is_raised_everybody_who_waited_gets_the_letter_EM_11(flood, is_full, say):
    site, people, _ = flood
    for process in (site.web, *site.workers):
        process.env["LETTERS_PER_HOUR"] = "100000"
    start = time.monotonic()
    for number in range(2):
        site.restart_worker(number)
    site.restart_web()
    site.settle(seconds=1800 if is_full else 90)
    say(f"the rest had gone {time.monotonic() - start:.0f} s after the budget was raised")
    firsts = [letter for letter in site.letters() if letter.kind == "confirmation"]
    assert sorted(letter.recipients[0] for letter in firsts) == sorted(person.email for person in people)
    assert site.status()[0] == 200
