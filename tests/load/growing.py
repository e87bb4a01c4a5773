"""The same site with no signature, with a million and with ten: what gets slower as a petition grows.

Three databases of one PostgreSQL, each with a site of its own, measured in turn. Filling the largest takes some five
minutes and 5 GB; ROWS=1000000 in the environment makes that the largest. All rows share what was filled once.
"""

import atexit
import json
import os
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from statistics import median

from tests.load.alternate import Case, Measured, alternate, asking, cpu_seconds, middle, ratio
from tests.load.filling import fill
from tests.load.floors import pgbench
from tests.load.grown import GrownSite, grown_site
from tests.load.result import Options, Result
from tests.load.signing import confirmation, signature
from tests.load.wrk import Asked

MOST = int(os.environ.get("ROWS", "10000000"))
SIZES = (0, MOST // 10, MOST)
SMALL = MOST // 100  # what the refresh is compared with: 100,000 beside ten million
PAGES = ("/en/petition/", "/de/petition/", "/fr/", "/pl/petition/")
FIRST, PETITIONS = 900_001, 20  # of `numbers`
MARKS = 2_000  # in two seconds at 1,000 confirmations a second
MOST_A_SECOND = 4_000


@cache
def sites() -> dict[int, GrownSite]:
    """Size → a released site with so many signatures, nothing of it running; they end with this process."""
    stack = ExitStack()
    atexit.register(stack.close)
    first = stack.enter_context(grown_site())
    found = {}
    for size in sorted({*SIZES, SMALL}):
        found[size] = first if not found else GrownSite(first.ground)
        found[size].release()
        if size:
            took = fill(found[size], size)
            print(f"filled {size:,}: {sum(took.values()):.0f} s, of which recount {took['recount']:.1f} s", flush=True)
        stack.callback(found[size].stop)
    return found


@cache
def serving() -> dict[int, GrownSite]:
    """The sites of the three sizes with their web processes, warm."""
    return {size: sites()[size].serve() for size in SIZES}


def flat(measured: dict[int, list[Measured]]) -> list[float]:
    """Ratio of each larger size's rate to that of the empty site."""
    return [ratio(measured[size], measured[0]) for size in SIZES[1:]]


def in_turn(options: Options, case) -> dict[int, list[Measured]]:
    """`case(site, name)` for each size, alternating."""
    names = {size: f"{size:,} rows" for size in SIZES}
    found = alternate([case(serving()[size], name) for size, name in names.items()], options)
    return {size: found[name] for size, name in names.items()}


# --- pages, signing and confirming -------------------------------------------------------------------------------
@cache
def pages(options: Options) -> dict[int, list[Measured]]:
    asked = Asked(PAGES, headers={"Accept-Encoding": "br"})
    return in_turn(options, lambda site, name: asking(name, site.port, asked, site.payers))


@cache
def signatures(options: Options) -> dict[int, list[Measured]]:
    return in_turn(options, lambda site, name: asking(name, site.port, signature(site), site.payers))


@cache
def confirmations(options: Options) -> dict[int, list[Measured]]:
    return in_turn(options, _pressing)


def _pressing(site: GrownSite, name: str) -> Case:
    """New links each time, more than can be pressed."""

    def measure(options: Options) -> Measured:
        links = confirmation(site, int(options.seconds * MOST_A_SECOND))
        return asking(name, site.port, links, site.payers).measure(options)

    return Case(name, measure, site.payers)


def page_rate(options: Options) -> list[Result]:
    """G4."""
    found, words = pages(options), f"page rate with 0, {SIZES[1]:,} and {SIZES[2]:,} signatures"
    return [_line("G4", words, 0.95, found)]


def sign_rate(options: Options) -> list[Result]:
    """P3: by rows, and one hot petition beside twenty."""
    return [
        _line("P3", f"POST sign with 0, {SIZES[1]:,} and {SIZES[2]:,} signatures", 0.90, signatures(options)),
        _line("P3", f"POST confirm with 0, {SIZES[1]:,} and {SIZES[2]:,} signatures", 0.90, confirmations(options)),
        hot(options),
    ]


def _line(row: str, what: str, target: float, found: dict[int, list[Measured]]) -> Result:
    lowest = min(flat(found))
    empty, *grown = (f"{middle(found[size]).per_second:,.0f}" for size in SIZES)
    return Result(row, what, f"≥ {target:.2f} of empty", f"{empty}/s", f"{' / '.join(grown)}/s", lowest,
                  lowest >= target)  # fmt: skip


def hot(options: Options) -> Result:
    """The product's own statement by pgbench: nothing else is asked, so a row that everybody waits for would show.

    In a database whose web processes nobody asks: the twenty are no petitions of theirs.
    """
    site = sites()[SMALL]
    sql = json.loads(site.run("-m", "tests.load.numbers", "statement", role="web").stdout)
    cases = [_statement(site, name, sql, last) for name, last in (("20", FIRST + PETITIONS - 1), ("hot", FIRST))]
    found = alternate(cases, options)
    one, twenty, reached = middle(found["hot"]), middle(found["20"]), ratio(found["hot"], found["20"])
    what = "the statement of a signature: all for one petition, or for twenty"
    return Result("P3", what, "≥ 0.95 of twenty", f"{twenty.per_second:,.0f}/s", f"{one.per_second:,.0f}/s", reached,
                  reached >= 0.95)  # fmt: skip


def _statement(site: GrownSite, name: str, sql: str, last: int) -> Case:
    script: Path = site.ground.folder / f"{name}.sql"
    script.write_text(f"\\set petition random({FIRST}, {last})\n{sql}\n")
    payers = [site.ground.postgres.process]

    def measure(options: Options) -> Measured:
        paid = cpu_seconds(payers)
        rate, done = pgbench(site.ground, site.database, script, options)
        return Measured(rate, (cpu_seconds(payers) - paid) * 1e6 / max(done, 1))

    return Case(name, measure, payers)


# --- numbers -----------------------------------------------------------------------------------------------------
def asked_of(site: GrownSite, *words) -> dict[str, float]:
    return json.loads(site.run("-m", "tests.load.numbers", *words).stdout)


@cache
def refreshes(rounds: int) -> dict[int, list[float]]:
    """Size → seconds that one refresh of the same marks took, in each round."""
    found: dict[int, list[float]] = {size: [] for size in sites()}
    for _ in range(rounds):
        for size, site in sites().items():
            found[size].append(asked_of(site, "refresh", MARKS)["seconds"])
    return found


@cache
def exported(rounds: int, file_format: str) -> dict[int, list[dict[str, float]]]:
    return {size: [asked_of(sites()[size], "export", file_format) for _ in range(rounds)] for size in SIZES}


def counted(options: Options) -> list[Result]:
    """C1: the refresh, and counting everything anew."""
    found = refreshes(options.rounds)
    cost = median(large / small for large, small in zip(found[MOST], found[SMALL], strict=True))
    floor, ours = (f"{median(found[size]) * 1000:.0f} ms at {size:,}" for size in (SMALL, MOST))
    what = f"refresh of {MARKS:,} marks"
    refresh = Result("C1", what, f"≤ 1.5 × its cost at {SMALL:,}", floor, ours, cost, cost <= 1.5)
    start = time.monotonic()
    sites()[MOST].manage("recount")
    took = time.monotonic() - start
    return [refresh, Result("C1", f"full recount of {MOST:,}", "≤ 60 s", "–", f"{took:.1f} s", None, took <= 60)]


def exports(options: Options) -> list[Result]:
    """C2, in each format."""
    results = []
    for file_format in ("csv", "json", "xlsx"):
        rounds = exported(options.rounds, file_format)[MOST]
        seconds, more = (median(one[name] for one in rounds) for name in ("seconds", "mib"))
        ours = f"{seconds:.2f} s, {more:.1f} MiB more, {rounds[0]['bytes'] / 1e6:.1f} MB"
        what = f"export of counts at {MOST:,} rows: {file_format}"
        reached = seconds <= 1 and more <= 30
        results.append(Result("C2", what, "≤ 1 s, ≤ 30 MB more memory", "–", ours, None, reached))
    return results


def flatness(options: Options) -> list[Result]:
    """One table of what grows with the rows, and what does not."""
    rates = {"page": pages, "POST sign": signatures, "POST confirm": confirmations}
    lines = [_flat(what, found(options)) for what, found in rates.items()]
    took = refreshes(options.rounds)
    csv = exported(options.rounds, "csv")
    return [
        *lines,
        _seconds(f"refresh of {MARKS:,} marks", {size: median(took[size]) for size in SIZES}),
        _seconds("export, csv", {size: median(one["seconds"] for one in csv[size]) for size in SIZES}),
    ]


def _flat(what: str, found: dict[int, list[Measured]]) -> Result:
    said = " / ".join(f"{middle(found[size]).per_second:,.0f}" for size in SIZES)
    cpu = " / ".join(f"{middle(found[size]).cpu_us:,.0f}" for size in SIZES)
    sizes = " / ".join(f"{size:,}" for size in SIZES)
    return Result("FLAT", f"{what} at {sizes}", "flat", f"{cpu} µs CPU", f"{said} a second", min(flat(found)), None)


def _seconds(what: str, took: dict[int, float]) -> Result:
    said = " / ".join(f"{seconds * 1000:,.0f}" for seconds in took.values())
    sizes = " / ".join(f"{size:,}" for size in SIZES)
    return Result("FLAT", f"{what} at {sizes}", "flat", "–", f"{said} ms", took[0] / took[MOST], None)


ROWS = {"G4": page_rate, "P3": sign_rate, "C1": counted, "C2": exports, "FLAT": flatness}
