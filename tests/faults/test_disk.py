"""The database's disk is full: people hear 503, and with room again everything goes on without a hand in the data.

Full tier only. The disk is a tmpfs: see `lab/small_disk.py`.
"""

import pytest

from tests.faults.lab.driver import NoAnswer
from tests.faults.lab.rig import Rig
from tests.faults.lab.small_disk import small_disk

SMALL_LOG = {"min_wal_size": "32MB", "max_wal_size": "32MB"}  # so that the log itself does not fill the disk


@pytest.fixture
def cramped(ground):
    """A site whose PostgreSQL lives on a small disk."""
    with small_disk(ground.folder / "disk", megabytes=260) as disk:
        own = ground.with_database_in(ground.folder / "cramped", **SMALL_LOG)
        own.postgres.data, own.postgres.inside = disk.folder / "data", disk.inside
        own.postgres.start()
        site = Rig(own, workers=0, has_beat=False).start()
        site.disk = disk
        yield site
        site.stop()
        own.postgres.stop_immediate()


def status_of(site, person):
    try:
        return site.driver.sign_person(person).status
    except NoAnswer:
        return None


@pytest.mark.full
def test_a_full_disk_is_a_short_break_and_room_is_all_that_it_needs_FT_22(cramped, say):
    before = cramped.sign_new(20)
    cramped.disk.fill()
    people, found = iter(cramped.new_people(4000)), {}
    while found.get(503, 0) < 20 and sum(found.values()) < 4000:
        status = status_of(cramped, next(people))
        found[status] = found.get(status, 0) + 1
    cramped.disk.make_room()
    if not cramped.ground.postgres.process.is_running():
        cramped.ground.postgres.start()  # as its supervisor does
    cramped.wait_for_web()
    after = cramped.sign_new(100)
    thanked = len(cramped.driver.acknowledged())
    say(f"with a full disk {found}; then 100 more; {thanked} thanked, {cramped.signatures()} rows")
    assert set(found) <= {303, 503}
    assert found[503] >= 20
    assert (cramped.signatures() >= thanked >= len(before) + len(after), cramped.unpaired()) == (True, 0)
