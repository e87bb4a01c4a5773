"""Cases measured in turn, A B C A B C, so that a machine that gets busier gets busier for all of them.

What counts is the median of the rounds' own ratios, and the CPU time of those who did the work: it moves least.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

import psutil

from tests.faults.lab.processes import Process
from tests.load.result import Options
from tests.load.wrk import Asked, Load, run

STILL = 0.05  # of one core, which is one tick of its clock: what a server may use that has nothing to do
LOOK_SECONDS = 0.3
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Measured:
    """One case in one round: a rate, CPU microseconds for one, milliseconds that one took (0 where nobody timed it)."""

    per_second: float
    cpu_us: float
    p50: float = 0
    p99: float = 0
    bad: int = 0


@dataclass(frozen=True)
class Case:
    """`measure` runs for so long; `payers` are the servers whose CPU it costs, and which must be still before."""

    what: str
    measure: Callable[[Options], Measured]
    payers: list[Process]


def asking(what: str, port: int, asked: Asked, payers: list[Process], *, may_fail=False) -> Case:
    """A case of wrk."""

    def measure(options: Options) -> Measured:
        paid = cpu_seconds(payers)
        load = run(f"http://127.0.0.1:{port}", asked, seconds=options.seconds, connections=options.connections,
                   may_fail=may_fail)  # fmt: skip
        settle(payers)  # what wrk left behind is part of its price
        return measured(load, cpu_seconds(payers) - paid)

    return Case(what, measure, payers)


def measured(load: Load, paid: float) -> Measured:
    return Measured(load.per_second, paid * 1e6 / max(load.requests, 1), load.p50, load.p99, load.bad)


def alternate(cases: list[Case], options: Options) -> dict[str, list[Measured]]:
    """What each case (by its `what`) gave in each round."""
    found: dict[str, list[Measured]] = {case.what: [] for case in cases}
    for _ in range(options.rounds):
        for case in cases:
            settle(case.payers)
            found[case.what].append(case.measure(options))
    return found


def ratio(ours: list[Measured], floor: list[Measured]) -> float:
    """Median of the rounds' own ratios of rates."""
    return median(mine.per_second / other.per_second for mine, other in zip(ours, floor, strict=True))


def cpu_ratio(ours: list[Measured], floor: list[Measured]) -> float:
    """The same of what one costs, the other way round: 0.5 where ours costs twice as much."""
    return median(other.cpu_us / mine.cpu_us for mine, other in zip(ours, floor, strict=True))


def middle(rounds: list[Measured]) -> Measured:
    """The median of each figure."""
    names = ("per_second", "cpu_us", "p50", "p99", "bad")
    return Measured(*(median(getattr(one, name) for one in rounds) for name in names))


def said(rounds: list[Measured]) -> str:
    """A rate and its price, for a cell."""
    one = middle(rounds)
    return f"{one.per_second:,.0f}/s, {one.cpu_us:,.0f} µs CPU"


def cpu_seconds(processes: list[Process]) -> float:
    """CPU time that these processes have used so far, with their children, those that have ended included."""
    return sum(_used(one) for process in processes for one in family(process))


def family(process: Process) -> list[psutil.Process]:
    """The process and its living children, at any depth."""
    root = psutil.Process(process.popen.pid)
    return [root, *root.children(recursive=True)]


def _used(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):  # its parent counts it from now on
        return sum(process.cpu_times()[:4])  # user, system, and both of the children that were waited for
    return 0.0


def settle(processes: list[Process]):
    """Wait until they have nothing left to do; after two minutes, go on and say so."""
    end, before = time.monotonic() + PATIENCE_SECONDS, cpu_seconds(processes)
    while time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
        now = cpu_seconds(processes)
        if now - before < STILL * LOOK_SECONDS:
            return
        before = now
    print(f"not still after {PATIENCE_SECONDS} s: {', '.join(process.name for process in processes)}")
