"""How soon the first letter comes on an ordinary day, and how fast a backlog goes out (T5)."""

import time

import pytest

from tests.faults.lab.driver import Crowd, in_parallel
from tests.faults.lab.figures import percentile
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_people

pytestmark = pytest.mark.full
PER_SECOND, SECONDS = 20, 60
BACKLOG, AT_LEAST = 10_000, 66  # letters a second: two for each signature of the highest known peak, 33 a second


@pytest.fixture
def without_workers(site):
    """Nobody pays meanwhile, whatever people owe."""
    for process in (site.beat, *site.workers):
        process.kill()
    yield site
    for process in (site.beat, *site.workers):
        process.kill()


def test_a_letter_comes_within_seconds_at_twenty_signatures_a_second(site, seed, figure):
    people = make_people(PER_SECOND * SECONDS * 2, seed=seed, label="soon")
    with Crowd(site.driver, people, per_second=PER_SECOND) as crowd:
        time.sleep(SECONDS)
    site.settle(seconds=60)
    letters = by_recipient(site.letters())
    took = [letters[one.email][0].at - said.sent_at for one, said in zip(people, crowd.answers, strict=False)]
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    words = f"{len(took)} letters at {PER_SECOND} signatures/s: p50 {p50:.2f} s, p99 {p99:.2f} s after the press"
    figure("T5", words, limit="p50 < 3 s, p99 < 15 s", reached=p50 < 3 and p99 < 15)


def test_a_backlog_of_ten_thousand_goes_out_faster_than_the_highest_known_peak_came_in(without_workers, seed, figure):
    site, before = without_workers, without_workers.ground.mailbox.count()
    people = make_people(BACKLOG, seed=seed + 1, label="backlog")
    in_parallel(site.driver.sign_person, people, threads=8)
    assert site.unpaid() == BACKLOG
    for process in (*site.workers, site.beat):
        process.start()
    started = time.time()
    site.settle(seconds=600)
    letters = site.ground.mailbox.letters(before)
    took = max(letter.at for letter in letters) - started
    words = f"{len(letters)} letters by two workers in {took:.0f} s of their start: {len(letters) / took:.0f}/s"
    figure("T5", words, limit=f"≥ {AT_LEAST}/s", reached=len(letters) == BACKLOG and len(letters) / took >= AT_LEAST)
