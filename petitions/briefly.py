"""Remember what a function said for a few seconds, in this process: pages ask the same thing a thousand times."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_forget: list[Callable[[], None]] = []
_times_forgotten = 0  # what was asked before, and is answered after, is not remembered: it may be old
_is_afresh: ContextVar[bool] = ContextVar("is_afresh", default=False)


def briefly(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function of hashable arguments; an exception is not remembered. Threads may compute the same twice."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        said: dict[object, tuple[float, R]] = {}
        lock = threading.Lock()

        @wraps(function)
        def remembering(*args: P.args, **kwargs: P.kwargs) -> R:
            if _is_afresh.get():
                return function(*args, **kwargs)
            key = (args, tuple(kwargs.items()))
            known = said.get(key)
            if known and known[0] > time.monotonic():
                return known[1]
            before = _times_forgotten
            answer = function(*args, **kwargs)
            with lock:
                if before == _times_forgotten:
                    said[key] = (time.monotonic() + seconds, answer)
            return answer

        _forget.append(said.clear)
        return remembering

    return decorate


@contextmanager
def afresh() -> Iterator[None]:
    """Inside, this thread asks everything anew and remembers nothing: for a look at what is not committed."""
    token = _is_afresh.set(True)
    try:
        yield
    finally:
        _is_afresh.reset(token)


def when_forgetting(forget: Callable[[], None]) -> None:
    """Call this too whenever everything is forgotten."""
    _forget.append(forget)


def forget_everything() -> None:
    """In this process; `changed.tell` does it in all of them."""
    global _times_forgotten
    _times_forgotten += 1
    for clear in _forget:
        clear()
