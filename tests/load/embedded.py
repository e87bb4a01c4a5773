"""The embedded profile, as `manage.py demo` runs it: one process, SQLite, letters into its mailbox.

R2: people sign at full speed while the same process writes their letters. Counted are signatures that were answered,
letters that lay in the mailbox when the last was answered, and the memory of the process then.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from urllib.parse import urlencode

from tests.faults.lab.ground import PYTHON, bare_environment, copy_code
from tests.faults.lab.processes import Process, free_port, wait_until
from tests.load.alternate import cpu_seconds, family
from tests.load.grown import LANGUAGES
from tests.load.probe import ask
from tests.load.result import Options, Result
from tests.load.wrk import Asked, run

MIB = 1024 * 1024
ENOUGH, MOST_MIB = 150, 120
NEWEST = "SELECT max(id) FROM petitions_wording WHERE language = 'en' AND kind = ?"


class Demo:
    """One demo on a data folder of its own."""

    def __init__(self, folder: Path):
        self.code, self.data, self.port = folder / "code", folder / "data", free_port()
        copy_code(self.code)
        environment = bare_environment(self.code, self.data) | {
            "LIVE_LANGUAGES": ",".join(LANGUAGES), "SURGE": "off", "LOG_LEVEL": "INFO", "LETTERS_PER_HOUR": "100000000"
        }  # fmt: skip
        command = [PYTHON, "manage.py", "demo", "--port", self.port, "--data", self.data]
        self.process = Process("demo", command, env=environment, log=folder / "demo.log", cwd=self.code)

    def start(self):
        self.process.start()
        wait_until(lambda: self.process.has_said("Ctrl-C"), seconds=30, what="demo", process=self.process)
        self.see_main_pages()
        return self

    def see_main_pages(self):
        """The main pages in every language, as visitors of a whole evening would have done."""
        for code in LANGUAGES:
            for page in ("", "petition/", "petition/countries/", "questions/", "privacy/"):
                ask(self.port, f"/{code}/{page}", headers={"Accept-Encoding": "br"})

    def one(self, sql: str, *values: object) -> int:
        with closing(sqlite3.connect(self.data / "site.sqlite3", timeout=20)) as line:
            return line.execute(sql, values).fetchone()[0]

    def letters(self) -> int:
        return sum(1 for _ in (self.data / "mailbox").glob("*.json")) if (self.data / "mailbox").exists() else 0

    def unpaid(self) -> int:
        return self.one("SELECT count(*) FROM petitions_letter WHERE closed_at IS NULL")

    def signature(self) -> Asked:
        """Somebody else each time, in one language after the other, as a browser sends it."""
        shown = "-".join(str(self.one(NEWEST, kind)) for kind in ("petition", "consent", "news"))
        fields = {"name": "Zoë Example", "country": "BE", "consent": "on", "news": "on", "shown": shown}
        origin = {"Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        return Asked(
            tuple(f"/{code}/petition/" for code in LANGUAGES),
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded", **origin},
            body=f"email=zoe.{{unique}}%40mail.example.org&{urlencode(fields)}&contact_time=",
            expected=303,
        )


@contextmanager
def demo() -> Iterator[Demo]:
    folder = Path(mkdtemp(prefix="demo-"))
    one = Demo(folder)
    try:
        yield one.start()
    finally:
        one.process.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Evening:
    """Signatures a second; letters a second meanwhile; CPU µs for one signature and its share of letters; MiB."""

    signatures: float
    letters: float
    cpu_us: float
    pss: float
    p99: float


def sign_at_full_speed(site: Demo, options: Options) -> Evening:
    before, paid, start = site.letters(), cpu_seconds([site.process]), time.monotonic()
    base = f"http://127.0.0.1:{site.port}"
    load = run(base, site.signature(), seconds=options.seconds, connections=options.connections)
    took, sent = time.monotonic() - start, site.letters() - before
    used = cpu_seconds([site.process]) - paid
    pss = sum(one.memory_full_info().pss for one in family(site.process)) / MIB
    wait_until(lambda: site.unpaid() == 0, seconds=600, what="every letter in the mailbox", process=site.process)
    unheard = site.letters() - before - load.requests  # wrk left without waiting for some answers
    if not 0 <= unheard <= options.connections:
        raise RuntimeError(f"{load.requests} signatures, {site.letters() - before} letters")
    return Evening(load.per_second, sent / took, used * 1e6 / load.requests, pss, load.p99)


def one_process(options: Options) -> list[Result]:
    with demo() as site:
        rounds = [sign_at_full_speed(site, options) for _ in range(options.rounds)]
    rate, letters, cpu, p99 = (
        median(getattr(one, name) for one in rounds) for name in ("signatures", "letters", "cpu_us", "p99")
    )
    pss = max(one.pss for one in rounds)
    what = f"embedded profile: signatures while letters go out, {options.connections} connections"
    ours = f"{rate:,.0f}/s and {letters:,.0f} letters/s, p99 {p99:.0f} ms, {cpu:,.0f} µs CPU"
    first = Result("R2", what, f"≥ {ENOUGH}/s", "137–158/s", ours, rate / 150, rate >= ENOUGH)
    what = "embedded profile: memory (PSS) of its one process after that"
    return [first, Result("R2", what, f"≤ {MOST_MIB} MiB", "–", f"{pss:.0f} MiB", None, pss <= MOST_MIB)]


ROWS = {"R2": one_process}
