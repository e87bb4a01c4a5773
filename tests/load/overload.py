"""A television evening: ten times the highest known peak for long, three times more than can be done, and the return.

Through the sample proxy, with both workers, beat and a mail server at work on the same cores; the mail server only
counts, for in life it is somebody else's. wrk asks with pauses of random length, so that people come at a rate whether
the site is quick or not. One machine plays all networks: the proxy of the laboratory believes the driver who he is,
which the sample never does. Everybody has a mail domain of their own, the dearest case: each has a budget to look at.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import SLUG
from tests.load.deployed import Proxy, deployed_proxy
from tests.load.grown import grown_site
from tests.load.letters import MailSite
from tests.load.probe import ask
from tests.load.result import Options, Result
from tests.load.signing import KNOWN_PEAK, OWN_DOMAINS, confirmation, signature
from tests.load.wrk import Asked, Load, run

PEAK = 10 * KNOWN_PEAK
ABOVE_PEAK = 1.12  # who waits for an answer does not press meanwhile, so fewer come than the pauses say
PACED_CONNECTIONS = 256
TIMES = 3
OVERLOAD_SECONDS = 20
PAUSE_SECONDS = 1.0  # of one person in the overload
LONGEST_MS = 800
RECOVERED_WITHIN, LONGEST_RECOVERY = 10, 60


@contextmanager
def evening(**options) -> Iterator[tuple[MailSite, Proxy]]:
    """Everything that a site has, at work, behind the sample proxy."""
    with grown_site(MailSite, **options) as site, deployed_proxy(site.serve(), believes_its_visitors=True) as proxy:
        for process in (*site.workers, site.beat):
            process.start()
        for worker in site.workers:
            site.wait_for_worker(worker)
        yield site, proxy


def paced(asked: Asked, *, per_second: float, connections: int) -> Asked:
    """The same, so often: by pauses, of each connection for itself."""
    return Asked(**{**vars(asked), "pause_ms": connections / per_second * 1000, "may_refuse": True})


# --- T6 ----------------------------------------------------------------------------------------------------------
def overload(options: Options) -> list[Result]:
    """T6: `--seconds 600` is the measurement; with less it shows that everything is in its place."""
    with evening() as (site, proxy):
        base, asked = f"http://127.0.0.1:{proxy.port}", signature(site, address=OWN_DOMAINS)
        at_peak = paced(asked, per_second=PEAK * ABOVE_PEAK, connections=PACED_CONNECTIONS)
        run(base, at_peak, seconds=3, connections=PACED_CONNECTIONS, may_fail=True)  # connections, plans, first letters
        before = site.signatures()
        evening_long = run(base, at_peak, seconds=options.seconds, connections=PACED_CONNECTIONS, may_fail=True)
        rows = site.signatures() - before
        most = run(base, asked, seconds=5, connections=PACED_CONNECTIONS).per_second
        people = round(TIMES * most * PAUSE_SECONDS)
        before = site.signatures()
        too_many = run(base, paced(asked, per_second=people / PAUSE_SECONDS, connections=people),
                       seconds=OVERLOAD_SECONDS, connections=people, may_fail=True)  # fmt: skip
        taken = site.signatures() - before
        back = seconds_until_calm(base, at_peak)
    return [_sustained(evening_long, options, rows), _refused(too_many, most, taken), _back(back)]


def seconds_until_calm(base: str, at_peak: Asked) -> float:
    """Until a whole second of the peak goes by as if nothing had been; its own time counts too."""
    began = time.monotonic()
    while time.monotonic() - began < LONGEST_RECOVERY:
        load = run(base, at_peak, seconds=1, connections=PACED_CONNECTIONS, may_fail=True)
        if not load.bad and not load.refused and load.p99 < LONGEST_MS:
            return time.monotonic() - began
    return float("inf")


def _sustained(load: Load, options: Options, rows: int) -> Result:
    what = f"signatures for {options.seconds:g} s through the proxy; workers, beat, mail on the same cores"
    ours = (f"{load.per_second:,.0f}/s, p50 {load.p50:.0f}, p99 {load.p99:.0f} ms; {load.requests:,} answers, "
            f"{load.refused + load.bad} errors, {rows:,} rows")  # fmt: skip
    errors = load.refused + load.bad
    reached = load.per_second >= PEAK and load.p99 < LONGEST_MS and not errors and rows >= load.requests
    words = f"≥ {PEAK}/s (10 × {KNOWN_PEAK}), p99 < {LONGEST_MS} ms, 0 errors"
    return Result("T6", what, words, "–", ours, load.per_second / PEAK, reached)


def _refused(load: Load, most: float, taken: int) -> Result:
    offered = TIMES * most
    what = f"{TIMES} × overload: {offered:,.0f} people a second for {OVERLOAD_SECONDS} s, the most was {most:,.0f}/s"
    thanked = load.requests - load.refused - load.bad
    ours = f"{thanked:,} thanked, {taken:,} rows; {load.refused:,} × 503 with Retry-After; {load.bad:,} others"
    reached = not load.bad and taken >= thanked > 0
    return Result("T6", what, "303 or 503 with Retry-After, no other", "–", ours, None, reached)


def _back(seconds: float) -> Result:
    what = "after the overload, until a whole second at the peak is as before"
    return Result("T6", what, f"< {RECOVERED_WITHIN} s", "–", f"{seconds:.1f} s", None, seconds < RECOVERED_WITHIN)


# --- T7 ----------------------------------------------------------------------------------------------------------
COUNT = f"/api/v1/petitions/{SLUG}/count.json"
PAGES = ("/en/", "/en/petition/", COUNT)
READERS_A_SECOND = 1_000  # of each address
OLDEST_SECONDS = 10


def cached(options: Options) -> list[Result]:
    """T7: what reaches the site while everybody looks, and how old the number is that they see."""
    with evening(wsgi="tests.load.counted:application") as (site, proxy):
        book = site.folder / "counted"
        links = confirmation(site, 1)
        asked = Asked(PAGES, headers={"Accept-Encoding": "br"})
        reading = paced(asked, per_second=READERS_A_SECOND * len(PAGES), connections=PACED_CONNECTIONS)
        base, seconds = f"http://127.0.0.1:{proxy.port}", max(options.seconds, OLDEST_SECONDS)
        run(base, reading, seconds=2, connections=PACED_CONNECTIONS)
        book.write_text("")
        ages: list[float] = []
        looking = threading.Thread(target=lambda: ages.append(age_of_the_count(site, proxy, links)))
        looking.start()
        load = run(base, reading, seconds=seconds, connections=PACED_CONNECTIONS)
        counted = Counter(book.read_text().splitlines())
        looking.join()
    return [_at_the_origin(load, [counted[path] / seconds for path in PAGES]), _age(ages[0])]


def age_of_the_count(site: MailSite, proxy: Proxy, links: Asked) -> float:
    """Seconds from a press on confirm until the number that caches give says so."""
    site.driver.post(links.paths[0], {})
    began = time.monotonic()
    wait_until(lambda: b'"confirmed": 1,' in ask(proxy.port, COUNT).body, seconds=60, what="the number")
    return time.monotonic() - began


def _at_the_origin(load: Load, each: list[float]) -> Result:
    what = f"landing page, petition and count through the proxy, {load.per_second:,.0f} a second in all"
    ours = f"{', '.join(f'{one:.2f}' for one in each)} a second at the site"
    return Result("T7", what, "≤ 1 a second for each address", "–", ours, None, max(each) <= 1)


def _age(seconds: float) -> Result:
    what = "from a press on confirm to the number that everybody is shown"
    return Result("T7", what, f"≤ {OLDEST_SECONDS} s", "–", f"{seconds:.1f} s", None, seconds <= OLDEST_SECONDS)


ROWS = {"T6": overload, "T7": cached}
