"""What a visitor downloads: the budgets of the design, in kilobytes of brotli, and nothing that jumps."""

import brotli
import pytest

from tests.journeys.chromium import PHONE

KB = 1000
FIRST_VIEW = {"stylesheet": 20, "script": 12, "font": 82, "image": 10}
HTML = {"/en/": 22, "/de/": 22, "/en/petition/": 18, "/de/petition/": 18}
TOTAL, REQUESTS = 150, 8
SHIFTS = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)
)).observe({type: 'layout-shift', buffered: true}) ?? setTimeout(() => done(0), 300))"""


def weight(response) -> int:
    """Bytes on the wire: fonts come compressed, pages are compressed quickly, files as well as can be."""
    kind, body = response.request.resource_type, response.body()
    if kind == "font":
        return len(body)
    return len(brotli.compress(body, quality=5 if kind == "document" else 11))


def first_view(browse, address: str) -> dict[str, list[int]]:
    """Kind of resource → weights, of a first visit on a phone."""
    page, responses = browse(**PHONE, locale="en"), []
    page.on("response", lambda response: responses.append(response))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => 0)")
    weights: dict[str, list[int]] = {}
    for response in responses:
        weights.setdefault(response.request.resource_type, []).append(weight(response))
    return weights


@pytest.mark.parametrize("address", HTML)
def test_the_first_view_keeps_the_budget(browse, address):
    weights = first_view(browse, address)
    sums = {kind: sum(each) for kind, each in weights.items()}
    limits = {"document": HTML[address]} | FIRST_VIEW
    assert {kind: size for kind, size in sums.items() if size > limits.get(kind, 10) * KB} == {}
    assert sum(sums.values()) <= TOTAL * KB
    assert sum(map(len, weights.values())) <= REQUESTS


def test_the_help_page_weighs_almost_nothing(browse):
    assert sum(map(sum, first_view(browse, "/en/help/").values())) <= 30 * KB


@pytest.mark.parametrize("address", ["/en/", "/de/petition/", "/de/petition/thank-you/#DE"])
def test_nothing_jumps_while_a_page_loads(browse, address):
    page = browse()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert page.evaluate(SHIFTS) <= 0.02
