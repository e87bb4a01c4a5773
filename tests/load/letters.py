"""Letters at speed: paid from the outbox to a mail server, beside Django's own way to send ready words.

M2: one payer over one connection, and `EmailMultiAlternatives` over one connection, in turn, to the same server.
M3: one Celery worker with two children and all that people owe in the ten minutes of a peak: the letters a second that
they drain, for as long as the measurement takes, times 600.
"""

import base64
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

from tests.faults.lab.ground import PYTHON, ROOT, Ground
from tests.faults.lab.processes import Process, free_port, is_listening, wait_until
from tests.load.alternate import Case, Measured, alternate, cpu_seconds, middle, ratio, said
from tests.load.grown import LANGUAGES, GrownSite, grown_site
from tests.load.result import Options, Result

KNOWN_PEAK = 33  # signatures a second: the highest that a public petition is known to have had (UK Parliament, 2019)
PEAK_SECONDS = 600
LETTERS_A_SECOND = 1500  # more than are drained in one, so that a measurement ends by its time and not for want of them


class MailSink:
    """The server that counts."""

    def __init__(self, ground: Ground):
        self.port = free_port()
        command = [PYTHON, "-m", "tests.load.mail_sink", self.port]
        self.process = Process("mail sink", command, env={}, log=ground.folder / "sink.log", cwd=ROOT).start()
        wait_until(lambda: is_listening(self.port), seconds=20, what="mail sink", process=self.process)

    def ask(self, verb: str) -> list[bytes]:
        with socket.create_connection(("127.0.0.1", self.port)) as line, line.makefile("rb") as said:
            said.readline()
            line.sendall(f"{verb}\r\n".encode())
            return said.readline().split()[1:]

    def count(self) -> tuple[int, float]:
        """Letters since the last time that somebody asked, and the seconds from the first to the last of them."""
        letters, first, last = self.ask("STAT")
        return int(letters), float(last) - float(first)

    def last(self) -> bytes:
        return base64.b64decode(self.ask("LAST")[0]).removesuffix(b"\r\n.\r\n")


class MailSite(GrownSite):
    """A site whose letters go to that server, without an hourly budget that ends the measurement."""

    def __init__(self, ground: Ground, **options):
        self.sink = MailSink(ground)
        super().__init__(ground, **options)
        self.deliver = self.beat  # until there is one

    def _addresses(self) -> dict[str, str]:
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}", "LETTERS_PER_HOUR": "1000000000"}
        return super()._addresses() | mail

    def owe(self, seed: int, *, confirmations: int, receipts: int = 0):
        self.run("-m", "tests.load.owing", seed, confirmations, receipts)

    def payer(self) -> Process:
        """`manage.py deliver --watch`: one process, one connection."""
        self.deliver = self._process("deliver", [PYTHON, "manage.py", "deliver", "--watch"], role="worker")
        return self.deliver

    def stop(self):
        self.deliver.kill()
        super().stop()
        self.sink.process.stop()


@contextmanager
def mail_site() -> Iterator[MailSite]:
    """Released; nothing of it runs yet."""
    with grown_site(MailSite) as site:
        site.release()
        yield site


# --- M2: one worker, one connection ------------------------------------------------------------------------------
def one_worker(options: Options) -> list[Result]:
    with mail_site() as site:
        payer = site.payer().start()
        letter = a_letter(site)
        floor = Case("Django", lambda given: send_as_django_does(site, letter, given), [])
        ours = Case("ours", lambda given: pay(site, payer, given), [site.ground.postgres.process])
        found = alternate([floor, ours], options)
    times = ratio(found["ours"], found["Django"])
    what = "letters of one worker over one connection, from the outbox, each settled in a commit of its own"
    target = "≥ 1.5 × EmailMultiAlternatives, ready words, no database"
    return [Result("M2", what, target, said(found["Django"]), said(found["ours"]), times, times >= 1.5)]


def a_letter(site: MailSite) -> Path:
    """A confirmation of this site as JSON, for Django's own way; the payer has written in every language by then."""
    site.owe(0, confirmations=6 * len(LANGUAGES))
    site.settle(seconds=120)
    site.sink.count()
    mail = message_from_bytes(site.sink.last(), policy=policy.default)
    text, html = (part.get_content() for part in mail.iter_parts())
    names = ("Message-ID", "Date", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language")
    words = {"subject": str(mail["Subject"]), "from": str(mail["From"]), "text": text, "html": html}
    file = site.folder / "letter.json"
    file.write_text(json.dumps(words | {"headers": {name: str(mail[name]) for name in names}}))
    return file


def send_as_django_does(site: MailSite, letter: Path, options: Options) -> Measured:
    done = site.run("-m", "tests.load.bare_letters", site.sink.port, options.seconds, letter)
    sent, seconds, cpu = map(float, done.stdout.split())
    assert site.sink.count()[0] == sent
    return Measured(sent / seconds, cpu * 1e6 / sent)


def pay(site: MailSite, payer: Process, options: Options) -> Measured:
    """What a payer that has been at work for a while does, from its first letter to its last; it slept until then."""
    payers = [payer, site.ground.postgres.process]
    payer.freeze()
    site.owe(time.time_ns() % 10**9, confirmations=int(options.seconds * LETTERS_A_SECOND / 2))
    site.sink.count()
    paid = cpu_seconds(payers)
    payer.thaw()
    site.settle(seconds=600)
    used = cpu_seconds(payers) - paid
    letters, seconds = site.sink.count()
    return Measured((letters - 1) / seconds, used * 1e6 / letters)


# --- M3: two workers, ten minutes of a peak ----------------------------------------------------------------------
def two_workers(options: Options) -> list[Result]:
    """Half of the letters confirmations, half receipts: as if everybody confirmed."""
    owed, found = int(options.seconds * LETTERS_A_SECOND), []
    with mail_site() as site:
        for number in range(options.rounds):
            site.owe(number + 1, confirmations=owed // 2, receipts=owed // 2)
            found.append(drain(site, owed))
    one = middle(found)
    return [_peak(one, times) for times in (1, 10)]


def drain(site: MailSite, owed: int) -> Measured:
    """A worker that starts when everything is owed: what it owed before is no part of it."""
    payers = [site.workers[0].start(), site.ground.postgres.process]
    site.wait_for_worker(site.workers[0])
    site.sink.count()
    paid = cpu_seconds(payers)
    for _ in range(2):  # one for each child
        site.run("-m", "celery", "-A", "campaign", "call", "petitions.tasks.deliver")
    site.settle(seconds=600)
    letters, seconds = site.sink.count()
    used = cpu_seconds(payers) - paid
    site.workers[0].stop()
    if letters != owed:
        raise RuntimeError(f"{owed} letters were owed, {letters} came")
    return Measured((letters - 1) / seconds, used * 1e6 / letters)


def _peak(drained: Measured, times: int) -> Result:
    owed, can = KNOWN_PEAK * times * PEAK_SECONDS * 2, drained.per_second * PEAK_SECONDS
    what = f"letters of two workers in 10 minutes, and those of a peak of {KNOWN_PEAK * times} signatures a second"
    ours = f"{can:,.0f} ({drained.per_second:,.0f}/s, {drained.cpu_us:,.0f} µs CPU)"
    words = "each a confirmation and a receipt"
    return Result("M3", what, f"≥ {owed:,} in 10 minutes", words, ours, can / owed, can >= owed)


ROWS = {"M2": one_worker, "M3": two_workers}
