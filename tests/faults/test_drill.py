"""The restore drill of the operators' guide runs to its end, with the real scripts and the real age."""

import shutil
import subprocess

import pytest

from tests.faults import drill

pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="no age here; apt-get install age")


def test_a_lost_site_comes_back_silent_whole_and_without_the_erased_FT_34_FT_35(ground):
    said = []
    drill.rehearse(ground, 6, say=said.append)
    assert said[-1] == "All of it is proved."
    assert len(said) == 14


@pytest.mark.parametrize("words", [["once"], []], ids=["no key", "no word"])
def test_a_backup_without_a_key_or_a_word_is_refused_before_anything_is_read(words, tmp_path):
    environment = {"PATH": "/usr/bin:/bin", "BACKUP_FOLDER": str(tmp_path)}
    done = subprocess.run([drill.SCRIPTS / "backup.sh", *words], env=environment, capture_output=True, text=True)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
