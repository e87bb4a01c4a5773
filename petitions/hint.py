"""Tells the queue "there is mail": from a background thread, coalesced; never blocks, never raises.

A dead or frozen broker costs the supporter nothing, and a lost hint costs a few seconds: the sweep pays the same debts.
"""

import logging
import os
import threading
import time
from functools import lru_cache

from celery import current_app
from kombu import Connection

log = logging.getLogger(__name__)

COALESCE_SECONDS = 0.2
TIMEOUT_SECONDS = 0.5
BREAK_FIRST, BREAK_LONGEST = 1.0, 15.0
TASK = "petitions.tasks.deliver"

_flag = threading.Event()
_lock = threading.Lock()
_thread_of_pid: int | None = None


def tell() -> None:
    """Raise the flag; a thread of this process publishes one task for any number of flags."""
    _flag.set()
    if _thread_of_pid != os.getpid():
        _start()


def _start() -> None:
    global _thread_of_pid
    with _lock:
        if _thread_of_pid != os.getpid():  # threads don't survive a fork
            threading.Thread(target=_publish_for_ever, name="hint", daemon=True).start()
            _thread_of_pid = os.getpid()


def _publish_for_ever() -> None:
    failures = 0
    while True:
        _flag.wait()
        time.sleep(COALESCE_SECONDS)
        _flag.clear()
        failures = 0 if _publish() else failures + 1
        if failures:
            time.sleep(min(BREAK_FIRST * 2 ** (failures - 1), BREAK_LONGEST))


def _publish() -> bool:
    """One task over the kept connection; where that has died meanwhile, once more over a new one."""
    was_kept = _connection.cache_info().currsize > 0
    try:
        _send(_connection(current_app.conf.broker_url, os.getpid()))
    except Exception as error:  # a broker fails in many ways, and none of them matters here
        _connection.cache_clear()
        if was_kept:
            return _publish()
        log.warning("no hint to the queue (%s); the sweep will find the letters", type(error).__name__)
        return False
    return True


def _send(connection: Connection) -> None:
    current_app.send_task(TASK, connection=connection, retry=False, expires=30, ignore_result=True)


@lru_cache(maxsize=1)
def _connection(url: str, process: int) -> Connection:
    """Of the thread that publishes, for as long as it works: making a new one costs ten times a hint."""
    options = {"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS, "max_retries": 0}
    if url.startswith("memory:"):
        options = {}
    return current_app.connection_for_write(transport_options=options, connect_timeout=TIMEOUT_SECONDS)
