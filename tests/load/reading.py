"""Reading: a published page through the proxy and without it, a page that is made, and what it weighs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.lab.processes import Process
from tests.load.alternate import Case, Measured, alternate, asking, cpu_ratio, middle, ratio, said
from tests.load.deployed import deployed_proxy
from tests.load.floors import Still, still_pages
from tests.load.grown import GrownSite, served_site
from tests.load.heads import asking_heads
from tests.load.probe import Answer, ask
from tests.load.result import Options, Result
from tests.load.weighing import page_weight
from tests.load.wrk import Asked

SOME_LANGUAGES = ["bg", "el", "en"]


@dataclass(frozen=True)
class Shape:
    """One way to ask for a page: in which language and encoding, whether the copy is known, GET or HEAD."""

    name: str
    language: str = "en"
    encoding: str = "br"
    method: str = "GET"
    is_known: bool = False

    @property
    def path(self) -> str:
        return f"/{self.language}/petition/"

    def asked(self, port: int, path: str) -> Asked:
        """The same question to any server, with the size of its right answer."""
        headers = {"Accept-Encoding": self.encoding} if self.encoding else {}
        if self.is_known:
            headers |= {"If-None-Match": ask(port, path, headers=headers).header("etag")}
        answer = ask(port, path, method=self.method, headers=headers)
        expected = 304 if self.is_known else 200
        if answer.status != expected:
            raise RuntimeError(f"{self.name}: {answer.status}")
        return Asked((path,), method=self.method, headers=headers, expected=expected, size=answer.size)


ENGLISH = Shape("br, en")
SHAPES = [
    ENGLISH,
    Shape("br, el", language="el"),
    Shape("br, bg", language="bg"),
    Shape("gzip, en", encoding="gzip"),
    Shape("identity, en", encoding=""),
    Shape("304, en", is_known=True),
    Shape("HEAD, en (ratio of CPU)", method="HEAD"),
]


def plain(shape: Shape) -> str:
    """The name of the still page that has the same bytes."""
    return f"{shape.language}-{shape.encoding or 'plain'}"


@contextmanager
def same_bytes(site: GrownSite, port: int, shapes: list[Shape]) -> Iterator[Still]:
    """nginx with what our site answers at this port, as still pages."""
    headers = {shape: {"Accept-Encoding": shape.encoding} if shape.encoding else {} for shape in shapes}
    pages: dict[str, Answer] = {plain(shape): ask(port, shape.path, headers=headers[shape]) for shape in shapes}
    with still_pages(site.ground.folder / "floor", pages) as still:
        yield still


def pair(shape: Shape, port: int, payers: list[Process], still: Still) -> list[Case]:
    """nginx and ours, asked the same."""
    case = asking_heads if shape.method == "HEAD" else asking
    return [
        case(f"nginx: {shape.name}", still.port, shape.asked(still.port, f"/{plain(shape)}"), [still.process]),
        case(f"ours: {shape.name}", port, shape.asked(port, shape.path), payers),
    ]


def against_still_pages(row: str, what: str, target: float, shapes: list[Shape], found: dict) -> list[Result]:
    """One result for each shape."""
    results = []
    for shape in shapes:
        floor, ours = found[f"nginx: {shape.name}"], found[f"ours: {shape.name}"]
        reached = (cpu_ratio if shape.method == "HEAD" else ratio)(ours, floor)
        words = f"≥ {target:.2f} of nginx sending the same bytes"
        results.append(Result(row, f"{what}: {shape.name}", words, said(floor), said(ours), reached, reached >= target))
    return results


def through_the_proxy(options: Options) -> list[Result]:
    """G1: the sample proxy in front of the site, beside nginx with still pages; neither with TLS."""
    shapes = [shape for shape in SHAPES if shape.language != "bg"]
    with (
        served_site(languages=SOME_LANGUAGES) as site,
        deployed_proxy(site) as proxy,
        same_bytes(site, proxy.port, shapes) as still,
    ):
        payers = [proxy.process, *site.payers]
        cases = [case for shape in shapes for case in pair(shape, proxy.port, payers, still)]
        found = alternate(cases, options)
    return against_still_pages("G1", "published page through the proxy", 0.90, shapes, found)


def by_the_application_alone(options: Options) -> list[Result]:
    """G2: granian with two workers, nothing in front."""
    with served_site(languages=SOME_LANGUAGES) as site, same_bytes(site, site.port, SHAPES) as still:
        cases = [case for shape in SHAPES for case in pair(shape, site.port, site.payers, still)]
        found = alternate(cases, options)
    return against_still_pages("G2", "published page by the application alone", 0.50, SHAPES, found)


# --- a page that is made -----------------------------------------------------------------------------------------
def made_anew(options: Options) -> list[Result]:
    """G3: in one process, and over the wire, where a query that we don't know keeps the copy away."""
    with served_site() as site:
        inside = json.loads(site.run("-m", "tests.load.inside", "pages", role="web").stdout)
        paths = tuple(f"/{code}/petition/?anew=1" for code in ("en", "de", "el", "bg", "mt"))
        wire = alternate([asking("wire", site.port, Asked(paths), site.payers)], options)["wire"]
    return [*_inside(inside), _over_the_wire(wire)]


TARGET_MADE = "≤ 2.5 ms CPU, ≤ 3 queries"
FLOOR_MADE = "2.2–2.6 ms: two reads and a template"


def _inside(found: dict) -> list[Result]:
    texts = {
        "warm": "page made by Django, 5 main pages in 24 languages",
        "cold": "the same, nothing remembered from the last seconds",
        "others": "every other public page, in English",
    }
    results = []
    for kind, what in texts.items():
        costs = sorted(found[kind], key=lambda one: one["ms"])
        middle_one, dearest, queries = costs[len(costs) // 2], costs[-1], max(one["queries"] for one in costs)
        ours = (f"median {middle_one['ms']:.1f} ms, dearest {dearest['ms']:.1f} ms ({dearest['path']}), "
                f"{queries} queries at most")  # fmt: skip
        reached = dearest["ms"] <= 2.5 and queries <= 3
        results.append(Result("G3", what, TARGET_MADE, FLOOR_MADE, ours, None, reached))
    return results


def _over_the_wire(wire: list[Measured]) -> Result:
    cpu = middle(wire).cpu_us / 1000
    ours = f"{cpu:.2f} ms with PostgreSQL, {middle(wire).per_second:,.0f}/s"
    return Result("G3", "petition page over the wire, 5 languages", TARGET_MADE, FLOOR_MADE, ours, None, cpu <= 2.5)


# --- what is compressed ------------------------------------------------------------------------------------------
ANSWERS = 20_000


def nothing_compressed(_: Options) -> list[Result]:
    """G5: counters around every compressor while the layer answers."""
    with served_site(languages=SOME_LANGUAGES) as site:
        found = json.loads(site.run("-m", "tests.load.inside", "answers", ANSWERS, role="web").stdout)
    compressed = sum(found.get(name, 0) for name in ("brotli", "gzip", "zlib"))
    ours = (f"{found['answers 200']:,} pages and {found['answers 304']:,} × 304: {compressed} compressions for "
            f"{found['pages']} pages, {found['made']} made by Django")  # fmt: skip
    target = "from stored bytes; never compressed per request"
    return [Result("G5", "compressed answers and 304", target, "one for each page and encoding", ours, None,
                   compressed <= 2 * found["pages"])]  # fmt: skip


ROWS = {
    "G1": through_the_proxy,
    "G2": by_the_application_alone,
    "G3": made_anew,
    "G5": nothing_compressed,
    "W1": page_weight,
}
