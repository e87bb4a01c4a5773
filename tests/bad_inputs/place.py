"""The live site that bad inputs are sent to: granian, PostgreSQL, Valkey and a mail server; no worker, no beat."""

import itertools
import re
import time
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import IPv4Address

import psycopg2
from django.test import override_settings

from petitions import tokens
from tests.bad_inputs.row import request
from tests.bad_inputs.wire import Answer, send
from tests.faults.lab.site import Site

LANGUAGES = ("en", "de", "el", "mt")
STAFF, PASSWORD = "export", "a long password for exports"
MAKE_STAFF = f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user("{STAFF}", password="{PASSWORD}", is_staff=True)
user.groups.add(Group.objects.get(name="counts"))
"""
# Signatures, letters, and people who wait for a letter that nobody owes them (I2).
STATE = """
SELECT (SELECT count(*) FROM petitions_signature), (SELECT count(*) FROM petitions_letter),
    (SELECT count(*) FROM petitions_signature s WHERE s.confirmed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM petitions_letter l WHERE l.signature_id = s.id))
"""


class Place(Site):
    """A site without workers, in four languages; what rows name in <<angles>> is filled in by `send`."""

    def environment(self, role: str) -> dict[str, str]:
        own = {"LIVE_LANGUAGES": ",".join(LANGUAGES), "LOG_LEVEL": "INFO"}
        return super().environment(role) | own | {"STAFF_SECOND_FACTOR": "off"}  # what is tried here lies behind it

    def start(self) -> "Place":
        self._visits, self._plain = itertools.count(), {}
        self.release()
        self.web.start()
        self.wait_for_web()
        return self

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, raw: bytes, **how) -> Answer:
        """The last answer to these bytes."""
        return self.send_all(raw, **how)[-1]

    def send_all(self, raw: bytes, **how) -> list[Answer]:
        return send(self.port, self.filled(raw), **how)

    def plain(self, path: str) -> bytes:
        """The page that everybody sees at this address; asked once."""
        if path not in self._plain:
            self._plain[path] = self.send(request("GET", path)).body
        return self._plain[path]

    def filled(self, raw: bytes) -> bytes:
        for name in set(re.findall(rb"<<(\w+)>>", raw)):
            raw = raw.replace(b"<<%s>>" % name, self.word(name.decode()).encode("latin-1"))
        return raw

    def word(self, name: str) -> str:
        """What stands for <<name>>: the host, the staff's cookies, or a token."""
        if name == "ip":  # another household each time: how often one may try has tests of its own
            return str(IPv4Address("198.18.0.0") + next(self._visits))
        if name == "host":
            return self.host
        return self.staff[name] if name in ("cookies", "secret") else self.links[name]

    def state(self) -> tuple[int, int, int]:
        """(signatures, letters, people that are owed no letter)"""
        with self._database.cursor() as cursor:
            cursor.execute(STATE)
            return cursor.fetchone()

    @cached_property
    def _database(self):
        connection = psycopg2.connect(self.ground.postgres.url(self.database))
        connection.autocommit = True
        return connection

    @cached_property
    def links(self) -> dict[str, str]:
        """Tokens of one waiting row, of one that is gone, and old ones."""
        numbers = [self._new_row(f"{who}@links.example.org") for who in ("waiting", "gone")]
        self.query("DELETE FROM petitions_letter WHERE signature_id = %s", numbers[1])
        self.query("DELETE FROM petitions_signature WHERE id = %s", numbers[1])
        ages = {"": (numbers[0], 0), "gone_": (numbers[1], 0), "old_": (numbers[0], 15 * 86400)}
        purposes = {"confirm": tokens.CONFIRM, "withdraw": tokens.WITHDRAW, "not_me": tokens.NOT_ME,
                    "yours": tokens.YOURS}  # fmt: skip
        with override_settings(SECRET_KEY=self.keys["SECRET_KEY"]):
            return {
                kind + name: tokens.make(purpose, number, _moment(age))
                for kind, (number, age) in ages.items()
                for name, purpose in purposes.items()
            }

    def _new_row(self, email: str) -> int:
        assert self.driver.sign(email, name="Anna", country="DE", language="en", ip="198.18.0.1").status == 303
        return self.query("SELECT max(id) FROM petitions_signature")[0][0]

    @cached_property
    def staff(self) -> dict[str, str]:
        """Cookies and form secret of somebody who may export, logged in through the page."""
        self.run("manage.py", "shell", "-v", "0", "-c", MAKE_STAFF, role="web")
        page = self._staff_request("GET", "", b"")
        secret = _cookies(page)["staff-form"]
        form = f"username={STAFF}&password={PASSWORD.replace(' ', '+')}&next=/staff/".encode()
        answer = self._staff_request("POST", f"Cookie: staff-form={secret}\r\nX-CSRFToken: {secret}\r\n", form)
        assert answer.status == 302, answer.text
        cookies = {"staff-form": secret} | _cookies(answer)
        return {
            "cookies": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "secret": cookies["staff-form"],
        }

    def _staff_request(self, method: str, headers: str, body: bytes) -> Answer:
        head = (
            f"{method} /staff/login/ HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n{headers}"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        return send(self.port, head.encode() + body)[0]


def _moment(age_seconds: float):
    return datetime.fromtimestamp(time.time() - age_seconds, UTC)


def _cookies(answer: Answer) -> dict[str, str]:
    sent = [value.partition(";")[0] for name, value in answer.headers if name.lower() == "set-cookie"]
    return dict(cookie.split("=", 1) for cookie in sent)
