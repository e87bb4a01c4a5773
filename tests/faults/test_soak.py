"""The soak: thousands sign while every process dies again and again; judged by the driver's own ledger.

Full tier: 20,000 signatures, 100 kills of workers, 30 of web, 10 immediate stops of PostgreSQL, 10 kills of Valkey,
3 freezes of 60 s, 10 outages of the mail server of 20 s. `--soak N` takes N signatures instead, and fewer faults in
proportion; `--seeds 2` does it twice. `python -m tests.faults` runs several seeds side by side.
"""

import pytest

from tests.faults.conftest import option
from tests.faults.lab.letters import by_recipient, count_copies, for_one_person
from tests.faults.lab.soak import FULL, Soak
from tests.faults.lab.storm import let_everything_settle

pytestmark = pytest.mark.full
MOST_COPIES = 3  # of one letter


@pytest.fixture(scope="module")
def soak(site, seed, request):
    """The soak over this site, after everything owed was paid."""

    def tell(*words):
        with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
            print("\n    soak, seed", seed, *words, end="", flush=True)

    wanted = int(option(request.config, "soak", "0"))
    run = Soak(site, FULL.shortened(wanted) if wanted else FULL, seed=seed, tell=tell)
    run.run()
    let_everything_settle(site, is_full=True)
    return run


@pytest.fixture(scope="module")
def thanked(site, soak):
    return set(site.driver.acknowledged())


@pytest.fixture(scope="module")
def letters(site, soak):
    """All of them, read once: tens of thousands."""
    return site.letters()


def test_every_fault_has_struck_as_often_as_promised(soak, thanked, say):
    say(f"{len(thanked)} thanked of {len(soak.record.answers)} posts, answers {soak.record.statuses()}")
    assert soak.struck == soak.size.counts()
    assert len(thanked) >= soak.size.signatures


def test_nobody_ever_met_an_error_of_ours(soak):
    assert set(soak.record.statuses()) <= {303, 503, None}


def test_everybody_who_was_thanked_has_a_row(site, seed, thanked, figure):
    kept = {row["opened"][1] for row in site.rows()}
    missing = len(thanked - kept)
    figure("T3", f"seed {seed}: {missing} of {len(thanked)} thanked people have no row", limit="0", reached=not missing)


def test_everybody_who_was_thanked_has_a_letter(soak, seed, thanked, letters, figure):
    lost = len(thanked - set(by_recipient(letters)))
    struck = ", ".join(f"{name} {count}" for name, count in soak.struck.items())
    figure("T1", f"seed {seed}: {lost} of {len(thanked)} lost; struck: {struck}", limit="0", reached=not lost)


def test_extra_copies_are_identical_at_most_one_in_a_hundred_and_never_more_than_was_in_flight(
    soak, seed, letters, figure
):
    copies = count_copies(letters)
    assert copies.differences == []
    figure(
        "T2",
        f"seed {seed}: {copies.extra} of {copies.messages} letters are extra copies ({copies.share:.2%})",
        limit=f"1 %, and the {soak.record.in_flight} that were in flight",
        reached=copies.share <= 0.01 and copies.extra <= soak.record.in_flight,
    )


def test_nobody_gets_more_than_three_copies_and_all_are_one_letter_with_one_link(seed, letters, figure):
    most, several = for_one_person(letters, step="confirm")
    words = f"seed {seed}: at most {most} copies for one person; {several} people have two letters or links, or none"
    figure("T2", words, limit=f"{MOST_COPIES}; 0", reached=most <= MOST_COPIES and not several)


def test_every_debt_of_the_soak_has_ended_as_a_letter_that_left(site, soak):
    ends = dict(site.query("SELECT outcome, count(*) FROM petitions_letter GROUP BY outcome"))
    assert set(ends) <= {"sent", "dropped"}
