"""Somebody signs with five thousand mailboxes of a domain of their own: it is throttled and seen, others on time."""

import time

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.processes import wait_until
from tests.faults.lab.rig import Rig

pytestmark = pytest.mark.full

DOMAIN = "catch-all-of-one.eu"
WAITING = """SELECT count(*), count(DISTINCT domain_digest), max(attempts) FROM petitions_letter
WHERE closed_at IS NULL AND leased_until IS NULL AND error_class = 'domain'"""


@pytest.fixture(scope="module")
def flood(ground, is_full):
    """(site, mailboxes, budget): all were thanked, and two workers had time to send more than they may."""
    budget, mailboxes = (1000, 5000) if is_full else (40, 200)
    site = Rig(ground, DOMAIN_LETTERS_PER_HOUR=str(budget)).start()
    ips = [f"100.{number // 250}.{number % 250}.7" for number in range(mailboxes)]

    def sign(number: int):
        email = f"box{number}@{DOMAIN}"
        return site.driver.sign(email, name="Ana Example", country="PT", language="en", ip=ips[number])

    assert {answer.status for answer in in_parallel(sign, range(mailboxes), threads=8)} == {303}
    wait_until(lambda: len(site.letters()) >= budget, seconds=600, what=f"{budget} letters")
    wait_until(lambda: site.query(WAITING)[0][0] == mailboxes - budget, seconds=120, what="the rest waits")
    yield site, mailboxes, budget
    site.stop()


def test_of_five_thousand_mailboxes_of_one_domain_only_its_budget_gets_a_letter_AB_14(flood, say):
    site, mailboxes, budget = flood
    time.sleep(11)  # two sweeps more
    say(f"{mailboxes} mailboxes of one domain: {len(site.letters())} letters, {site.query(WAITING)[0][0]} wait")
    assert (len(site.letters()), site.query(WAITING)[0]) == (budget, (mailboxes - budget, 1, 0))


def test_nobody_of_them_is_deleted_and_none_is_held_AB_14(flood):
    site, mailboxes, _ = flood
    held = site.query("SELECT count(*) FROM petitions_signature WHERE held_at IS NOT NULL")[0][0]
    assert (site.signatures(), held) == (mailboxes, 0)


def test_the_alarm_rings_and_names_no_domain_AB_14(flood):
    site, mailboxes, budget = flood
    status, facts = site.status()
    numbers = [facts["domains_at_their_budget"], facts["letters_waiting_for_a_domain"]]
    assert (status, facts["well"], numbers) == (503, False, [1, mailboxes - budget])
    assert "catch-all" not in str(facts)


def test_people_of_other_domains_get_their_letters_within_seconds_AB_14(flood, say):
    site, *_ = flood
    start = time.monotonic()
    people = site.sign_new(20)
    site.wait_for_letters(people, seconds=30)
    say(f"20 others had their letters after {time.monotonic() - start:.1f} s")


def test_when_the_budget_is_raised_all_of_them_get_the_letter_AB_14(flood, is_full):
    site, mailboxes, _ = flood
    for process in (site.web, *site.workers):
        process.env["DOMAIN_LETTERS_PER_HOUR"] = "100000"
    for number in range(2):
        site.restart_worker(number)
    site.restart_web()
    site.make_due()
    site.settle(seconds=1800 if is_full else 90)
    got = {address for letter in site.letters() for address in letter.recipients if address.endswith(DOMAIN)}
    assert (len(got), site.status()[0]) == (mailboxes, 200)
