"""How long Django took for each answer, by route and never by path, and how the answers ended.

Pages from copies are not among them: they take a microsecond, and `campaign.pages` counts them. Django's answers to
those who make the copies are.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from campaign import address_map, counters

Seen = tuple[str, str, list[int]]  # route, method, how many answers took each of BUCKETS and longer
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # seconds, each included; one more for all above
ENDS = ("2xx", "3xx", "4xx", "429", "500", "503")
OTHER = "other"  # static files, and what no address stands for
METHODS = ("GET", "POST")  # whatever is not POST looks
_SUM = len(BUCKETS) + 1  # microseconds; after it one column for each of ENDS
_ENDS = _SUM + 1
_WIDTH = _ENDS + len(ENDS)


def _end(code: int) -> int:
    names = (str(code), f"{code // 100}xx", "500")
    return _ENDS + next(ENDS.index(name) for name in names if name in ENDS)


_END_OF = [_end(code) for code in range(600)]


@cache
def places() -> dict[tuple[str, str], int]:
    """(route, method) → its first column; the same in every process of one service, because all have one map."""
    patterns = get_resolver().url_patterns
    public = {pattern.name for route, pattern in address_map.routes(patterns) if not route.startswith("staff/")}
    names = sorted({name for name in public if name} | {"staff", "anymail", OTHER})
    pairs = [(name, method) for name in names for method in METHODS]
    return {pair: counters.ANSWERS + number * _WIDTH for number, pair in enumerate(pairs)}


class Timing:
    """The outermost middleware: what it sees is what Django sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.places = places()
        self.others = {method: self.places[OTHER, method] for method in METHODS}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = self.get_response(request)
        seconds = perf_counter() - began
        match, method = request.resolver_match, "POST" if request.method == "POST" else "GET"
        route = match.namespaces[0] if match and match.namespaces else match and match.url_name
        first, row = self.places.get((route or OTHER, method), self.others[method]), counters.mine
        row[first + bisect_left(BUCKETS, seconds)] += 1
        row[first + _SUM] += int(seconds * 1e6)
        row[first + _END_OF[response.status_code]] += 1
        return response


def seen() -> Iterator[Seen]:
    """All that anybody asked for."""
    for (route, method), first in places().items():
        counted = [counters.total(first + number) for number in range(len(BUCKETS) + 1)]
        if any(counted):
            yield route, method, counted


def seconds(route: str, method: str) -> float:
    """All answers of a route together."""
    return counters.total(places()[route, method] + _SUM) / 1e6


def ended(route: str, method: str, end: str) -> int:
    """How many answers of a route ended so."""
    return counters.total(places()[route, method] + _ENDS + ENDS.index(end))


def ended_anywhere(end: str) -> int:
    """The same for all routes."""
    return sum(ended(route, method, end) for route, method in places())


def longer_than(least: float, route: str, method: str) -> int:
    """How many answers of a route took more than this bucket of BUCKETS."""
    first = places()[route, method]
    return sum(counters.total(first + number) for number in range(BUCKETS.index(least) + 1, len(BUCKETS) + 1))
