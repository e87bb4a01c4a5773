"""A site whose cables can be pulled and whose processes die where they are told to: see `proxy` and `failpoints`."""

import http.client
import json

import psutil

from tests.faults.lab.ground import PYTHON
from tests.faults.lab.people import Person, make_people
from tests.faults.lab.processes import Process, wait_until
from tests.faults.lab.proxy import Proxy
from tests.faults.lab.site import Site, celery

UNPAIRED = """
SELECT count(*) FROM petitions_signature s
WHERE s.confirmed_at IS NULL AND NOT EXISTS (SELECT 1 FROM petitions_letter l WHERE l.signature_id = s.id)
"""


class Rig(Site):
    """A site behind proxies, with fail points. `extra` goes into the environment of every process."""

    def __init__(self, ground, *, workers: int = 2, has_beat: bool = True, **extra: str):
        ports = {"postgres": ground.postgres.port, "valkey": ground.valkey.port, "smtp": ground.mailbox.port}
        self.cables = {name: Proxy(port).start() for name, port in ports.items()}
        self.extra = extra
        self.people_made = 0
        self.everything: list[Process] = []
        super().__init__(
            ground, wsgi="tests.faults.lab.failing_wsgi:application", worker_app="tests.faults.lab.failing_app"
        )
        self.points = self.folder / "failpoints"
        self.points.mkdir()
        self.workers = self.workers[:workers]
        self.has_beat = has_beat

    def _addresses(self) -> dict[str, str]:
        cables = self.cables
        return super()._addresses() | {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{cables['postgres'].port}/{self.database}",
            "REDIS_URL": f"redis://127.0.0.1:{cables['valkey'].port}/{self.number}",
            "EMAIL_URL": f"smtp://127.0.0.1:{cables['smtp'].port}",
        }

    def _process(self, name, command, *, role) -> Process:
        process = super()._process(name, command, role=role)
        self.everything.append(process)
        return process

    def environment(self, role: str) -> dict[str, str]:
        return super().environment(role) | {"LAB_FAILPOINTS": str(self.folder / "failpoints")} | self.extra

    def start(self):
        """Release and start what this rig has; returns when pages are served and the workers listen."""
        self.release()
        processes = [self.web, *self.workers] + [self.beat] * self.has_beat
        for process in processes:
            process.start()
        self.wait_for_web()
        for worker in self.workers:
            self.wait_for_worker(worker)
        return self

    def stop(self):
        """End everything that this rig ever started, frozen or not, and take its cables away."""
        for process in self.everything:
            process.kill()
        for cable in self.cables.values():
            cable.stop()

    def arm(self, point: str):
        """The next process that comes to this point dies or stumbles there, once."""
        (self.points / point).touch()

    def is_fired(self, point: str) -> bool:
        return not (self.points / point).exists()

    def new_people(self, count: int) -> list[Person]:
        """People that this rig has never met, each from another network."""
        self.people_made += 1
        return make_people(count, seed=self.people_made, label=f"r{self.number}p{self.people_made}n")

    def sign_new(self, count: int) -> list[Person]:
        """So many new people sign, one after the other, and all are thanked."""
        people = self.new_people(count)
        assert {self.driver.sign_person(person).status for person in people} == {303}
        return people

    def deliver(self, **extra: str):
        """`manage.py deliver` as an operator would type it, with the fail points; `extra` joins the environment."""
        before, self.extra = self.extra, self.extra | extra
        try:
            return self.run("-m", "tests.faults.lab.failing_manage", "deliver", check=False)
        finally:
            self.extra = before

    def start_deliver(self, name: str) -> Process:
        """The same in the background, to be frozen or killed."""
        command = [PYTHON, "-m", "tests.faults.lab.failing_manage", "deliver"]
        return self._process(name, command, role="worker").start()

    def make_due(self):
        """As if the time of every waiting letter had come."""
        self.query("UPDATE petitions_letter SET due_at = clock_timestamp() WHERE closed_at IS NULL")

    def letters_of(self, people: list[Person]) -> dict[str, list]:
        """Address → what it got, for these people alone."""
        mine = {person.email: [] for person in people}
        for letter in self.letters():
            for address in letter.recipients:
                if address in mine:
                    mine[address].append(letter)
        return mine

    def wait_for_letters(self, people: list[Person], *, seconds: float, copies: int = 1):
        """Until everybody of them has so many letters at least."""
        wait_until(
            lambda: all(len(letters) >= copies for letters in self.letters_of(people).values()),
            seconds=seconds,
            what=f"{copies} letters for each of {len(people)}",
        )

    def unpaired(self) -> int:
        """Waiting rows without a debt of a letter: never any."""
        return self.query(UNPAIRED)[0][0]

    def status(self) -> tuple[int, dict]:
        """What an alarm system sees: the answer's status and its facts."""
        probe = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        probe.request("GET", "/statusz", headers={"Authorization": f"Bearer {self.keys['STATUS_TOKEN']}"})
        answer = probe.getresponse()
        facts = json.loads(answer.read())
        probe.close()
        return answer.status, facts

    def pool(self, number: int = 0) -> list[psutil.Process]:
        """The prefork children of one worker that live."""
        children = psutil.Process(self.workers[number].popen.pid).children()
        return [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]

    def another_beat(self) -> Process:
        command = celery("campaign", "beat", "-s", self.folder / "beat-two.db")
        return self._process("beat-two", command, role="worker").start()

    def kill_host(self):
        """Power off: every process of this site and of the servers below it, except the mail server of others."""
        self.ground.postgres.cut_power()
        self.ground.valkey.kill()
        super().stop()

    def boot_host(self):
        """Power on: everything starts again, and nobody types a command."""
        self.ground.postgres.start()
        self.ground.valkey.start()
        for process in (self.web, *self.workers, self.beat):
            process.start()
        self.wait_for_web()
