"""Benchmark of the grown site: signatures, pages and letters a second. Measures and prints, never asserts.

Run `python -m tests.load.sign [--seconds 10] [--rounds 3] [--connections 16]`. Driver, web, workers, database,
broker and mail server share this machine's cores, so the rates are a floor; compare only rates of one machine at one
load. "CPU ms" is what web (or workers) and PostgreSQL used per request: it moves least with the load.
"""

import argparse
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psutil

from tests.faults.lab.driver import Answer, Crowd, in_parallel
from tests.faults.lab.figures import percentile
from tests.faults.lab.ground import Ground
from tests.faults.lab.people import make_people
from tests.faults.lab.processes import Process
from tests.faults.lab.site import Site

MOST_PEOPLE = 60_000


@dataclass(frozen=True)
class Measure:
    """One line of the table: a rate, milliseconds a request took, and CPU milliseconds that it cost."""

    what: str
    per_second: float
    p50: float
    p99: float
    cpu: float
    refused: int


def measure(what: str, job: Callable[[], list], expected: int, payers: list[Process]) -> Measure:
    """Run the job, which returns answers, and sum it up; the payers' CPU time is what it cost."""
    start, paid = time.perf_counter(), cpu_seconds(payers)
    answers = job()
    took, paid = time.perf_counter() - start, cpu_seconds(payers) - paid
    good = [one.seconds for one in answers if isinstance(one, Answer) and one.status == expected] or [math.inf]
    p50, p99 = (percentile(good, share) * 1000 for share in (0.5, 0.99))
    return Measure(what, len(good) / took, p50, p99, paid * 1000 / len(answers), len(answers) - len(good))


def cpu_seconds(processes: list[Process]) -> float:
    """CPU time that these processes and their living children have used so far."""
    roots = [psutil.Process(process.popen.pid) for process in processes]
    family = [one for root in roots for one in (root, *root.children(recursive=True))]
    return sum(one.cpu_times().user + one.cpu_times().system for one in family)


def payers_of(site: Site) -> list[Process]:
    return [site.web, site.ground.postgres.process]


def until(seconds: float, items):
    """The items, for so many seconds."""
    end = time.monotonic() + seconds
    for item in items:
        if time.monotonic() > end:
            return
        yield item


def sign_at_full_speed(site: Site, people, options) -> Measure:
    def job():
        crowd = until(options.seconds, people)
        return in_parallel(site.driver.sign_person, crowd, threads=options.connections)

    return measure("POST sign, full speed", job, 303, payers_of(site))


def sign_at_half_speed(site: Site, people, options, *, peak: float) -> Measure:
    """Paced at half the peak: the latency that people meet, waiting for their turn included."""

    def job():
        with Crowd(site.driver, people, per_second=max(peak / 2, 1), threads=options.connections) as crowd:
            time.sleep(options.seconds)
        return crowd.answers

    return measure("POST sign, half the peak", job, 303, payers_of(site))


def look_at_the_page(site: Site, options) -> Measure:
    def job():
        paths = until(options.seconds, iter(lambda: "/en/petition/", None))
        return in_parallel(site.driver.get, paths, threads=options.connections)

    return measure("GET petition page", job, 200, payers_of(site))


def drain_letters(site: Site) -> Measure:
    """Time from the moment both workers are there until nothing is owed."""
    for worker in site.workers:
        worker.start()
    for worker in site.workers:
        site.wait_for_worker(worker)
    payers = [*site.workers, site.ground.postgres.process]
    owed, start, paid = site.unpaid(), time.perf_counter(), cpu_seconds(payers)
    site.settle(seconds=3600)
    took, paid = time.perf_counter() - start, cpu_seconds(payers) - paid
    return Measure("letters drained", owed / took, math.nan, math.nan, paid * 1000 / max(owed, 1), 0)


def run_round(ground: Ground, options, number: int) -> list[Measure]:
    """One fresh site: pages, then signatures without workers, then the letters that these owe."""
    site = Site(ground).start()
    people = iter(make_people(MOST_PEOPLE, seed=number, label=f"r{number}."))
    try:
        for worker in site.workers:
            worker.stop()
        page = look_at_the_page(site, options)
        full = sign_at_full_speed(site, people, options)
        half = sign_at_half_speed(site, people, options, peak=full.per_second)
        return [page, full, half, drain_letters(site)]
    finally:
        site.stop()


def table(rounds: list[list[Measure]]) -> str:
    """Medians of the rounds, one line per measure."""
    lines = [f"{'what':<28}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'refused':>9}"]
    for same in zip(*rounds, strict=True):
        names = ("per_second", "p50", "p99", "cpu", "refused")
        rate, p50, p99, cpu, refused = (median(getattr(one, name) for one in same) for name in names)
        lines.append(f"{same[0].what:<28}{rate:>12.1f}{p50:>9.1f}{p99:>9.1f}{cpu:>9.2f}{refused:>9.0f}")
    return "\n".join(lines).replace("nan", "  –")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    return parser.parse_args()


def main():
    options = read_options()
    ground = Ground().start()
    try:
        rounds = [run_round(ground, options, number) for number in range(options.rounds)]
    finally:
        ground.stop()
    print(f"{os.cpu_count()} cores, {options.connections} connections, medians of {options.rounds} rounds")
    print(table(rounds))


if __name__ == "__main__":
    main()
