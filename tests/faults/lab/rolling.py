"""A site with two web servers behind the sample proxy, whose processes move from one tree of code to another."""

import copy
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import psutil

from tests.faults.lab.driver import Browser, InTheBackground, NoAnswer
from tests.faults.lab.ground import Ground
from tests.faults.lab.processes import Process, free_port, wait_until
from tests.faults.lab.site import Site, web_command
from tests.load.deployed import deployed_proxy

STATIC = re.compile(rb'(?:href|src)="?(/static/[^"\s>]+)')
PAGES = ("/en/", "/de/", "/en/petition/", "/de/petition/")


class RollingSite(Site):
    """Two web servers, two workers and beat: each can be moved to another tree while the others go on."""

    def __init__(self, ground: Ground, proxy: "ProxyOfTwo"):
        super().__init__(ground, port=proxy.port)
        self.driver = Browser(self.port, self.driver.ledger)
        self.proxy, inner = proxy, proxy.servers
        self.webs = [
            self._process(f"web-{one}", web_command(one, "campaign.wsgi:application"), role="web") for one in inner
        ]
        self.inner = dict(zip(self.webs, inner, strict=True))

    def start(self):
        self.release()
        self.collect()
        for process in (*self.webs, *self.workers, self.beat):
            process.start()
            self.wait_for(process)
        return self

    def stop(self):
        for process in (*self.webs, *self.workers, self.beat):
            process.kill()

    def collect(self):
        """The static files of the present tree, under hashed names."""
        self.manage("collectstatic", "--noinput", "--verbosity", 0)

    def prepare(self, tree: Path):
        """Before any process has moved: commands are typed in this tree from now on, and these are the first two."""
        self.ground = copy.copy(self.ground)
        self.ground.code = tree
        self.collect()
        self.manage("release")

    def roll(self, tree: Path):
        """Everything moves to this tree in turns, so that for a while each version has half of everything."""
        one, two = self.webs
        first, second = self.workers
        for process in (one, first, self.beat, two, second):
            with self.proxy.without(self.inner.get(process)):
                self.move(process, tree)
            time.sleep(0.5)

    def move(self, process: Process, tree: Path):
        """Ask it to end as a supervisor does, and start it from this tree; returns when it works."""
        os.kill(process.popen.pid, signal.SIGTERM)  # alone: it lets its children end what they have begun
        process.popen.wait(60)
        process.kill()
        process.cwd, process.env = tree, process.env | {"PYTHONPATH": str(tree)}
        process.start()
        self.wait_for(process)

    def wait_for(self, process: Process):
        """Until it does its work: a web server is ready, a worker listens; beat has only to live."""
        if process in self.inner:
            wait_until(lambda: self.is_ready(self.inner[process]), seconds=60, what=process.name, process=process)
        elif process in self.workers:
            self.wait_for_worker(process)


class Reader(InTheBackground):
    """Somebody who opens pages, one after the other, with everything that they name, until told to stop.

    What a page names is asked for past the proxy's memory, or it would be met at the other version once at most.
    """

    def __init__(self, site: Site):
        super().__init__()
        self.site = site
        self.found: dict[int | None, int] = {}
        self.bad: list[tuple[str, int | None]] = []
        self.opened: set[str] = set()

    def _work(self):
        while not self._is_over.wait(0.02):
            for page in PAGES:
                for path in sorted(set(STATIC.findall(self._open(page)))):
                    self.opened.add(path.decode())
                    self._open(f"{path.decode()}?{sum(self.found.values())}")

    def _open(self, path: str) -> bytes:
        answer = None
        with suppress(NoAnswer):
            answer = self.site.driver.get(path)
        status = answer.status if answer else None
        self.found[status] = self.found.get(status, 0) + 1
        if status != 200:
            self.bad.append((path, status))
        return answer.body if answer else b""


class ProxyOfTwo:
    """The sample proxy, told of a second web server as it says how; each of them can be taken out and put back."""

    def __init__(self, sample: Path, process: Process, port: int, servers: tuple[int, int]):
        self.sample, self.process, self.port, self.servers = sample, process, port, servers
        (self.line,) = re.findall(rf"server 127\.0\.0\.1:{servers[0]}[^;]*;", sample.read_text())
        self.text = sample.read_text()
        self.read()

    @contextmanager
    def without(self, server: int | None):
        """Nobody is sent there meanwhile; everybody who was there has been answered when the block begins."""
        if server is None:
            yield
            return
        self.read(out=server)
        yield
        self.read()

    def read(self, *, out: int | None = None):
        """Let nginx read its servers anew; returns when nobody works by the old ones any more."""
        before = {worker.pid for worker in self._workers()}
        lines = [self.line.replace(str(self.servers[0]), str(server)) for server in self.servers]
        lines = [line.replace(";", " down;") if f":{out}" in line else line for line in lines]
        self.sample.write_text(self.text.replace(self.line, " ".join(lines)))
        os.kill(self.process.popen.pid, signal.SIGHUP)
        wait_until(lambda: self._are_others(before), seconds=60, what="nginx", process=self.process)

    def _workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.popen.pid).children()

    def _are_others(self, before: set[int]) -> bool:
        now = {worker.pid for worker in self._workers() if _works(worker)}
        return bool(now) and not now & before


def _works(worker: psutil.Process) -> bool:
    try:
        return worker.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it went while we asked
        return False


@contextmanager
def rolling_site(ground: Ground) -> Iterator[RollingSite]:
    """The site behind the sample proxy, which knows both web servers; everything ends with the block."""
    inner = free_port(), free_port()
    with deployed_proxy(SimpleNamespace(ground=ground, port=inner[0]), believes_its_visitors=True) as deployed:
        sample = ground.folder / "proxy" / "nginx.conf"
        site = RollingSite(ground, ProxyOfTwo(sample, deployed.process, deployed.port, inner))
        try:
            yield site.start()
        finally:
            site.stop()
