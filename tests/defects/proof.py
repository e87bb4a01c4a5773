"""Prove defects: copy the tree, seed one mistake, run the one test that must notice, put the words back."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.defects import (
    aside,
    degrading,
    deploying,
    doors,
    languages,
    letters,
    news,
    numbers,
    pages,
    prepared,
    seeing,
    signing,
    staff,
    vault,
    waves,
    web,
    words,
    yours,
)
from tests.defects.defect import Defect

ROOT = Path(__file__).resolve().parents[2]
EVERY = signing.DEFECTS + letters.DEFECTS + prepared.DEFECTS + numbers.DEFECTS + doors.DEFECTS + news.DEFECTS
EVERY += yours.DEFECTS + vault.DEFECTS + staff.DEFECTS
EVERY += pages.DEFECTS + waves.DEFECTS + aside.DEFECTS + web.DEFECTS + words.DEFECTS + languages.DEFECTS
EVERY += seeing.DEFECTS + deploying.DEFECTS + degrading.DEFECTS
_LEFT_OUT = (".git", ".venv*", "var", "staticfiles", "node_modules", "__pycache__", ".*_cache", ".hypothesis")
NOTICED, SURVIVED, BROKEN = "failed as it should", "SURVIVED", "COULD NOT RUN"


def copy_tree(to: Path) -> Path:
    """The project as it stands here, uncommitted words included, without what is built."""
    return shutil.copytree(ROOT, to / "tree", ignore=shutil.ignore_patterns(*_LEFT_OUT))


def run(tree: Path, tests: list[str], *, grown: bool) -> tuple[int, str]:
    """(exit code, output) of these tests in that tree, on SQLite unless only PostgreSQL will do."""
    profile = {} if grown else {"TEST_PROFILE": "embedded"}
    ours = {name: value for name, value in os.environ.items() if name not in ("TEST_PROFILE", "TEST_SERVERS")}
    # a byte-code file of the same second and size would hide a mistake
    environment = ours | profile | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=line"]
    done = subprocess.run(
        command + [f"tests/{test}" for test in tests], cwd=tree, env=environment, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def seeded(tree: Path, defect: Defect) -> Iterator[None]:
    file = tree / defect.file
    before = file.read_text()
    file.write_text(defect.seed(tree))
    try:
        yield
    finally:
        file.write_text(before)


def prove(tree: Path, defect: Defect) -> tuple[str, str]:
    """(verdict, output): whether the named test failed with this mistake in the tree."""
    with seeded(tree, defect):
        code, output = run(tree, [defect.test], grown=defect.grown)
    if code == 0:
        return SURVIVED, output
    return (NOTICED if re.search(r"\b\d+ failed\b", output) else BROKEN), output


def prove_the_tests(tree: Path, defects: list[Defect]) -> str:
    """The output of a named test that fails or isn't found although nothing is wrong; empty when all pass."""
    for grown in sorted({defect.grown for defect in defects}):
        tests = sorted({defect.test for defect in defects if defect.grown is grown})
        code, output = run(tree, tests, grown=grown)
        if code:
            return output
    return ""
