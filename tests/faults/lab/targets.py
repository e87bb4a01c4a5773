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
BY_LOAD = {
    "T6": "measured alone on the machine: python -m tests.load P5",
    "T7": "measured alone on the machine: python -m tests.load G1",
}


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
    note = "" if own else f" ({BY_LOAD.get(target, 'no figure')})"
    head = f"{target}  {verdict(own):<3}  {TARGETS[target]}{note}"
    return [head, *(f"    {'yes' if one.reached else 'NO':<3}  {one.words}  (target: {one.limit})" for one in own)]


def verdict(own: list[Figure]) -> str:
    """Yes when every figure is within its limit; a target without a figure is not reached."""
    if not own:
        return "–"
    return "yes" if all(one.reached for one in own) else "NO"


def are_reached(figures: Iterable[Figure]) -> bool:
    """Whether every target that this laboratory measures has figures, and all are within their limits."""
    found = list(figures)
    return all(
        verdict([f for f in found if f.target == target]) == "yes" for target in TARGETS if target not in BY_LOAD
    )
