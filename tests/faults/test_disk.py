"""The database's disk is full: people hear 503, and with room again everything goes on without a hand in the data.

Full tier only, and only where we may mount a small disk of memory (as root).
"""

import copy
import subprocess
from contextlib import contextmanager

import pytest

from tests.faults.lab import postgres
from tests.faults.lab.driver import NoAnswer
from tests.faults.lab.rig import Rig

SMALL_LOG = {"min_wal_size": "32MB", "max_wal_size": "32MB"}  # so that the log itself does not fill the disk


@contextmanager
def small_disk(folder, *, megabytes: int):
    """A file system of its own on memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def cramped(ground, monkeypatch):
    """A site whose PostgreSQL lives on a small disk."""
    monkeypatch.setattr(postgres, "SETTINGS", postgres.SETTINGS | SMALL_LOG)
    with small_disk(ground.folder / "disk", megabytes=260) as disk:
        own = copy.copy(ground)
        own.postgres, own._template = postgres.Postgres(disk / "postgres"), "template1"
        own.postgres.start()
        site = Rig(own, workers=0, has_beat=False).start()
        site.disk = disk
        yield site
        site.stop()
        own.postgres.stop_immediate()


def fill(disk):
    """Write until nothing fits any more."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 65536)
        except OSError:
            return


def status_of(site, person):
    try:
        return site.driver.sign_person(person).status
    except NoAnswer:
        return None


@pytest.mark.full
def test_a_full_disk_is_a_short_break_and_room_is_all_that_it_needs_FT_22(cramped, say):
    before = cramped.sign_new(20)
    fill(cramped.disk)
    people, found = iter(cramped.new_people(4000)), {}
    while found.get(503, 0) < 20 and sum(found.values()) < 4000:
        status = status_of(cramped, next(people))
        found[status] = found.get(status, 0) + 1
    (cramped.disk / "filler").unlink()
    if not cramped.ground.postgres.process.is_running():
        cramped.ground.postgres.start()  # as its supervisor does
    cramped.wait_for_web()
    after = cramped.sign_new(100)
    thanked = len(cramped.driver.acknowledged())
    say(f"with a full disk {found}; then 100 more; {thanked} thanked, {cramped.signatures()} rows")
    assert set(found) <= {303, 503}
    assert found[503] >= 20
    assert (cramped.signatures() >= thanked >= len(before) + len(after), cramped.unpaired()) == (True, 0)
