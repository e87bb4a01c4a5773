"""The seeded defects still fit the code, so that `python -m tests.defects` proves what it says."""

from pathlib import Path

import pytest

from tests.defects.defect import Defect, Outdated
from tests.defects.proof import EVERY, ROOT


def test_there_are_at_least_twenty_defects_each_with_a_name_of_its_own():
    assert len({defect.name for defect in EVERY}) == len(EVERY) >= 20


@pytest.mark.parametrize("defect", EVERY, ids=lambda defect: defect.name)
def test_a_defect_changes_words_that_stand_once_in_the_code_and_stays_python(defect):
    compile(defect.seed(ROOT), defect.file, "exec")


@pytest.mark.parametrize("defect", EVERY, ids=lambda defect: defect.name)
def test_a_defect_names_a_test_that_there_is(defect):
    file, _, name = defect.test.partition("::")
    assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text()


@pytest.mark.parametrize("words", ["absent", "a"])
def test_a_defect_whose_words_are_not_there_once_is_an_error_with_its_name(tmp_path: Path, words):
    (tmp_path / "file.py").write_text("a = b\na = c\n")
    with pytest.raises(Outdated, match="^the name: "):
        Defect("the name", "file.py", words, "", "test_x.py::test_y").seed(tmp_path)
