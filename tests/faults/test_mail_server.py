"""The mail server refuses, dawdles, hangs up or lies: who sends is `manage.py deliver`, run like an operator would.

Waiting times are not waited for: the letters' `due_at` is set forward.
"""

import time

import pytest

from petitions import delivery
from tests.faults.lab.figures import percentile
from tests.faults.lab.letters import count_copies
from tests.faults.lab.processes import wait_until

OPEN = "SELECT attempts, outcome, error_class FROM petitions_letter WHERE id > %s ORDER BY id"


@pytest.fixture
def site(quiet_rig):
    """The quiet rig with everything paid, a mail server that means well again at the end."""
    quiet_rig.make_due()
    quiet_rig.deliver()
    quiet_rig.newest = quiet_rig.query("SELECT coalesce(max(id), 0) FROM petitions_letter")[0][0]
    yield quiet_rig
    quiet_rig.ground.mailbox.misbehave("ok")
    quiet_rig.cables["smtp"].switch("pass")


def debts(site) -> list[tuple]:
    """(attempts, outcome, error class) of the letters owed since the test began."""
    return site.query(OPEN, site.newest)


def extra_copies(site, people) -> int:
    copies = count_copies([letter for letters in site.letters_of(people).values() for letter in letters])
    assert copies.differences == []
    return copies.extra


@pytest.mark.full
def test_a_mail_server_that_refuses_for_long_uses_up_nobodys_attempts_and_then_gets_all_FT_23(site, is_full, say):
    people = site.sign_new(100 if is_full else 10)
    site.cables["smtp"].switch("refuse")
    for _ in range(10 if is_full else 3):
        done = site.deliver()
        assert (done.returncode, "mail server" in done.stderr) == (1, True)
        waits = site.query("SELECT count(*) FROM petitions_letter WHERE closed_at IS NULL AND due_at > now()")
        site.make_due()
    most = max(attempts for attempts, *_ in debts(site))
    site.cables["smtp"].switch("pass")
    say(f"attempts used up while the server refused: {most}; letters put back for later: {waits[0][0]}")
    assert most == 0
    for _ in range(3):  # on a busy machine a letter may meet its timeout, and be due again later
        site.deliver()
        site.make_due()
    assert {len(letters) for letters in site.letters_of(people).values()} == {1}


@pytest.mark.full
def test_workers_do_not_storm_a_mail_server_that_refuses_FT_23(rig, is_full, say):
    cable, sink = rig.cables["smtp"], rig.ground.mailbox
    sink.misbehave("535")
    before = cable.opened
    people = rig.sign_new(30)
    time.sleep(60 if is_full else 4)
    tries = cable.opened - before
    sink.misbehave("ok")
    say(f"{tries} tries of {len(rig.workers) * 2} children with 30 letters waiting")
    assert tries <= (5 if is_full else 3) * 4  # each child at once, then after 10, 20, 40 s
    for number in range(len(rig.workers)):  # the breakers need minutes to close; a new worker has none
        rig.restart_worker(number)
    rig.make_due()
    rig.wait_for_letters(people, seconds=90)


@pytest.mark.full
def test_a_server_that_says_every_word_slowly_gets_no_letter_twice_and_no_visitor_waits_FT_24(site, is_full, say):
    people = site.sign_new(6 if is_full else 3)
    site.ground.mailbox.misbehave("drip", 3 if is_full else 1)  # in all, by pieces; the lease lasts 4 s
    senders = [site.start_deliver(f"deliver-{name}") for name in ("a", "b")]
    answers = [site.driver.get("/en/petition/") for _ in range(20)]
    for sender in senders:
        sender.popen.wait(90)
    site.ground.mailbox.misbehave("ok")
    site.make_due()
    site.deliver()
    say(f"pages meanwhile p99 {percentile([answer.seconds for answer in answers], 0.99) * 1000:.0f} ms")
    assert {len(letters) for letters in site.letters_of(people).values()} == {1}


@pytest.mark.full
@pytest.mark.parametrize("mode", ["451", "421"])
def test_a_letter_that_the_server_wants_later_is_tried_later_FT_25(site, mode):
    people = site.sign_new(1)
    site.ground.mailbox.misbehave(mode)
    site.deliver()
    ((attempts, outcome, error),) = debts(site)
    assert (attempts, outcome, error != "") == (1, "", True)
    site.ground.mailbox.misbehave("ok")
    site.make_due()
    site.deliver()
    assert len(site.letters_of(people)[people[0].email]) == 1


def test_a_mailbox_that_does_not_exist_ends_its_letter_at_once_FT_25(site):
    site.sign_new(1)
    site.ground.mailbox.misbehave("550")
    site.deliver()
    ((attempts, outcome, error),) = debts(site)
    assert (attempts, outcome, "550" in error) == (1, "failed", True)
    assert site.status()[1]["letters_failed"] >= 1


def test_a_refused_login_stops_everything_and_uses_up_no_attempt_FT_25(site):
    people = site.sign_new(3)
    site.ground.mailbox.misbehave("535")
    done = site.deliver()
    assert (done.returncode, "mail server" in done.stderr) == (1, True)
    assert debts(site) == [(0, "", delivery.WAITS)] * 3
    site.ground.mailbox.misbehave("ok")
    site.make_due()
    site.deliver()
    assert {len(letters) for letters in site.letters_of(people).values()} == {1}


def test_a_server_that_hangs_up_before_its_250_gets_one_identical_copy_at_most_FT_26(site, is_full, say):
    people = site.sign_new(100 if is_full else 6)
    site.ground.mailbox.misbehave("accept-then-close-before-250")
    site.deliver()
    site.ground.mailbox.misbehave("ok")
    site.make_due()
    site.deliver()
    extra = extra_copies(site, people)
    say(f"{len(people)} letters cut before the 250, {extra} extra copies")
    assert {len(letters) for letters in site.letters_of(people).values()} <= {1, 2}
    assert {outcome for _, outcome, _ in debts(site)} == {"sent"}


@pytest.mark.full
def test_a_worker_frozen_longer_than_its_lease_settles_nothing_when_it_wakes_FT_27(site):
    people, cable = site.sign_new(1), site.cables["smtp"]
    site.ground.mailbox.misbehave("slow", 3)
    before = cable.opened
    zombie = site.start_deliver("zombie")
    wait_until(lambda: cable.opened > before, seconds=20, what="a conversation", process=zombie)
    time.sleep(0.5)  # the server has the letter, and is slow to say so
    zombie.freeze()
    site.ground.mailbox.misbehave("ok")
    time.sleep(4.5)  # its lease of four seconds is over
    assert site.deliver().stdout.strip() == "Sent: 1"
    settled = site.query("SELECT closed_at, leased_by FROM petitions_letter WHERE id > %s", site.newest)
    zombie.thaw()
    zombie.popen.wait(20)
    assert "lease lost before it was settled" in zombie.last_lines()
    assert site.query("SELECT closed_at, leased_by FROM petitions_letter WHERE id > %s", site.newest) == settled
    assert extra_copies(site, people) <= 1


def test_a_letter_that_cannot_be_written_ends_after_eight_attempts_and_holds_nobody_up_FT_29(site, is_full):
    people = site.sign_new(500 if is_full else 10)
    site.query(
        "UPDATE petitions_signature SET sealed = '\\x00' WHERE id = (SELECT max(signature_id) FROM petitions_letter)"
    )
    poisoned, others = people[-1], people[:-1]
    for _ in range(8 if is_full else 2):
        site.deliver()
        site.make_due()
    if not is_full:  # as if it had failed seven times
        site.query("UPDATE petitions_letter SET attempts = 7 WHERE closed_at IS NULL")
        site.deliver()
    assert {len(letters) for letters in site.letters_of(others).values()} == {1}
    assert site.letters_of([poisoned])[poisoned.email] == []
    assert [row for row in debts(site) if row[1] != "sent"] == [(8, "failed", "CannotOpen")]
    site.query("DELETE FROM petitions_signature WHERE sealed = '\\x00'")  # others use this site too


@pytest.mark.full
@pytest.mark.parametrize("hours", [1, -1])
def test_a_host_whose_clock_is_an_hour_wrong_sends_everything_once_and_links_that_work_FT_30(site, hours):
    people = site.sign_new(5)
    shifted = {"LAB_CLOCK_SHIFT": str(3600 * hours)}
    assert site.deliver(**shifted).stdout.strip() == "Sent: 5"
    for extra in (shifted, {}):
        assert site.deliver(**extra).stdout.strip() == "Sent: 0"
    letters = [letter for letters in site.letters_of(people).values() for letter in letters]
    assert len(letters) == 5
    assert {site.driver.post(letter.link("confirm"), {}).status for letter in letters} == {303}
