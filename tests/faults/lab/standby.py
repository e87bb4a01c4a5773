"""A second PostgreSQL that follows the first one by streaming, and takes its place when that one is gone."""

from pathlib import Path

from tests.faults.lab.postgres import Postgres
from tests.faults.lab.processes import wait_until
from tests.faults.lab.proxy import Proxy

NAME = "standby"


class Standby(Postgres):
    """Made by pg_basebackup from a running cluster; what follows comes through `cable`, which a test can pull out."""

    def __init__(self, folder: Path, primary: Postgres):
        super().__init__(folder)
        self.primary = primary
        self.cable = Proxy(primary.port)

    def start(self):
        """Copy the primary and follow it; returns when it has all that the primary has."""
        self.cable.start()
        super().start()
        wait_until(self.is_following, seconds=30, what="a standby that follows", process=self.process)
        return self

    def _make_cluster(self):
        source = f"host=127.0.0.1 port={self.cable.port} user=postgres application_name={NAME}"
        options = ["--wal-method=stream", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        self._run("pg_basebackup", "-D", self.data, "-d", source, *options)

    def is_following(self) -> bool:
        return self.state() in ("async", "sync")

    def state(self) -> str | None:
        """What the primary says of it: async, sync, or None while it does not stream."""
        found = self.primary.query("postgres", "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'")
        return found[0][0] if found else None

    def make_synchronous(self):
        """From now on nobody's COMMIT is answered before it is on the standby's disk too."""
        with self.primary.session("postgres") as cursor:
            cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'")
            cursor.execute("SELECT pg_reload_conf()")
        wait_until(lambda: self.state() == "sync", seconds=30, what="a synchronous standby", process=self.process)

    def promote(self):
        """Be the primary; returns when rows can be written."""
        assert self.query("postgres", "SELECT pg_promote(true, 30)") == [(True,)]

    def stop(self):
        super().stop()
        self.cable.stop()
