"""The broker is never there, full, emptied, or has a worker that takes nothing: letters go out all the same."""

import threading
import time

import pytest
import redis

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.letters import count_copies
from tests.faults.lab.processes import wait_until
from tests.faults.lab.rig import Rig
from tests.faults.lab.site import celery


@pytest.fixture(scope="module")
def brokerless(ground):
    """A site whose broker has never been started; its worker and beat are not started either."""
    site = Rig(ground, workers=1)
    site.cables["valkey"].switch("refuse")
    site.release()
    site.web.start()
    site.wait_for_web()
    yield site
    site.stop()


@pytest.mark.full
def test_without_a_broker_everybody_can_sign_and_deliver_sends_every_letter_FT_07(brokerless, is_full, say):
    people = brokerless.new_people(500 if is_full else 30)
    answers = in_parallel(brokerless.driver.sign_person, people, threads=8)
    assert {answer.status for answer in answers} == {303}
    say(f"{len(people)} signed without a broker; deliver says {brokerless.deliver().stdout.strip()}")
    assert {len(letters) for letters in brokerless.letters_of(people).values()} == {1}


@pytest.mark.full
def test_when_the_broker_comes_at_last_the_letters_go_out_by_themselves_FT_07(brokerless, say):
    (worker,) = brokerless.workers
    for process in (worker, brokerless.beat):
        process.start()
    people = brokerless.sign_new(5)
    brokerless.cables["valkey"].switch("pass")
    start = time.monotonic()
    brokerless.wait_for_worker(worker)
    brokerless.wait_for_letters(people, seconds=90)
    say(f"{time.monotonic() - start:.0f} s after the broker came")


@pytest.mark.full
def test_a_worker_whose_clock_is_ahead_takes_no_tick_and_is_seen_and_deliver_sends_FT_30(ground):
    """The known limit: ticks and hints expire, and a clock that is ahead finds every one too old."""
    site = Rig(ground, workers=1)
    site.workers[0].env["LAB_CLOCK_SHIFT"] = "3600"
    site.start()
    people = site.sign_new(3)
    time.sleep(62)
    assert {len(letters) for letters in site.letters_of(people).values()} == {0}
    assert site.status()[0] == 503
    assert site.deliver().stdout.strip() == "Sent: 3"
    site.stop()


@pytest.fixture
def full_broker(ground):
    """Valkey refuses every command that would need memory."""
    with redis.Redis(port=ground.valkey.port) as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1000")
        yield client
        client.config_set("maxmemory", "0")


def test_a_broker_out_of_memory_stops_no_signature_and_deliver_sends_the_letters_FT_10(rig, full_broker, is_full):
    with pytest.raises(redis.ResponseError):
        full_broker.lpush("more", "than fits")
    people = rig.new_people(500 if is_full else 20)
    answers = in_parallel(rig.driver.sign_person, people, threads=8)
    assert {answer.status for answer in answers} == {303}
    wait_until(lambda: rig.web.has_said("no hint to the queue"), seconds=20, what="the hint's complaint")
    assert rig.deliver().returncode == 0
    rig.wait_for_letters(people, seconds=30)


def test_after_the_broker_has_room_again_the_workers_go_on_by_themselves_FT_10(rig):
    rig.wait_for_letters(rig.sign_new(3), seconds=60)


def flush_for_ever(port: int, every: float, is_over: threading.Event):
    with redis.Redis(port=port) as client:
        while not is_over.wait(every):
            client.flushall()


@pytest.mark.full
def test_a_broker_that_is_emptied_again_and_again_loses_no_letter_FT_11(rig, is_full, say):
    people = rig.new_people(2000 if is_full else 60)
    is_over = threading.Event()
    vandal = threading.Thread(
        target=flush_for_ever, args=(rig.ground.valkey.port, 2 if is_full else 0.3, is_over), daemon=True
    )
    vandal.start()
    answers = in_parallel(rig.driver.sign_person, people, threads=8)
    is_over.set()
    vandal.join()
    rig.wait_for_letters(people, seconds=120)
    rig.settle(seconds=60)
    copies = count_copies([letter for letters in rig.letters_of(people).values() for letter in letters])
    say(f"{len(people)} signed while the broker was emptied, {copies.extra} extra copies")
    assert {answer.status for answer in answers} == {303}
    assert copies.extra == 0


@pytest.mark.full
def test_after_it_was_emptied_beat_alone_keeps_things_going_FT_11(rig):
    """No hint comes to repair the routes: the letter is put back as if its hint had been lost."""
    rig.settle(seconds=30)
    with redis.Redis(port=rig.ground.valkey.port) as client:
        client.flushall()
    rig.query("INSERT INTO petitions_tallymark (petition_id, day) SELECT id, current_date FROM petitions_petition")
    deadline = time.monotonic() + 60
    while rig.query("SELECT count(*) FROM petitions_tallymark") != [(0,)]:
        assert time.monotonic() < deadline, "the refresher has not run"
        time.sleep(0.2)


@pytest.mark.full
def test_two_beats_and_five_copies_of_every_hint_send_nobody_a_letter_twice_FT_28(rig, is_full):
    beat = rig.another_beat()
    people = rig.new_people(300 if is_full else 40)
    in_parallel(rig.driver.sign_person, people, threads=8)
    rig.wait_for_letters(people, seconds=120)
    rig.settle(seconds=60)
    time.sleep(6)  # a sweep of each beat more
    beat.kill()
    assert {len(letters) for letters in rig.letters_of(people).values()} == {1}


@pytest.fixture(scope="module")
def deaf_worker(brokerless):
    """A worker that lives, answers a ping, and takes nothing out of the queue."""
    for worker in brokerless.workers:
        worker.stop()
    command = celery("campaign", "worker", "-Q", "nothing", "-c", 1, "-n", "deaf@lab", "--loglevel", "INFO")
    worker = brokerless._process("worker-deaf", command, role="worker").start()
    brokerless.wait_for_worker(worker)
    yield worker
    worker.kill()


@pytest.fixture(scope="module")
def unheard(brokerless, deaf_worker, is_full):
    """People whose letters the deaf worker lets lie for a minute (the smoke tier sets the clock forward)."""
    people = brokerless.sign_new(200 if is_full else 10)
    if is_full:
        time.sleep(62)
    else:
        brokerless.query("UPDATE petitions_letter SET due_at = due_at - interval '61 s' WHERE closed_at IS NULL")
    return people


@pytest.mark.full
def test_a_worker_that_takes_nothing_is_seen_within_a_minute_though_it_is_alive_FT_12(brokerless, deaf_worker, unheard):
    ping = brokerless.run("-m", "celery", "-A", "campaign", "inspect", "ping", "-d", "deaf@lab", check=False)
    status, facts = brokerless.status()
    assert (deaf_worker.is_running(), "pong" in ping.stdout) == (True, True)
    assert (status, facts["well"], facts["letters_due"]) == (503, False, len(unheard))


@pytest.mark.full
def test_deliver_sends_what_a_deaf_worker_left_and_the_alarm_ends_FT_12(brokerless, unheard):
    assert brokerless.deliver().stdout.strip() == f"Sent: {len(unheard)}"
    assert {len(letters) for letters in brokerless.letters_of(unheard).values()} == {1}
    assert brokerless.status()[0] == 200
