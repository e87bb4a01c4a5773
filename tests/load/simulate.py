"""A day of a million signatures, replayed hour by hour: `python -m tests.load.simulate [--seconds S]` (default 5).

Each hour of the day is represented by S seconds of it *at its true rate*: so many people sign, those of the hour before
confirm, two workers send the letters, and 10,000 pages a second are read meanwhile; through the sample proxy, with
everything, drivers included, on this machine's cores. What each process used in those seconds is then counted as often
as an hour has them. So rates, waits and CPU are measured; the sum of the day, its disk and its bytes are computed.

Half of the day's people come in two hours of a television evening. Not in it: TLS handshakes, distance, ten million
older rows (docs/ten-million.md), a mail server that is slow.
"""

import argparse
import json
import sys
import threading
from dataclasses import dataclass

from tests.faults.lab.site import SLUG
from tests.load.alternate import cpu_seconds
from tests.load.deployed import Proxy
from tests.load.letters import MailSite
from tests.load.overload import evening, paced
from tests.load.signing import OWN_DOMAINS, headers, signature
from tests.load.wrk import Asked, Load, run

SIGNATURES = 1_000_000
VIEWS_A_SECOND = 10_000
# Thousands of signatures in each hour of the day, from midnight in Brussels; 20 and 21 are the evening.
HOURS = (8, 4, 2, 2, 2, 4, 10, 18, 24, 24, 24, 24, 28, 28, 26, 26, 28, 32, 38, 46, 260, 240, 70, 32)
PAGES = ("/en/", "/en/petition/", "/de/", "/fr/petition/", f"/api/v1/petitions/{SLUG}/count.json")
SIGNING, CONFIRMING, READING = 64, 32, 200  # connections
OVERHEAD = 1.12  # of what is asked for: a reader's answer takes time too, and pauses are whole milliseconds
WAITING = """
SELECT id FROM petitions_signature WHERE confirmed_at IS NULL AND id > %s ORDER BY id LIMIT 100000
"""


@dataclass(frozen=True)
class Hour:
    """What a sample of one hour showed; `cores` is what each kind of process used of one."""

    hour: int
    signing: Load
    confirming: Load | None
    reading: Load
    cores: dict[str, float]
    owed: int  # letters, at its end
    log_bytes: int  # PostgreSQL's write-ahead log


class Day:
    """The site, and what its processes have used so far."""

    def __init__(self, site: MailSite, proxy: Proxy, seconds: int):
        self.site, self.seconds = site, seconds
        self.base = f"http://127.0.0.1:{proxy.port}"
        self.payers = {"proxy": [proxy.process], "web": [site.web], "database": [site.ground.postgres.process],
                       "workers": [*site.workers, site.beat], "broker": [site.ground.valkey.process]}  # fmt: skip
        self.pressed = 0

    def replay(self, hour: int) -> Hour:
        links = self._links()
        before, log = self._used(), self._log_position()
        found = self._all_at_once(HOURS[hour] * SIGNATURES / sum(HOURS) / 3600, links)
        cores = {name: (used - before[name]) / self.seconds for name, used in self._used().items()}
        return Hour(hour, found["sign"], found.get("confirm"), found["read"], cores, self.site.unpaid(),
                    self._log_position() - log)  # fmt: skip

    def _all_at_once(self, per_second: float, links: list[str]) -> dict[str, Load]:
        head = headers(self.site)
        crowds = {
            "sign": (signature(self.site, address=OWN_DOMAINS), per_second, SIGNING),
            "read": (Asked(PAGES, headers={"Accept-Encoding": "br"}), VIEWS_A_SECOND * OVERHEAD, READING),
        }
        if links:
            asked = Asked(tuple(links), method="POST", headers=head, expected=303)
            crowds["confirm"] = (asked, len(links) / self.seconds, CONFIRMING)
        found: dict[str, Load] = {}

        def come(name: str):
            asked, rate, connections = crowds[name]
            slow = paced(asked, per_second=rate, connections=connections)
            found[name] = run(self.base, slow, seconds=self.seconds, connections=connections, may_fail=True)

        crowd = [threading.Thread(target=come, args=[name]) for name in crowds]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        return found

    def _links(self) -> list[str]:
        """Of everybody who has signed since the sample before."""
        numbers = [row[0] for row in self.site.query(WAITING, self.pressed)]
        self.pressed = max(numbers, default=self.pressed)
        if not numbers:
            return []
        return json.loads(self.site.run("-m", "tests.load.people", "links", *numbers).stdout)

    def _used(self) -> dict[str, float]:
        return {name: cpu_seconds(processes) for name, processes in self.payers.items()}

    def _log_position(self) -> int:
        return int(self.site.query("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")[0][0])


def line(hour: Hour) -> str:
    cores = "  ".join(f"{used:>5.2f}" for used in hour.cores.values())
    signing, reading = hour.signing, hour.reading
    errors = sum(load.bad + load.refused for load in (signing, hour.confirming, reading) if load)
    people = f"{hour.hour:>2}  {HOURS[hour.hour]:>4},000  {signing.per_second:>6.1f}  {signing.p99:>6.0f}"
    readers = f"{reading.per_second:>9,.0f}  {reading.p99:>6.1f}  {errors:>6}"
    return f"{people}  {readers}  {cores}  {hour.owed:>5}"


def whole_day(hours: list[Hour], seconds: int) -> list[str]:
    """The sums: each sample counted as often as an hour has it."""
    times = 3600 / seconds
    used = {name: sum(hour.cores[name] for hour in hours) for name in hours[0].cores}
    signed = sum(hour.signing.requests for hour in hours)
    views = sum(hour.reading.per_second for hour in hours) * 3600
    size = sum(hour.reading.size for hour in hours) / len(hours)
    log = sum(hour.log_bytes for hour in hours)
    return [
        f"measured: {signed:,} signatures and {sum(hour.reading.requests for hour in hours):,} pages in "
        f"{len(hours)} samples of {seconds} s; {sum(hour.signing.bad + hour.signing.refused for hour in hours)} "
        f"presses without thanks, {sum(hour.reading.bad for hour in hours)} pages not there",
        f"computed for the day: {signed * times:,.0f} signatures, {views / 1e6:,.0f} million pages",
        "core hours: " + ", ".join(f"{name} {hours_of:.1f}" for name, hours_of in used.items())
        + f"; together {sum(used.values()):.1f} of the 48 that two cores have",
        f"a page {size / 1024:.1f} KB with its head: {size * VIEWS_A_SECOND * 8 / 1e9:.2f} Gbit/s at 10,000 a second",
        f"write-ahead log: {log / max(signed, 1) / 1024:.1f} KB a signature with all that follows from it, "
        f"{log / max(signed, 1) * SIGNATURES / 1e9:.0f} GB for a million",
    ]  # fmt: skip


def main(seconds: int) -> int:
    with evening() as (site, proxy):
        day = Day(site, proxy, seconds)
        day.replay(20)  # connections, plans, words of letters
        print("hr  signatures  sign/s  p99 ms    pages/s  p99 ms  errors  cores: " + " ".join(day.payers) + "  owed")
        hours = []
        for hour in range(24):
            hours.append(day.replay(hour))
            print(line(hours[-1]), flush=True)
        site.settle(seconds=120)
        sent, rows = site.sink.count()[0], site.signatures()
        print(*whole_day(hours, seconds), sep="\n")
        print(f"afterwards: {rows:,} rows, {site.unpaid()} letters owed, {sent:,} sent")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5, help="of each hour")
    sys.exit(main(parser.parse_args().seconds))
