"""The demo as anybody meets it: one command, one process, and it survives whatever happens to it."""

import re
import signal
import sqlite3
import sys
import time

import pytest
import requests
from django.conf import settings

from tests.faults.lab.processes import Process, free_port, wait_until

COUNT = "/api/v1/petitions/child-safety-on/count.json"
LETTER_FIELDS = {"id", "to", "subject", "language", "sent_at", "headers", "text", "html", "attachments"}


class Demo(Process):
    """`manage.py demo` on a free port, with a data folder of its own and nothing of our environment."""

    def __init__(self, folder, *, port: int | None = None, **env: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.data, self.port = folder / "data", port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, settings.BASE_DIR / "manage.py", "demo", "--port", self.port, "--data", self.data]
        env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(folder)} | env
        super().__init__("demo", command, env=env, log=folder / "demo.log", cwd=settings.BASE_DIR)

    def start(self) -> "Demo":
        super().start()
        wait_until(lambda: self.has_said("Ctrl-C"), seconds=30, what="the demo", process=self)
        return self

    def get(self, page: str) -> requests.Response:
        return requests.get(self.origin + page, allow_redirects=False, timeout=10)

    def post(self, page: str, **fields: str) -> requests.Response:
        """As a browser on plain http does: with Origin, without Sec-Fetch-Site."""
        headers = {"Origin": self.origin}
        return requests.post(self.origin + page, data=fields, headers=headers, allow_redirects=False, timeout=10)

    def sign(self, email: str, *, language: str = "en") -> requests.Response:
        fields = {"name": "Anna Example", "email": email, "country": "DE", "consent": "on"}
        return self.post(f"/{language}/petition/", **fields)

    def letters(self, email: str = "") -> list[dict]:
        """Newest first; to this address, or all."""
        found = self.get("/mailbox/messages.json").json()
        return [letter for letter in found if not email or letter["to"] == email]

    def link(self, email: str, page: str) -> str:
        """The path behind a link of the newest letter to this address."""
        return re.search(rf"{self.origin}(/\w\w/petition/{page}/\S+)", self.letters(email)[0]["text"]).group(1)

    def confirmed(self) -> int:
        return self.get(COUNT).json()["confirmed"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo")).start()
    yield demo
    demo.stop()


@pytest.fixture
def own_demo(tmp_path):
    """A demo for tests that stop or kill it: own_demo(port=…)."""
    started = []

    def act(folder=tmp_path, **options) -> Demo:
        started.append(Demo(folder, **options))
        return started[-1]

    yield act
    for demo in started:
        demo.stop()


def last_words(demo: Demo) -> tuple[int, list[str]]:
    """Exit status and output of a demo that cannot start."""
    Process.start(demo)
    return demo.popen.wait(30), demo.last_lines().splitlines()


# --- one supporter --------------------------------------------------------------------------------------------------


def test_a_signature_walks_from_the_form_to_the_count(demo):
    anna = "anna@example.org"
    before, answer = demo.confirmed(), demo.sign(anna, language="de")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/de/petition/check-your-email/")
    wait_until(lambda: demo.letters(anna), seconds=5, what="the letter")
    link = demo.link(anna, "confirm")
    assert [demo.get(link).status_code, demo.confirmed()] == [200, before]
    pressed = demo.post(link)
    assert (pressed.status_code, pressed.headers["Location"]) == (303, "/de/petition/thank-you/#DE")
    wait_until(lambda: demo.confirmed() == before + 1, seconds=10, what="the count")
    wait_until(lambda: len(demo.letters(anna)) == 2, seconds=10, what="the receipt")


def test_leaving_lowers_the_count_and_sends_the_last_letter(demo):
    bela, before = "bela@example.org", demo.confirmed()
    demo.sign(bela)
    wait_until(lambda: demo.letters(bela), seconds=10, what="the letter")
    demo.post(demo.link(bela, "confirm"))
    wait_until(lambda: len(demo.letters(bela)) == 2, seconds=10, what="the receipt")
    wait_until(lambda: demo.confirmed() == before + 1, seconds=10, what="the count")
    assert demo.post(demo.link(bela, "withdraw")).status_code == 303
    wait_until(lambda: demo.confirmed() == before, seconds=10, what="the count")
    wait_until(lambda: demo.letters(bela)[0]["subject"] == "Your signature is withdrawn", seconds=10, what="goodbye")


def test_the_mailbox_holds_every_part_of_a_letter_newest_first(demo):
    for name in ("first", "second"):
        demo.sign(f"{name}@example.org")
        wait_until(lambda name=name: demo.letters(f"{name}@example.org"), seconds=10, what="the letter")
    letters = demo.letters()
    assert [letter["to"] for letter in letters[:2]] == ["second@example.org", "first@example.org"]
    assert {frozenset(letter) for letter in letters} == {frozenset(LETTER_FIELDS)}
    assert (letters[0]["subject"], letters[0]["language"]) == ("Please confirm your signature", "en")


def test_a_form_from_a_foreign_page_is_refused(demo):
    foreign = {"Origin": "http://evil.example"}
    assert requests.post(demo.origin + "/en/petition/", data={}, headers=foreign, timeout=10).status_code == 403


def test_the_demo_says_where_everything_is_and_how_staff_enter(demo):
    said = demo.last_lines()
    password = re.search(r"user: staff +password: (\S+)", said).group(1)
    assert [f"{demo.origin}{page}" in said for page in ("/", "/mailbox/", "/staff/")] == [True] * 3
    assert "This demo is not private" in said
    staff = requests.Session()
    page = staff.get(f"{demo.origin}/staff/login/", timeout=10).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    fields = {"csrfmiddlewaretoken": token, "username": "staff", "password": password}
    entered = staff.post(f"{demo.origin}/staff/login/", data=fields, allow_redirects=False, timeout=10)
    assert entered.status_code == 302


def test_everything_of_a_demo_lies_in_its_own_folder(demo):
    names = {path.name for path in demo.data.iterdir()}
    assert {"keys.json", "lock", "site.sqlite3"} <= names
    assert [path for path in demo.data.rglob("*") if path.name.endswith(".py")] == []


def test_it_is_alive_and_ready(demo):
    assert [(answer.status_code, answer.text) for answer in map(demo.get, ("/healthz", "/readyz"))] == [
        (200, "ok"), (200, "ready"),
    ]  # fmt: skip


# --- a second one ---------------------------------------------------------------------------------------------------


def test_a_second_demo_on_the_same_folder_stops_with_one_clear_line(demo, own_demo):
    second = own_demo(demo.data.parent)
    second.log = demo.data.parent / "second.log"
    status, lines = last_words(second)
    assert (status, lines) == (
        1, [f"CommandError: The demo already runs on {demo.data} as process {demo.popen.pid}."],
    )  # fmt: skip
    assert demo.get("/healthz").status_code == 200


def test_a_demo_on_a_port_that_is_taken_stops_with_one_clear_line(demo, own_demo):
    status, lines = last_words(own_demo(port=demo.port))
    assert (status, lines) == (
        1, [f"CommandError: Port {demo.port} is taken; choose another with --port."],
    )  # fmt: skip


def test_the_demo_never_runs_on_a_grown_site_s_database(own_demo):
    status, lines = last_words(own_demo(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none", SECRET_KEY="x"))
    assert (status, len(lines), "unset DATABASE_URL" in lines[-1]) == (1, 1, True)


# --- the end, and after it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_stops_when_it_is_asked_to_and_starts_again_where_it_was(own_demo, number):
    demo = own_demo().start()
    demo.sign("anna@example.org")
    wait_until(lambda: demo.letters("anna@example.org"), seconds=10, what="the letter")
    link = demo.link("anna@example.org", "confirm")
    demo.popen.send_signal(number)
    assert (demo.popen.wait(15), "Traceback" in demo.last_lines(200)) == (0, False)
    demo.start()
    assert demo.post(link).status_code == 303


def test_killed_right_after_a_burst_every_letter_is_there_after_the_next_start(own_demo):
    demo = own_demo().start()
    people = [f"person{number}@example.org" for number in range(30)]
    assert [demo.sign(email).status_code for email in people] == [303] * 30
    demo.kill()
    demo.start()
    # a letter that was being sent is leased for two minutes: its lease is the only thing that has to run out
    _end_leases(demo)
    wait_until(lambda: {letter["to"] for letter in demo.letters()} >= set(people), seconds=30, what="30 letters")
    copies = [letter["to"] for letter in demo.letters()]
    assert len(copies) - len(people) <= 1


def _end_leases(demo: Demo) -> None:
    with sqlite3.connect(demo.data / "site.sqlite3", timeout=20) as database:
        database.execute("UPDATE petitions_letter SET leased_until = '2000-01-01 00:00:00' WHERE closed_at IS NULL")


def test_killed_while_people_confirm_nothing_is_lost_and_nobody_counts_twice(own_demo):
    demo = own_demo().start()
    people = [f"person{number}@example.org" for number in range(5)]
    for email in people:
        demo.sign(email)
    wait_until(lambda: len(demo.letters()) == 5, seconds=20, what="five letters")
    links = [demo.link(email, "confirm") for email in people]
    assert [demo.post(link).status_code for link in links] == [303] * 5
    demo.kill()
    demo.start()
    assert [demo.post(link).status_code for link in links] == [303] * 5
    wait_until(lambda: demo.confirmed() == 5, seconds=20, what="the count")
    time.sleep(3)
    assert demo.confirmed() == 5
