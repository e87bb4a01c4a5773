"""The backup's script by itself: the real age, stand-ins for PostgreSQL's programs. All of it: faults/drill.py."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "deploy" / "backup" / "backup.sh"
DAY = 86_400
pytestmark = pytest.mark.skipif(not shutil.which("age"), reason="no age here; apt-get install age")


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> tuple[Path, str]:
    """The file of a private key, and the public one."""
    file = tmp_path_factory.mktemp("keys") / "key"
    subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
    return file, subprocess.run(["age-keygen", "-y", file], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def place(tmp_path, keys) -> dict[str, str]:
    """The environment of the container; its pg_dump says a few words, and psql is content."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "backups").mkdir()
    (tmp_path / "erasures.log").write_text("2026-01-01T00:00:00Z 7 withdrawn\n")
    stand_in(programs / "pg_dump", "echo the whole database")
    stand_in(programs / "psql", "exit 0")
    return {"PATH": f"{programs}:/usr/bin:/bin", "BACKUP_PUBLIC_KEYS": keys[1],
            "BACKUP_FOLDER": str(tmp_path / "backups"), "ERASURE_JOURNAL": str(tmp_path / "erasures.log")}  # fmt: skip


def stand_in(path: Path, words: str):
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)


def backup(place: dict[str, str], word: str) -> int:
    return subprocess.run([SCRIPT, word], env=place, capture_output=True).returncode


def kept(place: dict[str, str]) -> list[str]:
    """Names of what is there, the hidden ones too, times left out."""
    names = [path.name for path in Path(place["BACKUP_FOLDER"]).iterdir()]
    return sorted("dump" if name.startswith("site-") else name for name in names)


def test_a_backup_opens_with_its_key_alone_and_the_journal_lies_beside_it(place, keys):
    assert (backup(place, "once"), kept(place)) == (0, ["dump", "erasures.log"])
    (file,) = Path(place["BACKUP_FOLDER"]).glob("site-*")
    opened = subprocess.run(["age", "--decrypt", "--identity", keys[0], file], capture_output=True, check=True).stdout
    assert (opened, b"whole" in file.read_bytes(), file.stat().st_mode & 0o077) == (b"the whole database\n", False, 0)


def test_half_a_dump_is_no_backup_and_leaves_nothing(place):
    stand_in(Path(place["PATH"].split(":")[0]) / "pg_dump", "echo half of it; exit 1")
    assert (backup(place, "once"), kept(place)) == (1, [])


def test_none_becomes_older_than_the_privacy_page_says(place):
    folder = Path(place["BACKUP_FOLDER"])
    for days in (2, 28, 29.5, 40):
        old = folder / f"site-{days}.dump.age"
        old.touch()
        os.utime(old, (time.time() - days * DAY,) * 2)
    (folder / ".site-killed.dump.age.part").touch()
    assert backup(place, "once") == 0
    assert {path.name for path in folder.iterdir()} >= {"site-2.dump.age", "site-28.dump.age"}
    assert kept(place) == ["dump", "dump", "dump", "erasures.log"]


@pytest.mark.parametrize(("hours", "status"), [(1, 0), (11, 0), (13, 1)])
def test_twice_the_time_between_two_is_too_old(place, hours, status):
    file = Path(place["BACKUP_FOLDER"]) / "site-x.dump.age"
    file.touch()
    os.utime(file, (time.time() - hours * 3600,) * 2)
    assert backup(place, "fresh") == status


def test_the_service_makes_the_first_one_at_once_and_ends_when_told(place):
    service = subprocess.Popen([SCRIPT, "watch"], env=place, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while kept(place) != ["dump", "erasures.log"] and time.monotonic() < deadline:
        time.sleep(0.05)
    service.send_signal(signal.SIGTERM)
    assert (service.wait(10), kept(place)) == (0, ["dump", "erasures.log"])
