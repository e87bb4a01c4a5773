"""Signing and confirming: every check, sealing, digests, wordings and the debt of a letter, beside floors."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from tests.faults.lab.processes import Process
from tests.load.alternate import Case, Measured, alternate, asking, cpu_seconds, measured, middle, ratio, said, settle
from tests.load.floors import bare_insert, pgbench_case
from tests.load.grown import LANGUAGES, GrownSite, served_site
from tests.load.result import Options, Result
from tests.load.wrk import Asked, run

FORM = "application/x-www-form-urlencoded"
KNOWN_PEAK = 33  # signatures a second: UK Parliament, 2019, the highest that a public petition is known to have seen
ONE_DOMAIN, OWN_DOMAINS = "zoe.{unique}@mail.example.eu", "zoe@mail{unique}.eu"
BARE, PGBENCH, OURS, CONFIRM = "bare WSGI, one INSERT", "pgbench, two rows in one CTE", "sign", "confirm"
SUSTAINED = 6  # times as long as a round
HALF_SPEED_CONNECTIONS = 64
HALF_SPEED_SECONDS = 20  # wrk begins with all of them at once: 64 in a hundredth of what is measured would be the p99


def signature(site: GrownSite, *, address: str = ONE_DOMAIN) -> Asked:
    """Somebody else each time, from a network of their own, in one language after the other; as a browser sends it."""
    kinds = ("petition", "consent", "news")
    newest = "SELECT max(id) FROM petitions_wording WHERE language = 'en' AND kind = %s"
    shown = "-".join(str(site.query(newest, kind)[0][0]) for kind in kinds)
    fields = {"name": "Zoë Example", "country": "BE", "consent": "on", "news": "on", "shown": shown, "contact_time": ""}
    return Asked(
        tuple(f"/{code}/petition/" for code in LANGUAGES),
        method="POST",
        headers=headers(site),
        body=f"email={address.replace('@', '%40')}&{urlencode(fields)}",
        expected=303,
    )


def confirmation(site: GrownSite, count: int) -> Asked:
    """Each link once: as many people as can be asked for, who have signed and not confirmed."""
    links = json.loads(site.run("-m", "tests.load.people", "waiting", count).stdout)
    return Asked(tuple(links), method="POST", headers=headers(site), expected=303)


def headers(site: GrownSite) -> dict[str, str]:
    return {
        "Content-Type": FORM,
        "Origin": f"http://127.0.0.1:{site.port}",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": "{network}",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "fr,en;q=0.5",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    }


@contextmanager
def signing_site() -> Iterator[tuple[GrownSite, list[Process]]]:
    """The site in all languages, and everybody who works for a press: web, PostgreSQL, Valkey."""
    with served_site() as site:
        yield site, [*site.payers, site.ground.valkey.process]


# --- at full speed -----------------------------------------------------------------------------------------------
def at_full_speed(options: Options) -> list[Result]:
    """P1, P2 and the first half of P4 are one measurement."""
    with signing_site() as (site, payers), bare_insert(site.ground, site.database) as (port, bare):
        asked, base = signature(site), [bare, site.ground.postgres.process]
        cases = [
            pgbench_case(site.ground, site.database, what=PGBENCH),
            asking(BARE, port, asked, base),
            asking(OURS, site.port, asked, payers),
        ]
        found = alternate(cases, options)
    return [*against_floors(found), price(found[OURS]), slowest(found[OURS], options)]


def against_floors(found: dict[str, list[Measured]]) -> list[Result]:
    """Our rate to that of each floor."""
    targets = {BARE: 0.60, PGBENCH: 0.20}
    results = []
    for floor, target in targets.items():
        reached = ratio(found[OURS], found[floor])
        words = f"≥ {target:.2f} of {floor}"
        line = (words, said(found[floor]), said(found[OURS]), reached, reached >= target)
        results.append(Result("P1", "POST sign, granian with 2 workers", *line))
    return results


def price(ours: list[Measured]) -> Result:
    cpu = middle(ours).cpu_us / 1000
    what = "POST sign: CPU of web, PostgreSQL and Valkey"
    return Result("P2", what, "≤ 1.4 ms", "0.9–1.2 ms without sealing", f"{cpu:.2f} ms", None, cpu <= 1.4)


def slowest(ours: list[Measured], options: Options) -> Result:
    p50, p99 = middle(ours).p50, middle(ours).p99
    what = f"POST sign: p99 at full speed, {options.connections} connections"
    return Result("P4", what, "≤ 25 ms", "18–20 ms", f"{p99:.1f} ms (p50 {p50:.1f} ms)", None, p99 <= 25)


def of_row(row: str, measure):
    """Of a measurement that answers several rows, this one."""
    return lambda options: [one for one in measure(options) if one.row == row]


# --- at half speed -----------------------------------------------------------------------------------------------
def waits(options: Options) -> list[Result]:
    """P4: p99 at full speed, and at half of it, people coming as they like."""
    with signing_site() as (site, payers):
        asked = signature(site)
        full = alternate([asking(OURS, site.port, asked, payers)], options)[OURS]
        half = alternate([at_half_speed(site, asked, payers, peak=middle(full).per_second)], options)["half"]
    rate, p99 = middle(half).per_second, middle(half).p99
    share = rate / middle(full).per_second
    ours = f"{p99:.1f} ms at {rate:,.0f}/s, {share:.0%} of the peak"
    what = f"POST sign: p99 at half the peak, {HALF_SPEED_CONNECTIONS} connections at random moments"
    return [slowest(full, options), Result("P4", what, "≤ 15 ms", "–", ours, None, p99 <= 15)]


def at_half_speed(site: GrownSite, asked: Asked, payers: list[Process], *, peak: float) -> Case:
    """Many connections, each with pauses of random length, so that together they ask half as often as they could."""
    pause = HALF_SPEED_CONNECTIONS / (peak / 2) * 1000
    slow = Asked(**{**vars(asked), "pause_ms": pause})

    def measure(options: Options) -> Measured:
        paid = cpu_seconds(payers)
        base = f"http://127.0.0.1:{site.port}"
        seconds = max(options.seconds, HALF_SPEED_SECONDS)
        load = run(base, slow, seconds=seconds, connections=HALF_SPEED_CONNECTIONS)
        settle(payers)
        return measured(load, cpu_seconds(payers) - paid)

    return Case("half", measure, payers)


# --- for long, and confirming ------------------------------------------------------------------------------------
def sustained(options: Options) -> list[Result]:
    """P5: one long run, and as many rows and letters afterwards as there were answers."""
    with signing_site() as (site, payers):
        long = Options(options.seconds * SUSTAINED, 1, options.connections)
        load = alternate([asking(OURS, site.port, signature(site), payers)], long)[OURS][0]
        rows, owed = site.signatures(), site.unpaid()
    target = 30 * KNOWN_PEAK
    ours = f"{load.per_second:,.0f}/s for {long.seconds:g} s: {rows:,} signatures, {owed:,} letters owed"
    reached = load.per_second >= target and rows == owed
    what = "signatures sustained on 2 cores, driver and letters' owing included"
    words = f"≥ {target} signatures/s (30 × {KNOWN_PEAK}/s)"
    return [Result("P5", what, words, "1,200–1,600/s", ours, load.per_second / target, reached)]


def confirming(options: Options) -> list[Result]:
    """P6: as many links as could be pressed in a round, new ones each time."""
    with signing_site() as (site, payers):
        cases = [asking(OURS, site.port, signature(site), payers), pressing(site, payers)]
        found = alternate(cases, options)
    reached = ratio(found[CONFIRM], found[OURS])
    words = "≥ 0.8 of the sign rate"
    line = (words, said(found[OURS]), said(found[CONFIRM]), reached, reached >= 0.8)
    return [Result("P6", "POST confirm: counts, marks, owes the receipt", *line)]


MOST_A_SECOND = 4_000


def pressing(site: GrownSite, payers: list[Process]) -> Case:
    def measure(options: Options) -> Measured:
        links = confirmation(site, int(options.seconds * MOST_A_SECOND))
        settle(payers)
        found = asking(CONFIRM, site.port, links, payers).measure(options)
        if found.per_second > MOST_A_SECOND:
            raise RuntimeError(f"{found.per_second} a second: some links were pressed twice")
        return found

    return Case(CONFIRM, measure, payers)


# --- the hint ----------------------------------------------------------------------------------------------------
HINTS_PER_SECOND = 500  # of one process, half of what P5 wants of two


def hinting(options: Options) -> list[Result]:
    """M1: what telling the queue costs, and how long it can hold somebody up when the broker is frozen."""
    with served_site(languages=["en"]) as site:
        command = ("-m", "tests.load.people", "hints", options.seconds, HINTS_PER_SECOND)
        found = json.loads(site.run(*command, role="web").stdout)
        site.ground.valkey.freeze()
        frozen = json.loads(site.run(*command, role="web").stdout)
        site.ground.valkey.thaw()
    cpu, longest = found["cpu_us"], frozen["longest_us"]
    ours = f"{cpu:.1f} µs at {HINTS_PER_SECOND}/s; longest with a frozen broker {longest / 1000:.2f} ms"
    what = "telling the queue: CPU of one signature, and the longest wait"
    reached = cpu <= 20 and longest < 10_000
    return [Result("M1", what, "≤ 20 µs; none that can block", "hints coalesce", ours, None, reached)]


ROWS = {
    "P1": of_row("P1", at_full_speed),
    "P2": of_row("P2", at_full_speed),
    "P4": waits,
    "P5": sustained,
    "P6": confirming,
    "M1": hinting,
}
