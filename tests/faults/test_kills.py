"""Processes are killed while people sign: nobody who was thanked is lost, and nobody waits for it.

Full tier: 10 kills of workers, 5 of web, 3 immediate stops of PostgreSQL, Valkey killed and frozen for 30 s.
"""

import pytest

from tests.faults.lab.figures import histogram, percentile, summary
from tests.faults.lab.letters import by_recipient, count_copies
from tests.faults.lab.storm import Plan, let_everything_settle, run_storm

SMOKE = Plan(workers=1, webs=1, postgres=1, valkey_dead_seconds=1, valkey_frozen_seconds=1, pause_seconds=(0.2, 0.5))
FULL = Plan(workers=10, webs=5, postgres=3, valkey_dead_seconds=30, valkey_frozen_seconds=30, pause_seconds=(1.5, 3.5))


@pytest.fixture(scope="module")
def storm(site, seed, is_full):
    """The storm over this site, after it has settled."""
    record = run_storm(site, FULL if is_full else SMOKE, seed=seed)
    let_everything_settle(site, is_full=is_full)
    return record


def test_people_kept_signing_through_the_storm(site, storm, say):
    say(f"{len(storm.answers)} posts, answers {storm.statuses()}, acknowledged {len(site.driver.acknowledged())}")
    assert set(storm.statuses()) <= {303, 503, None}
    assert len(site.driver.acknowledged()) == storm.statuses()[303]


def test_every_acknowledged_signature_has_its_row(site, storm):
    kept = {row["opened"][1] for row in site.rows()}
    assert set(site.driver.acknowledged()) - kept == set()


def test_every_acknowledged_signature_has_its_letter(site, storm):
    assert set(site.driver.acknowledged()) - set(by_recipient(site.letters())) == set()


def test_even_those_who_got_no_answer_have_a_letter_when_they_have_a_row(site, storm):
    kept = {row["opened"][1] for row in site.rows()}
    assert kept - set(by_recipient(site.letters())) == set()


def test_extra_copies_are_few_and_byte_identical(site, storm, is_full, say):
    copies = count_copies(site.letters())
    say(f"{copies.messages} letters, {copies.extra} extra copies ({copies.share:.2%})")
    assert copies.differences == []
    assert copies.share <= 0.01 or (not is_full and copies.extra <= storm.in_flight)


@pytest.mark.parametrize("fault", ["dead", "frozen"])
def test_nobody_waits_for_a_broker_that_is_away(storm, fault, say, figure):
    seconds = [answer.seconds for answer in storm.during(fault)]
    say(f"Valkey {fault}:\n{histogram(seconds)}")
    assert {answer.status for answer in storm.during(fault)} == {303}
    figure("T4", f"Valkey {fault}: {summary(seconds)}", limit="p99 < 300 ms", reached=percentile(seconds, 0.99) < 0.3)


def test_rows_and_tallies_agree_after_the_storm(site, storm):
    done = site.manage("recount", "--check", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
