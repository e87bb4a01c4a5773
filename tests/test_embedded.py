"""The demo's own room: keys of a folder, the lock on it, and a queue inside the one process."""

import base64
import json
import os
import re
import stat
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from nacl.public import PrivateKey

from campaign import embedded
from campaign.keys import keys_of, new_keys
from tests.crowd import at_once

NAMES = ["SECRET_KEY", "ADDRESS_PEPPER", "VAULT_PUBLIC_KEYS", "VAULT_PRIVATE_KEY", "STATUS_TOKEN"]


def test_fresh_keys_are_printed_as_lines_for_the_environment_without_the_demo_s_password():
    out = StringIO()
    call_command("keys", stdout=out)
    lines = [line.partition("=") for line in out.getvalue().splitlines() if line[0] != "#"]
    assert [name for name, _, _ in lines] == NAMES
    assert [value for _, _, value in lines if len(value) < 30 or re.search(r"\s", value)] == []


def test_no_two_sets_of_keys_share_a_secret():
    first, second = new_keys(), new_keys()
    assert set(first.values()) & set(second.values()) == set()


def test_the_private_key_opens_what_the_public_key_seals():
    keys = new_keys()
    private = PrivateKey(base64.b64decode(keys["VAULT_PRIVATE_KEY"]))
    assert base64.b64encode(bytes(private.public_key)).decode() == keys["VAULT_PUBLIC_KEYS"]


def test_a_folder_keeps_its_keys_for_its_owner_s_eyes_alone(tmp_path):
    first = keys_of(tmp_path / "data")
    assert keys_of(tmp_path / "data") == first == json.loads((tmp_path / "data/keys.json").read_text())
    assert stat.S_IMODE((tmp_path / "data/keys.json").stat().st_mode) == 0o600


def test_two_folders_share_no_secret(tmp_path):
    first, second = keys_of(tmp_path / "one"), keys_of(tmp_path / "two")
    assert set(first.values()) & set(second.values()) == set()


def test_processes_that_start_at_once_agree_on_the_keys_of_a_folder(tmp_path):
    words = f"from pathlib import Path; from campaign.keys import keys_of; print(keys_of(Path({str(tmp_path)!r})))"
    started = [
        subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
        for _ in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1
    assert os.listdir(tmp_path) == ["keys.json"]


def test_a_folder_serves_one_process_at_a_time(tmp_path):
    with embedded.lock(tmp_path):
        with pytest.raises(embedded.AlreadyRunning) as other:
            embedded.lock(tmp_path)
        assert str(other.value) == str(os.getpid())
    embedded.lock(tmp_path).close()


def test_of_many_that_start_at_once_one_gets_the_folder(tmp_path):
    def start(_: int):
        try:
            return embedded.lock(tmp_path)
        except embedded.AlreadyRunning:
            return None

    handles = [handle for handle in at_once(8, start) if handle]
    assert len(handles) == 1
    handles[0].close()


def test_the_grown_profile_refuses_to_be_the_demo(monkeypatch):
    monkeypatch.setattr(settings, "EMBEDDED", False)
    with pytest.raises(CommandError, match="unset DATABASE_URL and REDIS_URL"):
        call_command("demo")
