"""Any visitors in any order, at any time, whatever staff do: the right page, made for nobody, and never too old.

The Django behind is careless on purpose: it prints whatever a visitor's request brings into the page. So anything of a
request that got into a copy would be seen in somebody else's page.
"""

import gzip
import json
import random
from collections.abc import Iterator
from datetime import timedelta

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import asked
from tests.copies import PUBLIC, Site

FRESH = {"/en/": 10, "/de/": 10, "/de/petition/": 10, "/count.json": 2}
PERSONAL = ("/en/petition/confirm/AAAAAAAAAAEAAAABabcdefghijklmnopqrstuv/", "/staff/", "/")
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
MAKING_SECONDS = 1.5

SECONDS = (0, 0.5, 1, 2, 4, 8, 10.5, 50, 60)
USUAL = {"method": "GET", "query": "", "host": "petition.example", "accept_encoding": "br", "accept_language": "de",
         "cookie": "", "if_none_match": None}  # fmt: skip
UNUSUAL = {
    "method": ["HEAD", "POST"],
    "query": ["utm_source=a", "email=anna@example.org"],
    "host": ["www.petition.example", "evil.example"],
    "accept_encoding": ["gzip", "", "gzip, deflate, br", "identity;q=1, br;q=0"],
    "cookie": ["staff=1", "anna"],
    "if_none_match": ["seen", "seen", "*"],
}


def steps(chance: random.Random, number: int = 150) -> Iterator[dict | tuple[str, float]]:
    """What happens one after the other: mostly visitors, some of them odd in one way or two."""
    for _ in range(number):
        turn = chance.random()
        if turn < 0.03:
            yield "publish", 0
        elif turn < 0.1:
            yield "boundary", chance.choice(SECONDS[2:]) + 1.2
        elif turn < 0.4:
            yield "later", chance.choice(SECONDS) * chance.random()
        else:
            odd = chance.sample([*UNUSUAL], chance.choice((0, 0, 1, 1, 2)))
            path = chance.choice([*FRESH, "/en/", "/en/", chance.choice(PERSONAL)])
            yield {"path": path} | USUAL | {name: chance.choice(UNUSUAL[name]) for name in odd}


class World:
    """A site whose pages say in which language, of which words, at which phase and when they were made."""

    def __init__(self):
        self.site = Site(django=self.django)
        self.site.pages.fresh_seconds = lambda path: FRESH.get(path, 0)
        self.site.pages.ends = self.ends
        self.words, self.seen, self.during = 0, "", None
        self.boundaries, self.began = [], 0.0

    @property
    def phase(self) -> int:
        return sum(moment <= self.site.clock.now for moment in self.boundaries)

    def ends(self, now):
        """As the real one: the next after the moment at which the making began, though it may be over meanwhile."""
        left = [moment - self.began for moment in self.boundaries if moment > self.began]
        return now + timedelta(seconds=min(left)) if left else None

    def django(self, environ, start_response):
        path, method, self.began = environ["PATH_INFO"], environ["REQUEST_METHOD"], self.site.clock.now
        said = {"path": path, "words": self.words, "phase": self.phase, "at": self.site.clock.now}
        said |= {"visitor": {name: value for name, value in environ.items() if name.startswith("HTTP_")}}
        said |= {"asked": [method, environ["QUERY_STRING"]], "filling": random.Random(path).randbytes(400).hex()}
        body = json.dumps(said if path != "/count.json" else said | {"filling": ""}).encode()
        rule = PUBLIC if path in FRESH and method != "POST" else "private, no-store"
        self.site.clock.now += MAKING_SECONDS
        if self.during:
            self.during(path)
        start_response("200 OK", [("Cache-Control", rule), ("Content-Length", str(len(body)))])
        return [b"" if method == "HEAD" else body]

    def do(self, step) -> None:
        if isinstance(step, dict):
            self.ask(dict(step))
        elif step[0] == "later":
            self.site.clock.now += step[1]
        elif step[0] == "boundary":
            self.boundaries.append(self.site.clock.now + step[1])
            self.site.store.expire()  # staff have set it
        else:
            self.words += 1
            self.site.store.expire()

    def ask(self, step: dict) -> None:
        known = {"seen": self.seen, None: None}.get(step["if_none_match"], step["if_none_match"])
        step["if_none_match"] = known or ""
        began = self.site.clock.now, self.words, self.phase
        got = self.site.get(**step)
        is_kept = step["path"] in FRESH and step["method"] != "POST" and "email" not in step["query"]
        (self.check_kept if is_kept and "evil" not in step["host"] else self.check_own)(step, got, began)

    def check_own(self, step, got, began) -> None:
        """It went to Django as it came."""
        said = json.loads(got.body or "{}")
        mine = {} if step["method"] == "HEAD" else {"HTTP_COOKIE": step["cookie"], "HTTP_HOST": step["host"]}
        assert said.get("visitor", {}).items() >= mine.items()
        assert ("ETag" in got.headers, got.status) == (False, 200)

    def check_kept(self, step, got, began) -> None:
        """It is the page of this address for nobody, of these words and this phase, and not too old."""
        same = {name: step[name] for name in ("path", "host", "accept_encoding")}
        whole = self.site.get(**same) if got.status == 304 or step["method"] == "HEAD" else got
        if got.status == 304:
            assert (got.body, step["if_none_match"]) in [(b"", got.headers["ETag"]), (b"", "*")]
        elif step["method"] == "HEAD":
            assert got.body == b""
        said = json.loads(UNPACK[whole.headers.get("Content-Encoding")](whole.body))
        now, words, phase = began
        assert (said["path"], said["words"], phase <= said["phase"] <= self.phase) == (step["path"], words, True)
        assert (said["asked"], said["visitor"]) == (["GET", ""], {"HTTP_HOST": "petition.example"})
        assert now - said["at"] <= FRESH[step["path"]]
        self.seen = whole.headers["ETag"]


@pytest.fixture(autouse=True)
def _our_hosts(settings):
    settings.ALLOWED_HOSTS, settings.SITE_ORIGIN = [".petition.example"], "https://petition.example"
    asked.has_pages.cache_clear()
    yield
    asked.has_pages.cache_clear()


@given(st.integers(0, 2**32))
def test_nobody_ever_reads_a_page_that_is_not_his_or_too_old(seed):
    world = World()
    for step in steps(random.Random(seed)):
        world.do(step)


@given(st.integers(0, 2**32), st.floats(0, 90))
def test_who_comes_while_a_page_is_made_reads_one_of_a_minute_at_most_of_these_words_and_this_phase(seed, seconds):
    """The second visitor comes from inside the making: what he gets is what stands in, if anything may."""
    world, stood_in = World(), []

    def second(path: str) -> None:
        old = world.site.store.copies.get(path)
        if old and world.site.store.may_stand_in(old):
            got = world.site.get(path)
            stood_in.append((world.words, world.phase, world.site.clock.now, json.loads(got.body)))

    for path in FRESH:
        world.site.get(path)
    for step in steps(random.Random(seed), 10):
        world.do(step)
    world.site.clock.now += seconds
    world.during = second
    for path in FRESH:
        world.site.get(path)
    for words, phase, now, said in stood_in:
        assert (said["words"], said["phase"]) == (words, phase)
        assert now - said["at"] <= 60
