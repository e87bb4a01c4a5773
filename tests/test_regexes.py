"""No text that a stranger sends keeps a regular expression of ours busy: each is met with 100 KB of the worst."""

import ast
import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import DEFAULT_CONVERTERS

ROOT = Path(__file__).resolve().parent.parent
Use = tuple[re.Pattern, str]  # a pattern, and how it is asked
WAYS = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "sub": lambda pattern, text: pattern.sub("", text),
    "findall": lambda pattern, text: pattern.findall(text),
    "finditer": lambda pattern, text: list(pattern.finditer(text)),
    "split": lambda pattern, text: pattern.split(text),
}
# They read translations, styles and the map of addresses: nothing of what anybody sends.
OUR_OWN_FILES = {"catalogs", "joined", "sitemaps"}  # and catalog_*
SIZE = 100_000
# One sign, or a few, again and again: what makes a careless pattern try every way to cut them up.
BRICKS = [
    "a", "A", "0", "1.", "1-", " ", "\xa0", "\t", "\n", ".", "-", "_", "@", "%40", "/", "//", ":", "::", "a.", "a-",
    "a:", "a@", "<", "</", "<a ", "{", "{a", "%(", "%(a", "%s", "/*", "*/", "[", '"', "\\", '\\"', "&shy;", "ß", "漢",
    "\u200b", "\u2028", "\0", "=", "=a", "www.", "max:", "letter ", 'msgid "', "f:", "1 ", "\n ", "a/", "/confirm/",
    "-1-1", "20", "aA", "a1", " a", "url(",
]  # fmt: skip


def modules() -> Iterator[Path]:
    for room in ("campaign", "petitions"):
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)


def is_exposed(path: Path) -> bool:
    is_ours = path.stem in OUR_OWN_FILES or path.stem.startswith("catalog_")
    return not is_ours and "commands" not in path.parts and path.stem not in ("wsgi", "settings")


def compiled() -> dict[str, Use]:
    """Every pattern that a module of ours holds by name, with each way in which any module asks it."""
    asked = {(node.func.value.id, node.func.attr) for _, node in calls() if isinstance(node.func.value, ast.Name)}
    found = {}
    for path in filter(is_exposed, modules()):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for attribute, value in vars(importlib.import_module(name)).items():
            value = as_text(value)
            ways = sorted(way for which, way in asked if which == attribute and way in WAYS)
            if isinstance(value, re.Pattern):
                found |= {f"{name}.{attribute}.{way}": (value, way) for way in ways or WAYS}
    return found


def as_text(value: object) -> object:
    """A pattern for bytes as the same pattern for text, so that one set of bricks serves both."""
    is_for_bytes = isinstance(value, re.Pattern) and isinstance(value.pattern, bytes)
    return re.compile(value.pattern.decode()) if is_for_bytes else value


def written_in_place() -> dict[str, Use]:
    """Every pattern that stands as a text in a call such as re.sub("…", …)."""
    uses = [(path, node) for path, node in calls() if node.func.attr in WAYS and ast.unparse(node.func.value) == "re"]
    return {
        f"{path.relative_to(ROOT)}:{node.lineno}": (re.compile(node.args[0].value), node.func.attr)
        for path, node in uses
        if is_exposed(path) and isinstance(node.args[0], ast.Constant)
    }


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of something by a dot, with its module."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield path, node


def of_the_map() -> dict[str, Use]:
    """How addresses are read, and what may stand in their gaps."""
    found = {f"<{name}:>": re.compile(converter.regex) for name, converter in DEFAULT_CONVERTERS.items()}
    waiting = list(get_resolver().url_patterns)
    for one in waiting:
        waiting += one.url_patterns if isinstance(one, URLResolver) else []
        if isinstance(one, URLPattern | URLResolver) and hasattr(one.pattern, "regex"):
            found[str(one.pattern.regex.pattern)] = one.pattern.regex
    return {name: (pattern, "search") for name, pattern in found.items() if set("+*{") & set(pattern.pattern)}


EVERY = compiled() | written_in_place() | of_the_map()


def seconds(use: Use, text: str, tries: int = 1) -> float:
    """The shortest of so many tries, in this thread's own CPU time: the machine may have something else to do."""
    pattern, way = use
    took = []
    for _ in range(tries):
        began = time.thread_time()
        WAYS[way](pattern, text)
        took.append(time.thread_time() - began)
    return min(took)


def is_slow(use: Use, brick: str) -> bool:
    """Over 50 ms for 100 KB, and four times the text takes much more than four times the time.

    A fourth comes first: what grows with the square is seen before it takes minutes, and what is quick is left.
    """
    whole, fourth = (brick * (size // len(brick)) + "!" for size in (SIZE, SIZE // 4))
    if seconds(use, fourth) < 0.003:
        return False
    before = seconds(use, fourth, 3)
    after = seconds(use, whole, 3) if before < 0.2 else 99
    return after > 0.05 and after > 9 * before


def test_the_search_finds_the_patterns_that_we_know():
    assert {"campaign.log_filters._ADDRESS.sub", "petitions.exports._FORMULA.match", "<slug:>"} <= set(EVERY)
    assert len(EVERY) > 40


@pytest.mark.parametrize(
    ("careless", "brick"), [(r"\s+$", " "), (r"[^@]+@", "a"), (r"\w+\.\w+/", "a"), (r"a[^c]*c", "a")]
)
def test_a_careless_pattern_is_seen(careless, brick):
    assert is_slow((re.compile(careless), "search"), brick)


@pytest.mark.parametrize("name", EVERY)
def test_no_pattern_of_ours_is_slow_with_anything_WB_20(name):
    assert [brick for brick in BRICKS if is_slow(EVERY[name], brick)] == []
