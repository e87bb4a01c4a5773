"""The table of targets, measured: `python -m tests.load [ROW …] [--seconds S] [--rounds N] [--connections C]`.

Or where the time goes: `python -m tests.load --profile GET`, POST or letters.

Everything runs on loopback, on this machine's cores. Measures and prints, never asserts a time; a row that could not
be measured says why, the others go on, and the exit code is 1. See README.md beside this.
"""

import argparse
import os
import sys
import traceback

from tests.load import correctness, embedded, growing, letters, overload, processes, profiling, reading, signing
from tests.load.result import Measuring, Options, Result, table
from tests.load.wrk import Missing

# As in the table of targets; what families measure beyond it comes after.
ORDER = ["G1", "G2", "G3", "G4", "G5", "P1", "P2", "P3", "P4", "P5", "P6", "M1", "M2", "M3", "C1", "C2", "R1", "R2",
         "W1", "S1"]  # fmt: skip
FAMILIES = (reading, processes, signing, letters, embedded, growing, correctness, overload)


def join() -> dict[str, Measuring]:
    """Row → what measures it, of all families, in the order of the table."""
    found: dict[str, Measuring] = {}
    for family in FAMILIES:
        found |= family.ROWS
    return {row: found[row] for row in sorted(found, key=_place)}


def _place(row: str) -> int:
    return ORDER.index(row) if row in ORDER else len(ORDER)


def measure(names: list[str], options: Options) -> tuple[list[Result], list[str]]:
    """The results, and the rows that could not be measured; each is printed as soon as it is there."""
    rows, results, failed = join(), [], []
    for name in names or rows:
        try:
            found = rows[name](options)
        except Missing as missing:
            failed.append(name)
            print(missing, file=sys.stderr)
        except Exception:  # whatever it is, the other rows go on
            failed.append(name)
            traceback.print_exc()
        else:
            results += found
            print(table(found), end="\n\n", flush=True)
    return results, failed


def read_arguments(words: list[str]) -> tuple[list[str], Options, str | None]:
    """(rows, options, what is to be profiled instead); ends the program where they make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"all, or some of {' '.join(join())}")
    parser.add_argument("--seconds", type=float, default=Options.seconds, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=Options.rounds)
    parser.add_argument("--connections", type=int, default=Options.connections)
    parser.add_argument("--profile", choices=profiling.KINDS, help="no table, but where the time goes")
    given = parser.parse_args(words)
    unknown = [name for name in given.rows if name not in join()]
    if unknown:
        parser.error(f"no such row: {' '.join(unknown)}")
    return given.rows, Options(given.seconds, given.rounds, given.connections), given.profile


def main() -> int:
    names, options, kind = read_arguments(sys.argv[1:])
    if kind:
        print(profiling.profile(kind))
        return 0
    print(
        f"{os.cpu_count()} cores, {options.connections} connections, {options.rounds} rounds of {options.seconds:g} s"
    )
    results, failed = measure(names, options)
    if len(results) > 1:
        print(table(results))
    if failed:
        print(f"not measured: {' '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
