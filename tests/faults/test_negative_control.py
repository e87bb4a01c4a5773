"""The kill tests can fail: a site that only publishes on commit loses letters in the same storm.

If this test fails, the laboratory is broken, and a green `test_kills` proves nothing.
"""

import time

import pytest
import redis

from tests.faults.lab.letters import by_recipient
from tests.faults.lab.site import Site
from tests.faults.lab.storm import Plan, run_storm

pytestmark = pytest.mark.full

# A mail server so slow that tasks wait in the queue when Valkey dies; the product stands the same.
SLOW = 0.25
SMOKE = Plan(workers=2, webs=1, postgres=0, valkey_dead_seconds=1, mail_seconds=SLOW)
FULL = Plan(workers=10, webs=5, postgres=0, valkey_dead_seconds=5, mail_seconds=SLOW)


@pytest.fixture(scope="module")
def bare_site(ground, seed):
    site = Site(
        ground, wsgi="tests.faults.lab.bare_wsgi:application", worker_app="tests.faults.lab.bare_publish"
    ).start()
    yield site
    site.stop()


def still_queued(site) -> int:
    """Tasks that may yet be run: waiting, or taken by a killed worker and not given back so far."""
    with redis.from_url(site.ground.valkey.url(site.number)) as client:
        return client.llen("celery") + client.hlen("unacked")


def wait_for_quiet(site, *, seconds: float = 3):
    """Until no letter has come for so long."""
    count, since = site.ground.mailbox.count(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.2)
        if site.ground.mailbox.count() != count:
            count, since = site.ground.mailbox.count(), time.monotonic()


def test_a_plain_publish_on_commit_loses_letters(bare_site, seed, is_full, say, figure):
    record = run_storm(bare_site, FULL if is_full else SMOKE, seed=seed)
    wait_for_quiet(bare_site)
    missing = set(bare_site.driver.acknowledged()) - set(by_recipient(bare_site.letters()))
    queued = still_queued(bare_site)
    say(f"{record.statuses()}; without a letter: {len(missing)}, at most {queued} of them still queued")
    assert bare_site.query("SELECT count(*) FROM petitions_letter") == [(0,)]
    lost = len(missing) - queued
    figure("T1", f"negative control, publish on commit: {lost} lost", limit="≥ 1 lost", reached=lost >= 1)
