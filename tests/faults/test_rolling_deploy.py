"""A new version goes live, and is taken back, process by process, while people sign and read: nobody notices.

Two trees of code (`lab/next_version.py`), the sample proxy before two web servers, two workers and beat.
"""

import shutil
import time

import pytest

from tests.faults.lab.driver import Crowd
from tests.faults.lab.letters import by_recipient, count_copies
from tests.faults.lab.next_version import make_next
from tests.faults.lab.people import make_people
from tests.faults.lab.rolling import Reader, rolling_site

pytestmark = pytest.mark.full
PER_SECOND = 50


@pytest.fixture(scope="module")
def rolled(ground, seed):
    """Forwards and back again under load: (site, everybody's answers, what a reader met)."""
    old, new = ground.code, ground.folder / "next"
    shutil.copytree(old, new)
    make_next(new)
    (new / "staticfiles").symlink_to(old / "staticfiles")  # one folder: an old page finds its files for ever
    with rolling_site(ground) as site:
        people = make_people(20_000, seed=seed, label="rolling")
        with Crowd(site.driver, people, per_second=PER_SECOND) as crowd, Reader(site) as reader:
            time.sleep(1)
            for tree in (new, old):
                site.prepare(tree)
                site.roll(tree)
            time.sleep(1)
        site.settle(seconds=60)
        yield site, crowd, reader


def statuses(crowd) -> dict:
    found = [getattr(one, "status", None) for one in crowd.answers]
    return {status: found.count(status) for status in sorted(set(found), key=str)}


def test_while_versions_change_everybody_who_signs_is_thanked_FT_31(rolled, say):
    _, crowd, _ = rolled
    say(f"rolled forwards and back at {PER_SECOND} signatures/s: answers {statuses(crowd)}")
    assert set(statuses(crowd)) == {303}


def test_while_versions_change_every_page_and_all_that_it_names_is_there_FT_31(rolled, say):
    _, _, reader = rolled
    say(f"a reader met {reader.found}")
    assert len([path for path in reader.opened if path.startswith("/static/css/site.")]) == 2  # one of each version
    assert reader.bad[:5] == []


def test_a_hint_that_the_other_version_does_not_know_costs_nobody_a_letter_FT_31(rolled):
    site, _, _ = rolled
    logs = b"".join(log for name, log in site.logs().items() if "worker" in name)
    assert b"unregistered task" in logs  # the trees do differ
    assert set(site.driver.acknowledged()) - set(by_recipient(site.letters())) == set()
    copies = count_copies(site.letters())
    assert (copies.extra, copies.differences) == (0, [])


def test_rows_of_both_versions_stand_side_by_side_FT_31(rolled):
    site, _, _ = rolled
    assert site.signatures() >= len(site.driver.acknowledged()) > 10 * PER_SECOND
    assert site.manage("recount", "--check", check=False).returncode == 0
