"""Every public page once in five minutes, so that each process has a copy of each when the database goes away."""

import logging
import time
from collections.abc import Callable

from django.db import connections

log = logging.getLogger(__name__)

FIRST_SECONDS = 1  # people who come to a new process go first
EVERY_SECONDS = 300
AFTER_FAILURE_SECONDS = 30
ENOUGH_FAILURES = 10  # the others couldn't be made either
BREATH_SECONDS = 0.02  # between two pages, and as long as the last one took


class Rounds:
    """`visit` makes one page anew where it is old, and says whether it is there."""

    def __init__(self, paths: Callable[[], list[str]], visit: Callable[[str], bool]) -> None:
        self.paths, self.visit = paths, visit

    def walk_for_ever(self) -> None:
        """For a thread of its own."""
        time.sleep(FIRST_SECONDS)
        while not self.walk():
            time.sleep(AFTER_FAILURE_SECONDS)
        log.info("rounds: this process has every public page")
        is_whole = True
        while True:
            time.sleep(EVERY_SECONDS if is_whole else AFTER_FAILURE_SECONDS)
            is_whole = self.walk()

    def walk(self) -> bool:
        """One round; True when every page is there now."""
        failures = 0
        try:
            for path in self.paths():
                failures += not self._visit_gently(path)
                if failures == ENOUGH_FAILURES:
                    break
            return not failures
        except Exception as error:  # whatever it is, readers must not notice
            log.warning("rounds: %s", type(error).__name__)
            return False
        finally:
            connections.close_all()  # not one connection more than there are web processes

    def _visit_gently(self, path: str) -> bool:
        began = time.monotonic()
        is_there = self.visit(path)
        time.sleep(BREATH_SECONDS + time.monotonic() - began)
        return is_there
