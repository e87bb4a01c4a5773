"""The real `manage.py demo`, a process of its own on a free port and an own data folder, met as a visitor meets it."""

import http.client
import json
import sqlite3
import sys
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.lab.processes import Process, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
SLUG = "child-safety-on"
PASSWORD = "a-lamp-in-the-window"  # of throw-away demos


class Demo:
    """One demo: started once, asked through its addresses; the database is read only for what no page shows."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.away = f"http://127.0.0.1:{free_port()}/"  # where "Leave this site" leads; whoever goes there serves it
        self.data = folder / "data"
        command = [sys.executable, "manage.py", "demo", "--port", self.port, "--data", self.data]
        self.process = Process("demo", command, env=self.environment(), log=folder / "demo.log", cwd=ROOT)

    def environment(self) -> dict[str, str]:
        """Nothing of ours: no DATABASE_URL, no REDIS_URL, so the embedded profile."""
        bare = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        return bare | {"DATA_DIR": str(self.data), "DEMO_STAFF_PASSWORD": PASSWORD, "LEAVE_URL": self.away}

    def invite_crowd(self) -> None:
        """Confirmed signatures from many countries, so that numbers and windows have something to show."""
        crowd = [sys.executable, "-m", "tests.journeys.crowd"]
        process = Process("crowd", crowd, env=self.environment(), log=self.folder / "crowd.log", cwd=ROOT).start()
        if process.popen.wait(60):
            raise RuntimeError(process.last_lines())

    def start(self) -> "Demo":
        self.process.start()
        wait_until(self._is_ready, seconds=30, what="demo", process=self.process)
        return self

    def stop(self) -> None:
        self.process.stop()

    def _is_ready(self) -> bool:
        try:
            return self.get("/readyz")[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, bytes]:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """A form sent from our own page, without a browser."""
        form = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(fields), {"Origin": self.origin, "Content-Type": form})

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Status and body of one answer; no redirect is followed."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(method, path, body or None, headers or {})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def sign(self, email: str, *, language: str = "en", country: str = "DE") -> None:
        fields = {"name": "Anna Example", "email": email, "country": country, "consent": "on"}
        assert self.post(f"/{language}/petition/", fields)[0] == 303

    def letters(self, to: str) -> list[dict]:
        """Newest first."""
        return [letter for letter in json.loads(self.get("/mailbox/messages.json")[1]) if letter["to"] == to]

    def wait_for_letter(self, to: str, step: str, *, number: int = 1) -> dict:
        """The newest letter with a link to this step of the petition, once there are `number` of them."""
        marked = f"/petition/{step}/"

        def found() -> list[dict]:
            return [letter for letter in self.letters(to) if marked in letter["text"]]

        wait_until(lambda: len(found()) >= number, seconds=10, what=f"letter {number} to {to} with {step}")
        return found()[0]

    def wait_until_nothing_is_owed(self) -> None:
        open_letters = "SELECT count(*) FROM petitions_letter WHERE closed_at IS NULL"
        wait_until(lambda: self.query(open_letters) == [(0,)], seconds=10, what="letters still owed")

    def count(self) -> int:
        """The number that the public sees."""
        return json.loads(self.get(f"/api/v1/petitions/{SLUG}/count.json")[1])["confirmed"]

    def wait_for_count(self, number: int) -> None:
        wait_until(lambda: self.count() == number, seconds=10, what=f"count of {number}")

    def confirmed(self) -> int:
        """How many rows are confirmed now; the public number follows within seconds."""
        return self.query("SELECT count(*) FROM petitions_signature WHERE confirmed_at IS NOT NULL")[0][0]

    def settle(self) -> None:
        """Wait until every letter is paid and the public number says what the rows say."""
        self.wait_until_nothing_is_owed()
        self.wait_for_count(self.confirmed())

    def signatures(self) -> list[tuple]:
        """Every row, whole: two equal lists mean that nothing was born, changed or deleted in between."""
        return self.query("SELECT * FROM petitions_signature ORDER BY id")

    def let_a_minute_pass(self) -> None:
        """A second letter within a minute of the first is not sent; a test can't wait for that."""
        self.query("UPDATE petitions_signature SET answered_at = datetime(answered_at, '-61 seconds')")

    def query(self, sql: str) -> list[tuple]:
        with sqlite3.connect(self.data / "site.sqlite3", timeout=20) as database:
            return database.execute(sql).fetchall()
