"""One grown site: granian with two web processes, two prefork workers and beat, each with its own keys."""

import http.client
import json
import secrets
import subprocess
import time

from tests.faults.lab.driver import Driver
from tests.faults.lab.ground import PYTHON, Ground, bare_environment
from tests.faults.lab.letters import Letter
from tests.faults.lab.processes import NotReady, Process, free_port, wait_until

WEB_ONLY = {"TRUSTED_PROXIES"}
WORKER_ONLY = {"VAULT_PRIVATE_KEY", "EMAIL_URL"}
NOBODYS = {"DEMO_STAFF_PASSWORD"}
CHILDREN = 2  # prefork children of one worker
SLUG = "child-safety-on"


class Site:
    """A site on its own database and port.

    `wsgi` and `worker_app` let a test serve a wrapper that patches the product first; product code
    has no switch for faults.
    """

    def __init__(self, ground: Ground, *, wsgi="campaign.wsgi:application", worker_app="campaign", port: int = 0):
        self.ground = ground
        self.number = ground.next_site()
        self.database = f"site{time.time_ns() // 1_000_000}"
        self.folder = ground.folder / self.database
        self.folder.mkdir(mode=0o700)
        self.port = port or free_port()  # where visitors come in
        # a secret of its own: letter 7 of one site and letter 7 of another are no copies of each other
        self.keys = ground.keys() | {"SECRET_KEY": secrets.token_urlsafe(50)}
        self.since = ground.mailbox.count()
        self.driver = Driver(self.port, self.folder / "ledger")
        self.web = self._process("web", web_command(self.port, wsgi), role="web")
        self.workers = [self._worker(name, worker_app) for name in ("one", "two")]
        self.beat = self._process("beat", celery("campaign", "beat", "-s", self.folder / "beat.db"), role="worker")

    def _process(self, name, command, *, role) -> Process:
        return Process(name, command, env=self.environment(role), log=self.folder / f"{name}.log", cwd=self.ground.code)

    def _worker(self, name: str, app: str) -> Process:
        alone = ["--without-gossip", "--without-mingle"]
        command = celery(app, "worker", "--concurrency", CHILDREN, "-n", f"{name}@lab", *alone, "--loglevel", "INFO")
        return self._process(f"worker-{name}", command, role="worker")

    def environment(self, role: str) -> dict[str, str]:
        """Everything that role may know, and nothing more."""
        hidden = NOBODYS | (WORKER_ONLY if role == "web" else WEB_ONLY)
        known = (
            bare_environment(self.ground.code, self.folder)
            | self._addresses()
            | controller()
            | self.keys
            | {"ROLE": role}
        )
        return {name: value for name, value in known.items() if name not in hidden}

    def _addresses(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.ground.postgres.url(self.database),
            "REDIS_URL": self.ground.valkey.url(self.number),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.ground.mailbox.port}",
            "SITE_ORIGIN": f"http://127.0.0.1:{self.port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "127.0.0.1/32",
            "LIVE_LANGUAGES": "en,de",
            "SURGE": "off",  # most tests here are waves by nature
        }

    def start(self):
        """Release and start everything; returns when pages are served and both workers listen."""
        self.release()
        processes = [self.web, *self.workers, self.beat]
        for process in processes:
            process.start()
        self.wait_for_web()
        for worker in self.workers:
            self.wait_for_worker(worker)
        return self

    def release(self):
        is_first = not self.ground.is_released()
        self.ground.create_database(self.database)
        if is_first:
            self.manage("release", role="worker")
            self.ground.keep_as_template(self.database)

    def stop(self):
        """End everything at once: a site that can't be killed is no site of ours."""
        for process in (self.beat, *self.workers, self.web):
            process.kill()

    def wait_for_web(self):
        wait_until(self.is_ready, seconds=60, what="web", process=self.web)

    def is_ready(self, port: int = 0) -> bool:
        """Whether the web server there says so: ours, if no other is named."""
        probe = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=5)
        try:
            probe.request("GET", "/readyz")
            return probe.getresponse().status == 200
        except OSError:
            return False
        finally:
            probe.close()

    def wait_for_worker(self, worker: Process):
        wait_until(lambda: worker.has_said(" ready."), seconds=60, what=worker.name, process=worker)

    def restart_web(self):
        """SIGKILL every web process and start them again."""
        self.web.kill()
        self.web.start()
        self.wait_for_web()

    def restart_worker(self, number: int):
        """SIGKILL one worker with its children and start it again."""
        worker = self.workers[number % len(self.workers)]
        worker.kill()
        worker.start()
        self.wait_for_worker(worker)

    def manage(self, *arguments, role="worker", check=True) -> subprocess.CompletedProcess:
        """Run one management command as an operator would, in that role's environment."""
        return self.run("manage.py", *arguments, role=role, check=check)

    def run(self, *arguments, role="worker", check=True) -> subprocess.CompletedProcess:
        """Run Python with these arguments in that role's environment."""
        command = [PYTHON, *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment(role), cwd=self.ground.code, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done

    def rows(self, *, role="worker") -> list[dict]:
        """Every signature as that role can read it; see `rows.py`."""
        return json.loads(self.run("-m", "tests.faults.lab.rows", role=role).stdout)

    def query(self, sql: str, *values) -> list[tuple]:
        return self.ground.postgres.query(self.database, sql, *values)

    def row_hashes(self) -> dict[str, str]:
        return self.ground.postgres.row_hashes(self.database)

    def letters(self) -> list[Letter]:
        """What the mail server accepted since this site was made (sites run one after the other)."""
        return self.ground.mailbox.letters(self.since)

    def unpaid(self) -> int:
        return self.query("SELECT count(*) FROM petitions_letter WHERE closed_at IS NULL")[0][0]

    def signatures(self) -> int:
        return self.query("SELECT count(*) FROM petitions_signature")[0][0]

    def settle(self, *, seconds: float):
        """Wait until no letter is owed any more; raise NotReady at the deadline, never skip."""
        wait_until(lambda: self.unpaid() == 0, seconds=seconds, what=f"letters still owed by {self.database}")

    def let_leases_end(self):
        """Set the clock of owed letters forward: only for a moment when no worker is alive.

        The leases of killed workers end by themselves after two minutes; a quick test can't wait.
        """
        assert not any(worker.is_running() for worker in self.workers)
        self.query("UPDATE petitions_letter SET leased_until = now(), due_at = now() WHERE closed_at IS NULL")

    def confirmed(self) -> int:
        """The number that the public sees."""
        return json.loads(self.driver.get(f"/api/v1/petitions/{SLUG}/count.json").body)["confirmed"]

    def seconds_until_count_is(self, number: int, *, seconds: float) -> float:
        """How long it took until the public number was this; raises NotReady at the deadline."""
        start = time.monotonic()
        try:
            wait_until(lambda: self.confirmed() == number, seconds=seconds, what=f"count {number}")
        except NotReady as late:
            raise NotReady(f"{late} (it says {self.confirmed()})") from late
        return time.monotonic() - start

    def logs(self) -> dict[str, bytes]:
        """Every log file of the site and of the servers below it."""
        files = [*self.folder.glob("*.log"), *self.ground.folder.glob("*/*.log")]
        return {str(file.relative_to(self.ground.folder)): file.read_bytes() for file in files}


def web_command(port: int, wsgi: str, *, server="campaign.serve") -> list:
    # two blocking threads per process: one works while the other waits for the disk of the database
    options = ["--workers", 2, "--blocking-threads", 2]
    return [PYTHON, "-m", server, "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, *options, wsgi]


def celery(app: str, *arguments) -> list:
    return [PYTHON, "-m", "celery", "-A", app, *arguments]


def controller() -> dict[str, str]:
    """Who runs this fictitious site."""
    return {
        "SITE_NAME": "Laboratory Campaign",
        "CONTROLLER_NAME": "Laboratory Foundation (fictitious)",
        "CONTROLLER_ADDRESS": "1 Test Street, 0000 Testville",
        "CONTROLLER_CONTACT_EMAIL": "contact@lab.example.org",
        "CONTROLLER_PRIVACY_EMAIL": "privacy@lab.example.org",
        "CONTROLLER_PRESS_EMAIL": "press@lab.example.org",
        "CONTROLLER_DPO_EMAIL": "dpo@lab.example.org",
        "CONTROLLER_FUNDING": "Laboratory Donors (fictitious)",
        "CONTROLLER_PROCESSORS": "Laboratory Hosting (fictitious)",
        "CONTROLLER_TRANSFERS": "none",
        "DEFAULT_FROM_EMAIL": "Laboratory Foundation <petition@lab.example.org>",
    }
