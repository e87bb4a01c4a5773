"""What is read before processes are forked, and the server that reads it."""

import gc
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template, engines
from django.urls import get_resolver
from django.utils.translation import trans_real

from campaign import shared

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def read(monkeypatch):
    """Everything read; what was frozen for it is thawed for the other tests."""
    monkeypatch.setattr(trans_real, "_translations", {})
    shared.read()
    yield
    gc.unfreeze()


def test_words_of_every_live_language_are_there_before_the_first_page(read):
    assert set(settings.LIVE_LANGUAGES) <= set(trans_real._translations)
    assert set(settings.LIVE_LANGUAGES) <= set(get_resolver()._reverse_dict)


def test_every_template_is_there_before_the_first_page(read):
    cached = engines["django"].engine.template_loaders[0]
    found = [one for one in cached.get_template_cache.values() if isinstance(one, Template)]  # or: there is none
    names = {one.origin.template_name for one in found}
    assert set(shared._templates(ROOT / "templates")) <= names


def test_the_collector_leaves_alone_what_was_read(read):
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()


def test_the_server_takes_the_options_of_granian():
    command = [sys.executable, "-m", "campaign.serve", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()[-1]) == (0, version("granian"))
