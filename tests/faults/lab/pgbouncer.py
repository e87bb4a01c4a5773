"""The pooler of `deploy/pgbouncer`, run by the real program in front of the laboratory's PostgreSQL."""

import os
import pwd
import re
import shutil
from pathlib import Path

from tests.faults.lab.ground import ROOT
from tests.faults.lab.postgres import Postgres
from tests.faults.lab.processes import Process, free_port, is_listening, wait_until

SAMPLE = ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini"
PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
POOLS = {"": 3, "_work": 2}  # few, so that a test needs no crowd to use them up


class PgBouncer:
    """Lends the connections to one database: `url` is what DATABASE_URL wants for web, `work_url` for workers and beat.

    Needs the program (apt: pgbouncer).
    """

    def __init__(self, postgres: Postgres, database: str, folder: Path):
        self.postgres, self.database, self.folder = postgres, database, folder
        self.port = free_port()
        self.url = f"postgresql://postgres:pooled@127.0.0.1:{self.port}/{database}"
        self.work_url = f"{self.url}_work"
        self.process = None

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "users.txt").write_text('"postgres" "pooled"\n')
        (self.folder / "pgbouncer.ini").write_text(self._at_home(SAMPLE.read_text()))
        self._give_away()
        self.process = Process("pgbouncer", [PROGRAM, self.folder / "pgbouncer.ini"], env={"PATH": "/usr/bin:/bin"},
                               log=self.folder / "pgbouncer.log", cwd=self.folder, user=self.postgres.user)  # fmt: skip
        self.process.start()
        wait_until(lambda: is_listening(self.port), seconds=10, what="PgBouncer", process=self.process)
        return self

    def stop(self):
        if self.process:
            self.process.kill()

    def _at_home(self, text: str) -> str:
        """The sample with this machine's places in the place of its own; nothing else differs."""
        for theirs, ours in {
            "site = host": f"{self.database} = host",
            "site_work = host": f"{self.database}_work = host",
            "host=postgres port=5432 dbname=site": f"host=127.0.0.1 port={self.postgres.port} dbname={self.database}",
            "listen_addr = *": "listen_addr = 127.0.0.1",
            "listen_port = 6432": f"listen_port = {self.port}",
            "/run/pgbouncer": str(self.folder),
        }.items():
            assert theirs in text
            text = text.replace(theirs, ours)
        for place, size in POOLS.items():
            text = re.sub(rf"^({self.database}{place} = .*pool_size=)\d+", rf"\g<1>{size}", text, flags=re.MULTILINE)
        return text

    def _give_away(self):
        """PgBouncer refuses to run as root, as PostgreSQL does; root hands its folder to the same user."""
        if self.postgres.user:
            owner = pwd.getpwnam(self.postgres.user).pw_uid
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, owner, -1)
