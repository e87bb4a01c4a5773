"""Debian's Chromium, driven by Playwright; nothing is ever downloaded, and nothing but loopback can be reached."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
# No smooth scrolling: what the keyboard reaches is in sight at once.
DESK = {"viewport": {"width": 1280, "height": 900}, "is_mobile": False, "has_touch": False, "reduced_motion": "reduce"}


class NoChromium(Exception):
    """There is no browser here, so no journey can be made."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Raises NoChromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise NoChromium("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=as_root + FLAGS)
        yield browser
        browser.close()
