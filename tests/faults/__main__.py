"""The soak tier by one command: `python -m tests.faults --seeds 1 2 3` (all its options: `--help`).

The soak of each seed on a ground of its own, several side by side; then, one after the other, what wants the machine
for itself. Ends with one line for each target, T1 to T8, and its figures; exit code 1 unless all are reached.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.lab.ground import PYTHON, ROOT
from tests.faults.lab.targets import BY_LOAD, SOAK, TARGETS, Figure, are_reached, read_figures, table
from tests.load.__main__ import measure
from tests.load.result import Options

ALONE = (
    "test_negative_control.py",  # T1: the same storm must find what a plain publish loses
    "test_standby.py",  # T3: the database's host is lost
    "test_kills.py",  # T4
    "test_how_soon_letters_come.py",  # T5
    "test_sqlite.py",  # T8
)


def main(options: argparse.Namespace) -> int:
    started, asked = time.monotonic(), targets_of(options)
    options.out.mkdir(parents=True, exist_ok=True)
    figures_of(options).unlink(missing_ok=True)
    with ThreadPoolExecutor(options.together) as pool:
        passed = list(pool.map(lambda seed: soak(seed, options), options.seeds))
    passed += [run(file, options, seed=options.seeds[0]) for file in ALONE if not options.only_soak]
    passed += [load(target, options) for target in BY_LOAD if target in asked]
    figures = read_figures(figures_of(options))
    print(f"\n{table(figures)}\n\n{passed.count(True)} of {len(passed)} runs passed in {_minutes(started)}")
    return 0 if all(passed) and are_reached(figures, asked) else 1


def targets_of(options: argparse.Namespace) -> list[str]:
    """What was asked for."""
    if options.only_soak:
        return list(SOAK)
    return [target for target in TARGETS if not (options.without_load and target in BY_LOAD)]


def figures_of(options: argparse.Namespace) -> Path:
    return options.out / "figures.jsonl"


def load(target: str, options: argparse.Namespace) -> bool:
    """One row of the measurements: what it finds becomes figures. False where it could not be measured."""
    results, failed = measure([target], Options(seconds=BY_LOAD[target]))
    for one in results:
        Figure(target, f"{one.what}: {one.ours}", one.target, bool(one.reached)).keep(figures_of(options))
    return not failed


def soak(seed: int, options: argparse.Namespace) -> bool:
    size = ["--soak", str(options.soak)] if options.soak else []
    return run("test_soak.py", options, *size, seed=seed)


def run(file: str, options: argparse.Namespace, *more: str, seed: int) -> bool:
    """One file of tests in the full tier, in a process of its own; its output goes into a file."""
    started, name = time.monotonic(), file.removeprefix("test_").removesuffix(".py")
    out = options.out / f"{name}-{seed}.txt"
    command = [PYTHON, "-m", "pytest", "-q", f"tests/faults/{file}", "--faults=full", "--seeds", "1", "--seed", seed,
               "--figures", figures_of(options), "-p", "no:cacheprovider", "-o", "faulthandler_timeout=0",
               *more]  # fmt: skip
    with out.open("wb") as told:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            stdout=told,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            check=False,
        )
    verdict = "FAILED" if done.returncode else "passed"
    print(f"{name}, seed {seed}: {verdict} in {_minutes(started)}, {out}", flush=True)
    return not done.returncode


def _minutes(since: float) -> str:
    return f"{(time.monotonic() - since) / 60:.1f} min"


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="one soak for each (1 2 3)")
    parser.add_argument("--soak", type=int, help="signatures of each soak (20,000; faults in proportion)")
    parser.add_argument("--together", type=int, default=3, help="how many soaks run side by side (3)")
    parser.add_argument("--only-soak", action="store_true", help="T1 to T3 by the soaks alone")
    parser.add_argument(
        "--without-load", action="store_true", help="leave out T6 and T7, which want wrk, nginx, 11 min"
    )
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "soak", help="where outputs go")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(parsed(sys.argv[1:])))
