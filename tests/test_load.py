"""The benchmarks' own arithmetic; nothing is measured here."""

import pytest

from tests.load import __main__ as load
from tests.load.alternate import Measured, cpu_ratio, middle, ratio, said
from tests.load.probe import parse
from tests.load.result import Options, Result, table
from tests.load.wrk import Asked, Missing, as_lua, program

ROUNDS = [Measured(100, 10), Measured(50, 20), Measured(80, 16)]
FLOOR = [Measured(200, 5), Measured(50, 5), Measured(100, 4)]


def test_every_row_of_the_targets_is_measured_by_something():
    assert list(load.join())[: len(load.ORDER)] == load.ORDER


def test_a_ratio_is_the_median_of_the_rounds_own():
    assert ratio(ROUNDS, FLOOR) == 0.8
    assert cpu_ratio(ROUNDS, FLOOR) == 0.25


def test_a_cell_names_the_medians_of_rate_and_price():
    assert (middle(ROUNDS), said(ROUNDS)) == (Measured(80, 16), "80/s, 16 µs CPU")


def test_the_table_says_what_was_reached_and_how_it_was_measured():
    rows = [
        Result("G2", "page", "≥ 0.50", "9/s", "5/s", 0.555, True),
        Result("G5", "304", "stored", "–", "0", None, False),
    ]
    assert [line.split() for line in table(rows).splitlines()[2:]] == [
        ["G2", "page", "≥", "0.50", "9/s", "5/s", "0.56", "yes"],
        ["$", "python", "-m", "tests.load", "G2"],
        ["G5", "304", "stored", "–", "0", "–", "NO"],
        ["$", "python", "-m", "tests.load", "G5"],
    ]


def test_a_row_that_can_t_be_measured_doesn_t_stop_the_others(monkeypatch, capsys):
    def fail(_):
        raise Missing("wrk is not installed here")

    result = Result("G2", "page", "", "", "", None, None)
    monkeypatch.setattr(load, "join", lambda: {"G1": fail, "G2": lambda _: [result]})
    assert load.measure([], Options()) == ([result], ["G1"])
    assert capsys.readouterr().err == "wrk is not installed here\n"


def test_a_missing_program_is_said_with_its_command():
    with pytest.raises(Missing, match="^wrkk is not installed here: sudo apt-get install -y wrk$"):
        program("wrkk", package="wrk")


def test_what_is_asked_reaches_lua_as_it_is():
    lines = as_lua(
        Asked(("/a?q={unique}",), method="POST", headers={"X": 'a"b'}, body="x=1", expected=303)
    ).splitlines()
    assert [line for line in lines if line.split()[1] not in ("run", "first_network")] == [
        'local method = "POST"', 'local paths = {"/a?q={unique}"}', 'local headers = {["X"] = "a\\"b"}',
        'local body = "x=1"', "local expected = 303", "local has_size = false", "local pause_ms = 0",
        "local may_refuse = false",
    ]  # fmt: skip


def test_an_answers_head_is_read_as_it_stood_on_the_wire():
    answer = parse(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nVary: Accept-Encoding')
    assert (answer.status, answer.header("etag"), answer.header("age")) == (304, '"x"', "")
