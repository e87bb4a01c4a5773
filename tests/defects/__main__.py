"""The table of defects: which mistake, which test, what came of it. Exit code 1 unless every one is noticed."""

import sys
import tempfile
import time
from pathlib import Path

from tests.defects.defect import Outdated
from tests.defects.proof import EVERY, NOTICED, copy_tree, prove, prove_the_tests


def main(names: list[str]) -> int:
    defects = [defect for defect in EVERY if not names or defect.name in names]
    with tempfile.TemporaryDirectory(prefix="defects-") as folder:
        Path(folder).chmod(0o755)
        tree, start = copy_tree(Path(folder)), time.monotonic()
        if output := prove_the_tests(tree, defects):
            print(f"without any defect a named test fails:\n{output}")
            return 1
        verdicts = [_line(tree, defect) for defect in defects]
    noticed = verdicts.count(NOTICED)
    print(f"{noticed} of {len(defects)} defects noticed in {time.monotonic() - start:.0f} s")
    return 0 if defects and noticed == len(defects) else 1


def _line(tree: Path, defect) -> str:
    try:
        verdict, output = prove(tree, defect)
    except Outdated as outdated:
        verdict, output = "OUTDATED", str(outdated)
    print(f"{defect.name:<62} {defect.test:<112} {verdict}", flush=True)
    if verdict != NOTICED:
        print(output[-2000:], flush=True)
    return verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
