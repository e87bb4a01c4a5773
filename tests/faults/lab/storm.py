"""A storm: people sign at a steady rate while processes are killed, stopped and frozen."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.lab.driver import Answer, Crowd, NoAnswer
from tests.faults.lab.people import make_people
from tests.faults.lab.site import CHILDREN, Site

MOST_PEOPLE = 20_000  # more than any storm lasts


@dataclass(frozen=True)
class Plan:
    """How often each fault strikes, and for how many seconds Valkey is away."""

    workers: int
    webs: int
    postgres: int
    valkey_dead_seconds: float = 0
    valkey_frozen_seconds: float = 0
    people_per_second: float = 30
    mail_seconds: float = 0.05  # a slow mail server: otherwise no letter is in flight when a process dies
    pause_seconds: tuple[float, float] = (0.3, 1.2)  # between two faults, from and to

    def faults(self) -> list[str]:
        """The names of the faults, each as often as it strikes."""
        valkey = ["dead"] * bool(self.valkey_dead_seconds) + ["frozen"] * bool(self.valkey_frozen_seconds)
        return ["worker"] * self.workers + ["web"] * self.webs + ["postgres"] * self.postgres + valkey


@dataclass
class Record:
    """What the storm saw: answers as the people got them, and when Valkey was away."""

    answers: list[Answer | NoAnswer] = field(default_factory=list)
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    in_flight: int = 0

    def during(self, fault: str) -> list[Answer]:
        """The answers to posts that were sent while this fault lasted."""
        start, end = self.spans[fault]
        return [one for one in self.answers if isinstance(one, Answer) and start <= one.sent_at <= end]

    def statuses(self) -> dict:
        """How many answers of each status; None stands for no answer."""
        found: dict = {}
        for one in self.answers:
            status = one.status if isinstance(one, Answer) else None
            found[status] = found.get(status, 0) + 1
        return found


def run_storm(site: Site, plan: Plan, *, seed: int) -> Record:
    """Strike with every fault of the plan in random order while people sign; returns when all have."""
    chance = random.Random(seed)
    record = Record(in_flight=len(site.workers) * CHILDREN * (plan.workers + plan.postgres))
    strikes = _strikes(site, plan, record, chance)
    faults = plan.faults()
    chance.shuffle(faults)
    people = make_people(MOST_PEOPLE, seed=seed, label="storm")
    site.ground.mailbox.misbehave("slow", plan.mail_seconds)
    with Crowd(site.driver, people, per_second=plan.people_per_second) as crowd:
        for fault in faults:
            time.sleep(chance.uniform(*plan.pause_seconds))
            strikes[fault]()
        time.sleep(0.5)
    site.ground.mailbox.misbehave("ok")
    record.answers = crowd.answers
    return record


def _strikes(site: Site, plan: Plan, record: Record, chance: random.Random) -> dict[str, Callable]:
    def postgres():
        site.ground.postgres.stop_immediate()
        time.sleep(chance.uniform(0, 0.5))
        site.ground.postgres.start()

    def away(fault: str, begin: Callable, end: Callable, seconds: float):
        begin()
        start = time.time()
        time.sleep(seconds)
        record.spans[fault] = (start, time.time())
        end()

    valkey = site.ground.valkey
    return {
        "worker": lambda: site.restart_worker(chance.randrange(2)),
        "web": site.restart_web,
        "postgres": postgres,
        "dead": lambda: away("dead", valkey.kill, valkey.start, plan.valkey_dead_seconds),
        "frozen": lambda: away("frozen", valkey.freeze, valkey.thaw, plan.valkey_frozen_seconds),
    }


def let_everything_settle(site: Site, *, is_full: bool):
    """Until no letter is owed. The full tier waits for leases to end by themselves, the smoke tier helps the clock."""
    if is_full:
        return site.settle(seconds=600)
    for worker in site.workers:
        worker.kill()
    site.let_leases_end()
    for worker in site.workers:
        worker.start()
    site.settle(seconds=60)
