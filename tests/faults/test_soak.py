"""The soak: thousands sign while every process dies again and again; judged by the driver's own ledger.

Full tier: 20,000 signatures, 60 kills of workers, 20 of web, 5 immediate stops of PostgreSQL, 5 kills of Valkey,
2 freezes of 60 s, 5 outages of the mail server. `--soak N` takes N signatures instead, `--seeds 2` does it twice.
"""

from dataclasses import replace

import pytest

from tests.faults.conftest import option
from tests.faults.lab.letters import by_recipient, count_copies
from tests.faults.lab.soak import FULL, SMOKE, Soak
from tests.faults.lab.storm import let_everything_settle

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def soak(site, seed, is_full, request):
    """The soak over this site, after everything owed was paid."""

    def tell(*words):
        with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
            print("\n    soak, seed", seed, *words, end="", flush=True)

    wanted = int(option(request.config, "soak", "0"))
    size = FULL if is_full else SMOKE
    run = Soak(site, replace(size, signatures=wanted) if wanted else size, seed=seed, tell=tell)
    run.run()
    let_everything_settle(site, is_full=is_full)
    return run


@pytest.fixture(scope="module")
def thanked(site, soak):
    return set(site.driver.acknowledged())


def test_every_fault_has_struck_as_often_as_promised(soak, thanked, say):
    say(f"{len(thanked)} thanked of {len(soak.record.answers)} posts, answers {soak.record.statuses()}")
    assert soak.struck == {name: soak.size.faults().count(name) for name in soak.size.faults()}
    assert len(thanked) >= soak.size.signatures


def test_nobody_ever_met_an_error_of_ours(soak):
    assert set(soak.record.statuses()) <= {303, 503, None}


def test_everybody_who_was_thanked_has_a_row(site, thanked):
    kept = {row["opened"][1] for row in site.rows()}
    assert len(thanked - kept) == 0


def test_everybody_who_was_thanked_has_a_letter(site, thanked, say):
    lost = thanked - set(by_recipient(site.letters()))
    say(f"lost: {len(lost)} of {len(thanked)}")
    assert len(lost) == 0


def test_extra_copies_are_at_most_one_in_a_hundred_and_identical(site, soak, is_full, say):
    copies = count_copies(site.letters())
    say(f"{copies.messages} letters, {copies.extra} extra copies ({copies.share:.2%})")
    assert copies.differences == []
    assert copies.share <= 0.01 or (not is_full and copies.extra <= soak.record.in_flight)


def test_every_debt_of_the_soak_has_ended_as_a_letter_that_left(site, soak):
    ends = dict(site.query("SELECT outcome, count(*) FROM petitions_letter GROUP BY outcome"))
    assert set(ends) <= {"sent", "dropped"}
