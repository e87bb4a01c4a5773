"""Work beside the requests: a thread in this process, and in those that are forked from it."""

import os
import threading
from collections.abc import Callable


def start(name: str, work: Callable[[], object]) -> None:
    """Begin; threads don't survive a fork, so it begins again in each child."""

    def begin() -> None:
        threading.Thread(target=work, name=name, daemon=True).start()

    os.register_at_fork(after_in_child=begin)
    begin()
