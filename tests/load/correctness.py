"""Correctness under speed: 100,000 signatures as fast as they come, then everything that they left is looked at.

Over 16 connections, in 24 languages, half of them confirmed through the links in their letters, as fast; letters go out
by two workers to a mail server that keeps each. Then: every row, letter, wording and number. COUNT=5000 in the
environment asks for fewer. It takes ten minutes and measures no speed.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import SLUG
from tests.load.grown import LANGUAGES, GrownSite, grown_site
from tests.load.result import Options, Result
from tests.load.signing import headers
from tests.load.wrk import Asked, run

COUNT = int(os.environ.get("COUNT", "100000"))
PIECE = 5  # seconds of one run of the driver
CROWDS = (("BE", True), ("DE", False), ("FR", False), ("PL", True), ("GR", False), ("IT", True), ("MT", False))
LINK = re.compile(rb"/([a-z]{2})/petition/(confirm|withdraw)/([\w-]{38})/")
PATIENCE_SECONDS = 1800
SHOWN_SECONDS = 15  # until every copy of the public number is the newest

LETTERS = """
SELECT s.confirmed_at IS NOT NULL, l.replies, l.receipts, l.unsent, count(*) FROM petitions_signature s
LEFT JOIN (SELECT signature_id, count(*) FILTER (WHERE kind = 'reply') AS replies,
    count(*) FILTER (WHERE kind = 'receipt') AS receipts, count(*) FILTER (WHERE outcome <> 'sent') AS unsent
    FROM petitions_letter GROUP BY signature_id) l ON l.signature_id = s.id GROUP BY 1, 2, 3, 4
"""
ASTRAY = """
SELECT count(*) FROM petitions_signature s LEFT JOIN petitions_wording w ON w.id = s.{kind}_wording_id
WHERE (s.{kind}_wording_id IS NOT NULL OR {wanted}) AND (w.id IS NULL OR w.kind <> '{kind}'
    OR w.language <> s.language OR w.petition_id <> s.petition_id OR NOT {wanted})
"""
UNEQUAL = """
SELECT count(*) FROM (
    SELECT (confirmed_at AT TIME ZONE 'Europe/Brussels')::date AS day, country, language, count(*) AS n
    FROM petitions_signature WHERE confirmed_at IS NOT NULL AND held_at IS NULL GROUP BY 1, 2, 3) r
FULL JOIN (SELECT day, country, language, confirmed AS n FROM petitions_tally WHERE confirmed > 0) t
    USING (day, country, language) WHERE r.n IS DISTINCT FROM t.n
"""


class FastSite(GrownSite):
    """With no budget of letters: here everybody writes from one domain, in a few minutes."""

    def _addresses(self) -> dict[str, str]:
        return super()._addresses() | {"LETTERS_PER_HOUR": "1000000000", "DOMAIN_LETTERS_PER_HOUR": "0"}


@dataclass
class Ledger:
    """What the driver knows: presses that were thanked, by country, and how often it hung up on the rest."""

    thanked: Counter = field(default_factory=Counter)
    runs: Counter = field(default_factory=Counter)
    bad: int = 0


@contextmanager
def fast_site(**options) -> Iterator[FastSite]:
    with grown_site(FastSite, **options) as site:
        yield site.serve()


# --- as fast as it goes ------------------------------------------------------------------------------------------
def sign(site: GrownSite, options: Options) -> Ledger:
    """One crowd after the other, each in all languages in turn; the words are those that the page shows."""
    ledger = Ledger()
    for country, has_news in cycle(CROWDS):
        if ledger.thanked.total() >= COUNT:
            return ledger
        fields = {"name": "Zoë Example", "country": country, "consent": "on"} | ({"news": "on"} if has_news else {})
        asked = Asked(
            tuple(f"/{code}/petition/" for code in LANGUAGES),
            method="POST",
            headers=headers(site),
            body=f"email=zoe.{{unique}}%40mail.example.eu&{urlencode(fields)}",
            expected=303,
        )
        load = run(f"http://127.0.0.1:{site.port}", asked, seconds=PIECE, connections=options.connections)
        ledger.thanked[country] += load.requests
        ledger.runs[country] += 1
        ledger.bad += load.bad
    return ledger


def start_workers(site: GrownSite):
    for worker in (*site.workers, site.beat):
        worker.start()
    for worker in site.workers:
        site.wait_for_worker(worker)


def press(site: GrownSite, links: list[str], options: Options) -> int:
    """Each link, as fast: who is through begins again, and a second press changes nothing. Returns how many runs.

    wrk makes up its first request twice and sends the second, and at the end of a run it hangs up on those who wait for
    an answer; some of these were never heard.
    """
    pressed = runs = 0
    while pressed < len(links):
        asked = Asked(
            tuple(links[pressed : pressed + 1] + links[pressed:]), method="POST", headers=headers(site), expected=303
        )
        pressed += run(f"http://127.0.0.1:{site.port}", asked, seconds=PIECE, connections=options.connections).requests
        runs += 1
    return runs


def confirmed(site: GrownSite) -> int:
    return site.query("SELECT count(*) FROM petitions_signature WHERE confirmed_at IS NOT NULL")[0][0]


# --- what came out -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mail:
    """One letter that the mail server took."""

    to: str
    message_id: str
    language: str
    step: str
    link: str


def letters(site: GrownSite, since: int = 0) -> list[Mail]:
    """All that it took, in order."""
    folder = site.ground.mailbox.folder
    lines = (folder / "accepted.jsonl").read_text().splitlines()[since:]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda line: _mail(folder / "letters", json.loads(line)), lines))


def _mail(folder: Path, line: dict) -> Mail:
    message = message_from_bytes((folder / line["file"]).read_bytes())
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain").get_payload(decode=True)
    language, step, token = (part.decode() for part in LINK.search(text).groups())
    return Mail(*line["rcpt"], line["message_id"], language, step, f"/{language}/petition/{step}/{token}/")


def opened(site: GrownSite) -> dict:
    """What a worker finds in the rows (`numbers.py`)."""
    return json.loads(site.run("-m", "tests.load.numbers", "opened").stdout)


def exact(options: Options) -> list[Result]:
    """Every promise as one line: how many were looked at, and how many were wrong."""
    with fast_site() as site:
        ledger = sign(site, options)
        print(f"signed: {site.signatures():,}", flush=True)
        start_workers(site)
        site.settle(seconds=PATIENCE_SECONDS)
        first = letters(site)
        print(f"letters: {len(first):,}", flush=True)
        half = list(dict.fromkeys(mail.link for mail in first[::2]))
        unheard = len(half) - press(site, half, options) * options.connections
        print(f"confirmed: {confirmed(site):,} of {len(half):,}", flush=True)
        site.settle(seconds=PATIENCE_SECONDS)
        wait_until(lambda: site.confirmed() >= unheard and not marks(site), seconds=60, what="the count")
        time.sleep(SHOWN_SECONDS)
        pressed = _line(
            "links pressed", f"{confirmed(site):,} of {len(half):,}", not unheard <= confirmed(site) <= len(half)
        )
        return [pressed, *rows(site, ledger, options), *mails(site, first), *numbers(site)]


def rows(site: GrownSite, ledger: Ledger, options: Options) -> list[Result]:
    """Rows, wordings, and what is sealed in them."""
    by_country = dict(site.query("SELECT country, count(*) FROM petitions_signature GROUP BY 1"))
    hung_up = {country: by_country[country] - thanked for country, thanked in ledger.thanked.items()}
    lost = sum(n < 0 or n > options.connections * ledger.runs[country] for country, n in hung_up.items())
    with_news = ", ".join(f"'{country}'" for country, has_news in CROWDS if has_news)
    wanted = {"petition": "true", "consent": "true", "news": f"s.country IN ({with_news})"}
    astray = sum(site.query(ASTRAY.format(kind=kind, wanted=what))[0][0] for kind, what in wanted.items())
    found = opened(site)
    languages = site.query("SELECT count(DISTINCT language) FROM petitions_signature")[0][0]
    thanked, kept = ledger.thanked.total(), site.signatures()
    return [
        _line(
            "who was thanked has a row; the driver hung up on the others", f"{thanked:,} of {kept:,}", ledger.bad + lost
        ),
        _line("the words that were on the page, in its language", f"{kept:,} rows, {languages} languages", astray),
        _line("sealed name and address open; the digest is theirs", f"{found['opened']:,} rows", found["wrong"]),
    ]


def mails(site: GrownSite, first: list[Mail]) -> list[Result]:
    """Letters owed, letters sent, letters received."""
    wrong_owed = sum(n for is_confirmed, *found, n in site.query(LETTERS) if found != [1, int(is_confirmed), 0])
    receipts = letters(site, len(first))
    twice = sum(n - 1 for some in (first, receipts) for n in Counter(mail.to for mail in some).values())
    languages = {mail.to: mail.language for mail in first}
    foreign = sum(languages[mail.to] != mail.language for mail in receipts)
    strange = sum(mail.step != step for some, step in ((first, "confirm"), (receipts, "withdraw")) for mail in some)
    copies = len(first) + len(receipts) - len({mail.message_id for mail in (*first, *receipts)})
    missing = abs(len(first) - site.signatures()) + abs(len(receipts) - confirmed(site))
    by_language = Counter(mail.language for mail in first)
    in_rows = dict(site.query("SELECT language, count(*) FROM petitions_signature GROUP BY 1"))
    return [
        _line("owed one first letter each, a receipt each who confirmed", f"{site.signatures():,} rows", wrong_owed),
        _line("received: one each", f"{len(first):,} + {len(receipts):,} letters", twice + copies + missing),
        _line("in their language", f"{len(by_language)} languages", foreign + strange + (by_language != in_rows)),
    ]


def marks(site: GrownSite) -> int:
    return site.query("SELECT count(*) FROM petitions_tallymark")[0][0]


def numbers(site: GrownSite) -> list[Result]:
    """Every number that is shown."""
    checked = site.manage("recount", "--check", check=False)
    cells = site.query("SELECT count(*) FROM petitions_tally WHERE confirmed > 0")[0][0]
    unequal, left = site.query(UNEQUAL)[0][0], marks(site)
    public = site.confirmed()
    return [
        _line("`recount --check`", checked.stdout.strip().splitlines()[-1][:40], checked.returncode),
        _line("tallies beside sums of the rows", f"{cells:,} cells", unequal + left),
        _line(f"count.json of {SLUG}", f"{public:,}", public != confirmed(site)),
    ]


def _line(what: str, looked_at: str, wrong: int) -> Result:
    return Result("SURE", what, "0 wrong", looked_at, f"{int(wrong)} wrong", None, not wrong)


ROWS = {"SURE": exact}

if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, "-m", "tests.load", "SURE", *sys.argv[1:]]))
