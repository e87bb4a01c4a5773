"""The targets of the laboratory: what is measured, what must come out, and the table that says what did.

A test hands its figure to the fixture `figure`, which judges it; `python -m tests.faults` collects the figures of
several runs and prints one line for each target.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

TARGETS = {
    "T1": "letters lost of those who were thanked",
    "T2": "extra copies of letters",
    "T3": "thanked people without a row",
    "T4": "a press of Sign while Valkey is dead or frozen",
    "T5": "how soon letters come",
    "T6": "signatures sustained, and overload",
    "T7": "pages and count under load",
    "T8": "SQLite, sixteen writers",
}
SOAK = ("T1", "T2", "T3")
BY_LOAD = {"T6": 600, "T7": 60}  # by tests.load, for so many seconds each


@dataclass(frozen=True)
class Figure:
    """One measured figure: of which target, in words, and whether it is within its limit."""

    target: str
    words: str
    limit: str
    reached: bool

    def keep(self, file: Path):
        """Append one line; several runs may write into one file."""
        with file.open("a") as kept:
            kept.write(json.dumps(asdict(self)) + "\n")


def read_figures(file: Path) -> list[Figure]:
    """The figures of a file, in order; none where no run came so far."""
    lines = file.read_text().splitlines() if file.exists() else []
    return [Figure(**json.loads(line)) for line in lines]


def table(figures: Iterable[Figure]) -> str:
    """One line for each target, and one below it for each of its figures."""
    found = list(figures)
    return "\n".join(line for target in TARGETS for line in _lines(target, [f for f in found if f.target == target]))


def _lines(target: str, own: list[Figure]) -> list[str]:
    head = f"{target}  {verdict(own):<3}  {TARGETS[target]}{'' if own else ' (not measured)'}"
    return [head, *(f"    {'yes' if one.reached else 'NO':<3}  {one.words}  (target: {one.limit})" for one in own)]


def verdict(own: list[Figure]) -> str:
    """Yes when every figure is within its limit."""
    if not own:
        return "–"
    return "yes" if all(one.reached for one in own) else "NO"


def are_reached(figures: Iterable[Figure], targets: Iterable[str]) -> bool:
    """Whether each of these targets has figures, and all of them are within their limits."""
    found = list(figures)
    return all(verdict([one for one in found if one.target == target]) == "yes" for target in targets)
