"""People at their browsers: real form posts over kept connections, and the driver's own ledger."""

import http.client
import itertools
import select
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.faults.lab.people import Person

IDLE_SECONDS = 2


class NoAnswer(Exception):
    """The connection broke or timed out before a whole answer came: nothing is promised."""


@dataclass(frozen=True)
class Answer:
    """One HTTP answer and the seconds it took (from its due time, where it was paced)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    sent_at: float = 0.0

    @property
    def bytes_but_clock(self) -> tuple:
        """Everything an observer sees, except the two headers that only tell what time it is."""
        headers = tuple(pair for pair in self.headers if pair[0].lower() not in ("date", "expires"))
        return self.status, headers, self.body

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Driver:
    """Speaks to one site. Threads may share it: each keeps a connection of its own."""

    def __init__(self, port: int, ledger: Path, *, timeout_seconds: float = 30):
        self.port = port
        self.ledger = Path(ledger)
        self.timeout = timeout_seconds
        self._own = threading.local()
        self._writing = threading.Lock()

    def get(self, path: str, *, ip: str = "198.18.0.1", method: str = "GET") -> Answer:
        """Open a path or a whole link, as a person or a mail scanner would."""
        return self._ask(method, path_of(path), None, {"X-Forwarded-For": ip})

    def post(self, path: str, fields: dict[str, str], *, ip: str = "198.18.0.1") -> Answer:
        """Submit a form of our own pages."""
        headers = {
            "X-Forwarded-For": ip,
            "Origin": f"http://127.0.0.1:{self.port}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path_of(path), urlencode(fields).encode(), headers)

    def sign(self, email, *, name, country, language, ip) -> Answer:
        """Sign the petition. Every received success becomes one line of the ledger."""
        fields = {"name": name, "email": email, "country": country, "consent": "on"}
        answer = self.post(f"/{language}/petition/", fields, ip=ip)
        expected = f"/{language}/petition/check-your-email/"
        if answer.status == 303 and path_of(answer.header("Location") or "") == expected:
            self._acknowledge(email)
        return answer

    def sign_person(self, person: Person) -> Answer:
        return self.sign(person.email, name=person.name, country=person.country, language=person.language, ip=person.ip)

    def acknowledged(self) -> list[str]:
        """The addresses whose success was received, in order."""
        return self.ledger.read_text().splitlines() if self.ledger.exists() else []

    def _acknowledge(self, email: str):
        with self._writing, self.ledger.open("a") as ledger:
            ledger.write(f"{email}\n")

    def _ask(self, method, path, body, headers) -> Answer:
        connection = self._connection()
        started, now = time.perf_counter(), time.time()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            data = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise NoAnswer(repr(error)) from error
        took = time.perf_counter() - started
        return Answer(response.status, tuple(response.getheaders()), data, took, now)

    def _connection(self) -> http.client.HTTPConnection:
        """This thread's connection; a new one after a pause or when the server has hung up, as browsers do."""
        now, own = time.monotonic(), self._own
        if not hasattr(own, "connection"):
            own.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        elif now - own.used_at > IDLE_SECONDS or _has_hung_up(own.connection):
            own.connection.close()
        own.used_at = now
        return own.connection


class Browser(Driver):
    """A driver that does what browsers do when a kept connection ends without one byte of an answer: ask anew, once.

    Proxies end kept connections whenever they are told to read their settings anew.
    """

    def _ask(self, method, path, body, headers) -> Answer:
        was_kept = self._connection().sock is not None
        try:
            return super()._ask(method, path, body, headers)
        except NoAnswer as silence:
            if was_kept and isinstance(silence.__cause__, ConnectionResetError | BrokenPipeError):
                return super()._ask(method, path, body, headers)
            raise


def _has_hung_up(connection: http.client.HTTPConnection) -> bool:
    """Whether the other end is gone: between two answers there is nothing else to read."""
    return connection.sock is not None and bool(select.select([connection.sock], [], [], 0)[0])


def path_of(link: str) -> str:
    """The path and query of a link, or of a path."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def in_parallel(job: Callable, items: Iterable, *, threads: int) -> list:
    """job(item) for every item, by so many threads; results in the order of the items.

    A NoAnswer becomes the result of its item; any other exception is raised here.
    """
    todo = enumerate(items)
    taking = threading.Lock()
    results: dict[int, object] = {}
    failures: list[Exception] = []

    def work():
        while not failures:
            with taking:
                number, item = next(todo, (None, None))
            if number is None:
                return
            results[number] = attempt(job, item, failures)

    crew = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    if failures:
        raise failures[0]
    return [results[number] for number in sorted(results)]


def attempt(job: Callable, item, failures: list[Exception]):
    """The job's result, or its NoAnswer; anything worse is noted as a failure."""
    try:
        return job(item)
    except NoAnswer as silence:
        return silence
    except Exception as error:
        failures.append(error)


class InTheBackground:
    """What a thread does from the beginning of a block to its end; `_work` looks at `_is_over`."""

    def __init__(self):
        self._is_over = threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        self._thread.join()

    def _work(self):
        raise NotImplementedError


class Crowd(InTheBackground):
    """People who sign at a steady rate in the background until told to stop.

    An answer's seconds count from the moment its person was due, so a site that stalls cannot hide
    behind people who had to wait for their turn.
    """

    def __init__(self, driver: Driver, people: Iterable[Person], *, per_second: float, threads: int = 8):
        super().__init__()
        self.driver = driver
        self.answers: list[Answer | NoAnswer] = []
        self._people = iter(people)
        self._per_second = per_second
        self._threads = threads

    def _work(self):
        self.answers = in_parallel(self._sign_when_due, self._due(), threads=self._threads)

    def _due(self):
        start = time.perf_counter()
        for number in itertools.count():
            person = next(self._people, None)
            if person is None or self._is_over.is_set():
                return
            yield start + number / self._per_second, person

    def _sign_when_due(self, item) -> Answer:
        due, person = item
        time.sleep(max(0.0, due - time.perf_counter()))
        answer = self.driver.sign_person(person)
        late = time.perf_counter() - due
        return Answer(answer.status, answer.headers, answer.body, late, answer.sent_at)
