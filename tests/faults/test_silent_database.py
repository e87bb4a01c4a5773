"""The database takes everything and says nothing more: a frozen host, a disk that has stopped. Nobody waits long."""

import threading
import time

import pytest

from campaign.postgresql.base import REST_SECONDS
from campaign.postgresql.patience import PATIENCE_SECONDS
from tests.faults.lab.driver import NoAnswer, in_parallel
from tests.faults.lab.processes import wait_until
from tests.faults.test_database import WEB_PROCESSES, has_every_page, is_a_good_break

pytestmark = pytest.mark.full
TO_CONNECT_SECONDS = 2  # settings.py
ONCE_SECONDS = PATIENCE_SECONDS + 2 * TO_CONNECT_SECONDS + 2  # how long whoever comes first may wait
LATER_SECONDS = 2 * TO_CONNECT_SECONDS + 1


@pytest.fixture(scope="module")
def silence(rig):
    """Answers of half a minute without a word of the database: [(when it was asked, what, answer)]."""
    wait_until(lambda: has_every_page(rig), seconds=180, what="a round of all pages")
    rig.sign_new(4 * WEB_PROCESSES)  # every thread has a connection
    answers, is_over, people = [], threading.Event(), iter(rig.new_people(1000))

    def ask(what, act):
        while not is_over.wait(0.2):
            answers.append((time.monotonic(), what, act()))

    rig.cables["postgres"].switch("blackhole")
    began = time.monotonic()
    look = ("page", lambda: rig.driver.get("/en/petition/"))
    press = ("press", lambda: rig.driver.sign_person(next(people)))
    crowd = [threading.Thread(target=ask, args=kind) for kind in (look, press, press, press)]
    for one in crowd:
        one.start()
    time.sleep(ONCE_SECONDS + 2 * REST_SECONDS + 5)
    is_over.set()
    for one in crowd:
        one.join()
    rig.cables["postgres"].switch("refuse")  # what was said into the dark stays there
    rig.cables["postgres"].switch("pass")
    yield [(at - began, what, answer) for at, what, answer in answers]
    rig.wait_for_web()


def slowest(silence, what: str, *, after: float = 0) -> float:
    return max(answer.seconds for at, kind, answer in silence if kind == what and at >= after)


def test_whoever_comes_first_waits_some_seconds_and_no_longer(silence, say):
    pages, presses = slowest(silence, "page"), slowest(silence, "press")
    count = sum(what == "press" for _, what, _ in silence)
    say(f"{count} presses, {len(silence) - count} pages; slowest page {pages:.1f} s, slowest press {presses:.1f} s")
    assert (max(pages, presses) < ONCE_SECONDS, presses > PATIENCE_SECONDS / 2) == (True, True)


def test_afterwards_pages_are_there_at_once_and_a_press_hears_soon_that_it_is_a_break(silence, say):
    pages, presses = (slowest(silence, what, after=ONCE_SECONDS) for what in ("page", "press"))
    say(f"after {ONCE_SECONDS} s: slowest page {pages:.1f} s, slowest press {presses:.1f} s")
    assert (pages < LATER_SECONDS, presses < LATER_SECONDS) == (True, True)


def test_pages_are_old_ones_and_a_press_is_a_break_in_its_language(silence):
    pages = {answer.status for _, kind, answer in silence if kind == "page"}
    presses = [answer for _, kind, answer in silence if kind == "press"]
    assert (pages, {answer.status for answer in presses}) == ({200}, {503})
    assert [answer for answer in presses if not (is_a_good_break(answer, "en") or is_a_good_break(answer, "de"))] == []


def test_when_it_speaks_again_people_sign_within_seconds(silence, rig):
    def has_signed() -> bool:
        found = in_parallel(rig.driver.sign_person, rig.new_people(4), threads=4)
        return all(not isinstance(one, NoAnswer) and one.status == 303 for one in found)

    wait_until(has_signed, seconds=REST_SECONDS + 10, what="a signature")
