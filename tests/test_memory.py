"""One arena for all threads, asked of the C library."""

import ctypes
from types import SimpleNamespace

from campaign import memory


def test_all_threads_share_one_arena(monkeypatch):
    told = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(mallopt=lambda *words: told.append(words)))
    memory.share_one_arena()
    assert told == [(-8, 1)]  # M_ARENA_MAX of glibc's malloc.h


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    memory.share_one_arena()
