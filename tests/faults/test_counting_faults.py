"""The refresher of the count dies, or two of them run at once: the old number stays, and the next one is right."""

import json
import time

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.ground import PYTHON
from tests.faults.lab.site import SLUG

REFRESH = "import django; django.setup(); from petitions import tasks; tasks.refresh_tallies()"


@pytest.fixture(scope="module")
def uncounted(quiet_rig):
    """People have confirmed and nobody has counted them: (site, number shown before, how many)."""
    people = quiet_rig.sign_new(8)
    quiet_rig.make_due()
    quiet_rig.deliver()
    letters = quiet_rig.letters_of(people)
    before = quiet_rig.confirmed()
    for person in people:
        quiet_rig.driver.post(letters[person.email][0].link("confirm"), {})
    return quiet_rig, before, len(people)


def test_while_nobody_refreshes_the_old_number_is_served_and_the_days_to_count_show_FT_36(uncounted):
    site, before, _ = uncounted
    answer = site.driver.get(f"/api/v1/petitions/{SLUG}/count.json")
    assert (answer.status, json.loads(answer.body)["confirmed"]) == (200, before)
    assert site.status()[1]["days_to_count"] == 1


@pytest.mark.full
def test_refreshers_that_run_at_once_or_are_killed_at_work_count_everybody_once_FT_36(uncounted):
    site, before, count = uncounted
    command = [PYTHON, "-c", REFRESH]
    refreshers = [site._process(f"refresher-{number}", command, role="worker").start() for number in range(3)]
    refreshers[0].kill()
    for refresher in refreshers[1:]:
        refresher.popen.wait(60)
    in_parallel(lambda _: site.run("-c", REFRESH), range(2), threads=2)
    site.seconds_until_count_is(before + count, seconds=20)  # the web remembers a number for a moment
    assert site.manage("recount", "--check", check=False).returncode == 0


@pytest.fixture
def without_beat(rig):
    """A site whose beat has died; its worker lives and pays letters whenever a hint comes."""
    rig.settle(seconds=30)
    rig.beat.kill()
    yield rig
    if not rig.beat.is_running():
        rig.beat.start()


@pytest.mark.full
def test_when_nobody_counts_for_a_minute_the_alarm_rings_though_hints_keep_letters_going_FT_36(without_beat, is_full):
    site = without_beat
    before = site.confirmed()
    people = site.sign_new(3)
    site.wait_for_letters(people, seconds=60)
    for letters in site.letters_of(people).values():
        site.driver.post(letters[0].link("confirm"), {})
    site.wait_for_letters(people, seconds=60, copies=2)
    assert site.status()[0] == 200
    if is_full:
        time.sleep(62)
    else:
        site.query("UPDATE petitions_tallymark SET created_at = created_at - interval '61 s'")
    status, facts = site.status()
    assert (status, facts["letters_due"], facts["oldest_uncounted_seconds"] >= 60) == (503, 0, True)
    site.beat.start()
    site.seconds_until_count_is(before + len(people), seconds=60)
    assert site.status()[0] == 200
