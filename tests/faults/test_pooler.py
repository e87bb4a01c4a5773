"""The whole site behind the real PgBouncer: three connections for four threads of web, two for workers and beat."""

import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.lab.ground import PYTHON
from tests.faults.lab.people import make_people
from tests.faults.lab.pgbouncer import POOLS, PROGRAM, PgBouncer
from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import Site

pytestmark = pytest.mark.skipif(not PROGRAM, reason="no PgBouncer here; apt-get install pgbouncer")


class PooledSite(Site):
    """Web, workers and beat go through the pooler; what is typed by hand goes to PostgreSQL itself, as the release."""

    def __init__(self, ground):
        super().__init__(ground)
        self.pooler = PgBouncer(ground.postgres, self.database, self.folder / "pooler")
        self.folder.chmod(0o755)  # the pooler's user must be able to enter
        self.web.env = self.web.env | {"DATABASE_URL": self.pooler.url, "DATABASE_POOLED": "on"}
        for process in (*self.workers, self.beat):
            process.env = self.at_work(process.env)

    def at_work(self, environment: dict[str, str]) -> dict[str, str]:
        return environment | {"DATABASE_URL": self.pooler.work_url, "DATABASE_POOLED": "on"}

    def release(self):
        super().release()
        self.pooler.start()

    def stop(self):
        super().stop()
        self.pooler.stop()

    def through_the_pooler(self, *words: str) -> subprocess.CompletedProcess:
        command = [PYTHON, "manage.py", *words]
        env = self.at_work(self.environment("worker"))
        return subprocess.run(command, env=env, cwd=self.ground.code, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def pooled(ground):
    own = PooledSite(ground).start()
    yield own
    own.stop()


def sign_at_once(site, people) -> set[int]:
    with ThreadPoolExecutor(16) as crowd:
        return {answer.status for answer in crowd.map(site.driver.sign_person, people)}


def test_a_crowd_signs_gets_its_letters_confirms_and_is_counted_over_five_connections(pooled):
    people = make_people(60, seed=9, label="pool")
    assert sign_at_once(pooled, people) == {303}
    pooled.settle(seconds=30)
    letters = [letter for letter in pooled.letters() if letter.link("confirm")]
    assert sorted(letter.recipients[0] for letter in letters) == sorted(person.email for person in people)
    assert {pooled.driver.post(letter.link("confirm"), {}).status for letter in letters} == {303}
    pooled.seconds_until_count_is(60, seconds=20)
    used = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    assert pooled.query(used, pooled.database) == [(sum(POOLS.values()),)]


def test_the_database_met_no_error_in_all_of_it(pooled):
    log = (pooled.ground.folder / "postgres" / "postgres.log").read_text(errors="replace")
    assert [line for line in log.splitlines() if "prepared statement" in line] == []


def test_commands_that_read_a_table_in_pieces_read_it_whole_while_others_work(pooled):
    is_over = threading.Event()

    def sign_on():
        people = iter(make_people(5000, seed=10, label="others"))
        while not is_over.is_set():
            pooled.driver.sign_person(next(people))

    crowd = [threading.Thread(target=sign_on) for _ in range(3)]
    for one in crowd:
        one.start()
    try:
        assert "60 confirmed" in pooled.through_the_pooler("recount").stdout
        assert "Every text is what its hash says" in pooled.through_the_pooler("proof", "--all").stdout
    finally:
        is_over.set()
        for one in crowd:
            one.join()


def test_a_locked_table_holds_nobody_up_longer_than_the_site_allows(pooled):
    people = iter(make_people(8, seed=11, label="locked"))
    with pooled.ground.postgres.session(pooled.database) as cursor:
        cursor.execute("BEGIN; LOCK TABLE petitions_signature IN ACCESS EXCLUSIVE MODE")
        start = time.monotonic()
        answer = pooled.driver.sign_person(next(people))
        took = time.monotonic() - start
        cursor.execute("ROLLBACK")
    assert answer.status == 503
    assert took < 5
    assert pooled.driver.sign_person(next(people)).status == 303


def test_a_database_that_restarts_behind_the_pooler_is_found_again_and_nobody_sees_an_error(pooled):
    person, *others = make_people(5, seed=12, label="again")
    pooled.ground.postgres.stop_immediate()
    assert {pooled.driver.sign_person(other).status for other in others} == {503}
    pooled.ground.postgres.start()
    answers = []

    def is_thanked() -> bool:
        answers.append(pooled.driver.sign_person(person))
        return answers[-1].status == 303

    # The pooler asks the database again after `server_login_retry`, one second, however many ask the pooler.
    wait_until(is_thanked, seconds=5, what="a thanks from the database that is back")
    assert {answer.status for answer in answers[:-1]} <= {503}
    assert all(answer.header("Retry-After") for answer in answers[:-1])
