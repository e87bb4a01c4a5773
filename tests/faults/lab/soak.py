"""The long storm: every fault many times, evenly over thousands of signatures."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from tests.faults.lab.driver import Crowd
from tests.faults.lab.people import make_people
from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import CHILDREN, Site
from tests.faults.lab.storm import Record

FAULTS = ("workers", "webs", "postgres", "valkey", "freezes", "mails")


@dataclass(frozen=True)
class Size:
    """How many signatures are wanted, and how often each fault strikes meanwhile."""

    signatures: int
    workers: int
    webs: int
    postgres: int
    valkey: int
    freezes: int
    mails: int
    freeze_seconds: float = 60
    mail_seconds: float = 20
    per_second: float = 30

    def shortened(self, signatures: int) -> "Size":
        """The same with fewer signatures, and fewer of each fault in proportion: one of each at least."""
        fewer = {name: ceil(count * signatures / self.signatures) for name, count in self.counts().items()}
        return replace(self, signatures=signatures, **fewer)

    def counts(self) -> dict[str, int]:
        """How often each fault strikes, by name."""
        return {name: getattr(self, name) for name in FAULTS}

    def faults(self) -> list[str]:
        return [name for name, count in self.counts().items() for _ in range(count)]


FULL = Size(20_000, workers=100, webs=30, postgres=10, valkey=10, freezes=3, mails=10)


class Soak:
    """One soak over one site: strike, note, judge by the driver's ledger."""

    def __init__(self, site: Site, size: Size, *, seed: int, tell: Callable):
        self.site, self.size, self.tell = site, size, tell
        self.chance = random.Random(seed)
        self.seed = seed
        self.struck = dict.fromkeys(FAULTS, 0)
        self.record = Record()

    def run(self) -> Record:
        """Sign and strike until every fault has struck and enough people were thanked."""
        start = time.monotonic()
        faults = self.size.faults()
        self.chance.shuffle(faults)
        people = make_people(self.size.signatures * 3 + 5_000, seed=self.seed, label="soak")
        self.site.ground.mailbox.misbehave("slow", 0.01)
        with Crowd(self.site.driver, people, per_second=self.size.per_second) as crowd:
            for number, fault in enumerate(faults):
                self._wait_for(self.size.signatures * number // (len(faults) + 1))
                getattr(self, f"_strike_{fault}")()
                self.struck[fault] += 1
                if number % 10 == 9:
                    self.tell(f"{time.monotonic() - start:.0f} s: {self.thanked()} thanked, struck {self.struck}")
            self._wait_for(self.size.signatures)
        self.site.ground.mailbox.misbehave("ok")
        self.record.answers = crowd.answers
        self.tell(f"{time.monotonic() - start:.0f} s: {self.thanked()} thanked, struck {self.struck}")
        return self.record

    def thanked(self) -> int:
        return self.site.driver.ledger.read_bytes().count(b"\n") if self.site.driver.ledger.exists() else 0

    def _wait_for(self, count: int):
        wait_until(lambda: self.thanked() >= count, seconds=900, what=f"{count} thanked")

    def _strike_workers(self):
        self.record.in_flight += CHILDREN
        self.site.restart_worker(self.chance.randrange(2))

    def _strike_webs(self):
        self.site.restart_web()

    def _strike_postgres(self):
        self.record.in_flight += 2 * CHILDREN
        self.site.ground.postgres.stop_immediate()
        time.sleep(self.chance.uniform(0, 0.5))
        self.site.ground.postgres.start()

    def _strike_valkey(self):
        self.site.ground.valkey.kill()
        time.sleep(self.chance.uniform(0, 2))
        self.site.ground.valkey.start()

    def _strike_freezes(self):
        self.site.ground.valkey.freeze()
        time.sleep(self.size.freeze_seconds)
        self.site.ground.valkey.thaw()

    def _strike_mails(self):
        """The mail server dies with whatever it is hearing, and comes back later."""
        self.record.in_flight += 2 * CHILDREN
        mailbox = self.site.ground.mailbox
        mailbox.process.kill()
        time.sleep(self.size.mail_seconds)
        mailbox.start()
