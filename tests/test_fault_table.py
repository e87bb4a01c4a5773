"""docs/guarantees.md promises nothing without a test: each line names tests that are there, and no line is missing."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FAULTS = [f"FT-{number:02d}" for number in range(1, 39)]
LETTERS = [f"EM-{number:02d}" for number in range(1, 29)]
ABUSE = [f"AB-{number:02d}" for number in range(1, 19)]
WEB = [f"WB-{number:02d}" for number in range(1, 29)]
PRIVACY = [f"PV-{number:02d}" for number in range(1, 23)]
ROW = re.compile(r"^\| ((?:FT|EM|AB|WB|PV)-\d\d) \|[^|]*\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows() -> list[tuple[str, str, str, str]]:
    """(row, tests, tier, result) of every line of the tables."""
    return ROW.findall((ROOT / "docs" / "guarantees.md").read_text())


def names_in(file: str) -> set[str]:
    """The names of the tests of one file; empty when there is no such file."""
    path = ROOT / file
    tree = ast.parse(path.read_text()) if path.exists() else ast.Module(body=[], type_ignores=[])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_of_the_fault_model_stands_in_the_table_once():
    assert [row for row, *_ in rows()] == FAULTS + LETTERS + ABUSE + WEB + PRIVACY


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_each_row_names_tests_that_are_there_or_says_why_it_has_none(row):
    _, tests, tier, result = row
    named = NAMED.findall(tests)
    assert bool(named) != result.strip().startswith(("not built", "does not apply"))
    assert (tier.strip() in ("smoke", "smoke+", "full")) == bool(named)
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []


def test_every_test_that_carries_a_row_in_its_name_stands_in_that_row():
    table = {row: tests for row, tests, *_ in rows()}
    found = [
        (f"{word}-{number}", name)
        for file in sorted((ROOT / "tests" / "faults").glob("test_*.py"))
        for name in names_in(f"tests/faults/{file.name}")
        for word, number in re.findall(r"_(FT|EM)_(\d\d)", name)
    ]
    assert [(row, name) for row, name in found if f"::{name}`" not in table[row]] == []
