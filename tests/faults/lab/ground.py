"""What every site of the laboratory stands on: database, broker, mail server and fresh keys."""

import copy
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.lab.letters import Mailbox
from tests.faults.lab.postgres import Postgres
from tests.faults.lab.valkey import Valkey

ROOT = Path(__file__).resolve().parents[3]
CODE = ("campaign", "petitions", "templates", "static", "locale", "tests/__init__.py", "tests/faults", "manage.py")
PYTHON = sys.executable


class Ground:
    """One PostgreSQL, one Valkey and one mail server on loopback; sites get databases of their own.

    Sites run from a copy of the code: a process that is restarted minutes later must write the same letters, whatever
    somebody edits meanwhile, and `release` compiles catalogues without touching our tree.
    """

    def __init__(self, **postgres: str):
        self.folder = Path(tempfile.mkdtemp(prefix="faultlab-"))
        self.folder.chmod(0o755)  # PostgreSQL's user must be able to enter
        self.code = self.folder / "code"
        copy_code(self.code)
        self.postgres = Postgres(self.folder / "postgres", **postgres)
        self.valkey = Valkey(self.folder / "valkey")
        self.mailbox = Mailbox(self.folder / "mail", python=PYTHON, root=self.code)
        self._sites = itertools.cycle(range(1, 16))
        self._keys: dict[str, str] = {}
        self._template = "template1"

    def start(self):
        for server in (self.postgres, self.valkey, self.mailbox):
            server.start()
        return self

    def stop(self):
        """End everything. The folder is kept where KEEP_LAB is set, to look at its logs."""
        self.mailbox.process.kill()
        self.valkey.kill()
        self.postgres.stop_immediate()
        if not os.environ.get("KEEP_LAB"):
            shutil.rmtree(self.folder, ignore_errors=True)

    def with_database_in(self, folder: Path, **settings: str) -> "Ground":
        """The same ground over a cluster of its own, which a test may lose; whoever starts it stops it."""
        other = copy.copy(self)
        other.postgres, other._template = Postgres(folder, **settings), "template1"
        return other

    def next_site(self) -> int:
        """A number from 1 to 15: the site's Valkey database and the end of its names."""
        return next(self._sites)

    def create_database(self, name: str):
        """An empty database, or a copy of the first one that was released (a copy takes 0.1 s)."""
        self.postgres.create(name, template=self._template)

    def keep_as_template(self, name: str):
        """Later databases start as this one is now: migrated, with the petition and no people."""
        if self._template == "template1":
            self.postgres.create("released", template=name)
            self._template = "released"

    def keys(self) -> dict[str, str]:
        """The secrets of this laboratory, made for it."""
        if not self._keys:
            self._keys = fresh_keys(self.code, self.folder)
        return self._keys

    def is_released(self) -> bool:
        return self._template != "template1"


def copy_code(target: Path):
    """Everything that a site needs of our tree."""
    for name in CODE:
        source = ROOT / name
        take = shutil.copytree if source.is_dir() else shutil.copy2
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        take(source, target / name)


def bare_environment(code: Path, folder: Path) -> dict[str, str]:
    """Nothing of the caller's environment but where programs are."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(code),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
        "DATA_DIR": str(folder),
    }


def fresh_keys(code: Path, folder: Path) -> dict[str, str]:
    """New secrets from `manage.py keys`, which prints lines of NAME=value."""
    command = [PYTHON, "manage.py", "keys"]
    env = bare_environment(code, folder)
    done = subprocess.run(command, env=env, cwd=code, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"manage.py keys failed:\n{done.stdout}{done.stderr}")
    pairs = (line.partition("=") for line in done.stdout.splitlines() if "=" in line)
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}
