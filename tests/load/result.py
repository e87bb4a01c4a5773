"""What a benchmark says, how long it may take to find out, and the table of it."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

WIDTHS = {"row": 4, "what": 34, "target": 24, "floor": 24, "ours": 24, "ratio": 6, "reached": 7}
YES_NO = {True: "yes", False: "NO", None: "–"}


@dataclass(frozen=True)
class Result:
    """One line of the table. `ratio` is ours to the floor's, in the sense that the target names."""

    row: str  # of the table of targets: "G2"
    what: str
    target: str
    floor: str  # what a minimal program that does this step alone gives on this machine
    ours: str
    ratio: float | None
    reached: bool | None  # None: not a yes or no

    @property
    def command(self) -> str:
        return f"python -m tests.load {self.row}"


@dataclass(frozen=True)
class Options:
    """How long each case is measured in each round, in seconds; how often; over how many connections."""

    seconds: float = 5
    rounds: int = 3
    connections: int = 16


Measuring = Callable[[Options], list[Result]]


def cells(result: Result) -> dict[str, str]:
    """What stands in each column."""
    ratio = "–" if result.ratio is None else f"{result.ratio:.2f}"
    words = {name: str(getattr(result, name)) for name in WIDTHS}
    return words | {"ratio": ratio, "reached": YES_NO[result.reached]}


def table(results: list[Result]) -> str:
    """The results with a line of names above; long cells go on below, and the command stands under each row's last."""
    lines = [_line({name: name for name in WIDTHS}), _line({name: "-" * width for name, width in WIDTHS.items()})]
    for number, result in enumerate(results):
        lines += _lines(cells(result))
        if [one.row for one in results[number + 1 : number + 2]] != [result.row]:
            lines.append(f"{'':<{WIDTHS['row']}}  $ {result.command}")
    return "\n".join(lines)


def _lines(words: dict[str, str]) -> list[str]:
    wrapped = {name: textwrap.wrap(text, WIDTHS[name]) or [""] for name, text in words.items()}
    height = max(map(len, wrapped.values()))
    return [_line({name: (parts + [""] * height)[at] for name, parts in wrapped.items()}) for at in range(height)]


def _line(words: dict[str, str]) -> str:
    return "  ".join(f"{text:<{WIDTHS[name]}}" for name, text in words.items()).rstrip()
