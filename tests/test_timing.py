"""How long answers took and how they ended, by route: cheap to count, and the same for all processes of a service."""

import os

import pytest

from campaign import counters, timing
from tests.crawl import GOOD, browser, post


def counted(route: str, method: str) -> int:
    return sum(sum(numbers) for *who, numbers in timing.seen() if who == [route, method])


@pytest.mark.parametrize(
    ("route", "method", "ask"),
    [
        ("petition", "POST", lambda: post("/mt/petition/", GOOD)),
        ("petition", "GET", lambda: browser().get("/en/petition/")),
        ("petition", "GET", lambda: browser().head("/de/petition/")),
        ("confirm", "GET", lambda: browser().get("/en/petition/confirm/x/")),
        ("staff", "GET", lambda: browser().get("/staff/letters/")),
        ("healthz", "GET", lambda: browser().get("/healthz")),
        ("other", "GET", lambda: browser().get("/en/nowhere/")),
        ("other", "GET", lambda: browser().get("/static/css/site.css")),
        ("petition", "POST", lambda: post("/en/petition/", GOOD, origin="https://evil.example")),
        ("other", "POST", lambda: browser().post("/en/nowhere/")),
    ],
)
def test_an_answer_is_counted_once_under_the_name_of_its_route(petition, route, method, ask):
    before = counted(route, method)
    ask()
    assert counted(route, method) - before == 1


@pytest.mark.parametrize(
    ("status", "end"),
    [(200, "2xx"), (303, "3xx"), (404, "4xx"), (422, "4xx"), (429, "429"), (500, "500"), (502, "500"), (503, "503")],
)
def test_an_answer_ends_in_one_of_six_ways(rf, status, end):
    class Said:
        status_code = status

    before = {one: timing.ended_anywhere(one) for one in timing.ENDS}
    timing.Timing(lambda request: Said())(rf.get("/"))
    grown = {one: timing.ended_anywhere(one) - before[one] for one in timing.ENDS}
    assert grown == dict.fromkeys(timing.ENDS, 0) | {end: 1}


def test_a_slow_answer_is_counted_as_slow_with_its_seconds(rf, monkeypatch):
    moments = iter([10.0, 11.5])
    monkeypatch.setattr(timing, "perf_counter", lambda: next(moments))
    before = timing.longer_than(1.0, "other", "GET"), timing.seconds("other", "GET")
    timing.Timing(lambda request: type("Said", (), {"status_code": 200}))(rf.get("/"))
    after = timing.longer_than(1.0, "other", "GET"), timing.seconds("other", "GET")
    assert (after[0] - before[0], round(after[1] - before[1], 3)) == (1, 1.5)


def test_a_bound_of_a_bucket_belongs_to_it(rf, monkeypatch):
    before = timing.longer_than(1.0, "other", "GET")
    moments = iter([10.0, 11.0])
    monkeypatch.setattr(timing, "perf_counter", lambda: next(moments))
    timing.Timing(lambda request: type("Said", (), {"status_code": 200}))(rf.get("/"))
    assert timing.longer_than(1.0, "other", "GET") == before


def test_all_columns_fit_beside_each_other():
    first = sorted(timing.places().values())
    width = {later - earlier for earlier, later in zip(first, first[1:], strict=False)}
    assert (first[0], width, first[-1] + max(width) < counters.COLUMNS) == (counters.ANSWERS, {timing._WIDTH}, True)


def test_who_is_asked_answers_for_every_process_also_for_those_that_are_gone():
    column = counters.ANSWERS - 1
    own, before = counters.mine[column], counters.total(column)
    for _ in range(3):
        child = os.fork()
        if not child:
            counters.mine[column] += 7
            os._exit(0)
        os.waitpid(child, 0)
    counters.mine[column] += 1
    assert (counters.total(column) - before, counters.mine[column] - own) == (22, 1)


def test_two_processes_have_two_rows():
    reading, writing = os.pipe()
    for _ in range(2):
        child = os.fork()
        if not child:
            os.write(writing, bytes([counters._born]))
            os._exit(0)
        os.waitpid(child, 0)
    first, second = os.read(reading, 1)[0], os.read(reading, 1)[0]
    assert second == first + 1
