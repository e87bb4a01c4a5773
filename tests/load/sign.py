"""Benchmark of the grown site: signatures, pages and letters a second. Measures and prints, never asserts.

Run `python -m tests.load.sign [--seconds 10] [--rounds 3] [--connections 16]`. Driver, web, workers, database,
broker and mail server share this machine's cores, so the figures are a floor; compare only figures of one machine.
"""

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.faults.lab.driver import Answer, Crowd, in_parallel
from tests.faults.lab.figures import percentile
from tests.faults.lab.ground import Ground
from tests.faults.lab.people import make_people
from tests.faults.lab.site import Site

MOST_PEOPLE = 60_000


@dataclass(frozen=True)
class Measure:
    """One line of the table: a rate, and how long single requests took (in seconds)."""

    what: str
    per_second: float
    p50: float = 0
    p99: float = 0
    refused: int = 0


def measure(what: str, job: Callable[[], list], expected: int) -> Measure:
    """Run the job, which returns answers, and sum it up."""
    start = time.perf_counter()
    answers = job()
    took = time.perf_counter() - start
    good = [one.seconds for one in answers if isinstance(one, Answer) and one.status == expected]
    if not good:
        return Measure(what, 0, refused=len(answers))
    p50, p99 = percentile(good, 0.5), percentile(good, 0.99)
    return Measure(what, len(good) / took, p50, p99, len(answers) - len(good))


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

    return measure("POST sign, full speed", job, 303)


def sign_at_half_speed(site: Site, people, options, *, peak: float) -> Measure:
    """Paced at half the peak: the latency that people meet, waiting for their turn included."""

    def job():
        with Crowd(site.driver, people, per_second=max(peak / 2, 1), threads=options.connections) as crowd:
            time.sleep(options.seconds)
        return crowd.answers

    return measure("POST sign, half the peak", job, 303)


def look_at_the_page(site: Site, options) -> Measure:
    def job():
        paths = until(options.seconds, iter(lambda: "/en/petition/", None))
        return in_parallel(site.driver.get, paths, threads=options.connections)

    return measure("GET petition page", job, 200)


def drain_letters(site: Site) -> Measure:
    """Time from starting the workers until nothing is owed."""
    owed = site.unpaid()
    for worker in site.workers:
        worker.start()
        site.wait_for_worker(worker)
    before, start = site.unpaid(), time.perf_counter()
    site.settle(seconds=3600)
    took = time.perf_counter() - start
    return Measure(f"letters drained (of {owed} owed)", (before or owed) / took)


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
    lines = [f"{'what':<36}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'refused':>9}"]
    for same in zip(*rounds, strict=True):
        values = [median(getattr(one, name) for one in same) for name in ("per_second", "p50", "p99", "refused")]
        rate, p50, p99, refused = values
        lines.append(f"{same[0].what:<36}{rate:>12.1f}{p50 * 1000:>9.1f}{p99 * 1000:>9.1f}{refused:>9.0f}")
    return "\n".join(lines)


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
