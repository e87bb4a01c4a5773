"""A server that takes a statement and then says nothing more is not waited for: after ten seconds its line is cut.

A frozen host, or one whose disk has stopped, refuses nothing: its system goes on saying "received", so no keepalive and
no limit of the server's own ends the waiting, and a few presses would hold every thread of a web process. Whoever was
waiting hears of a lost connection, which is a short break (503), and an old copy for whoever reads.

How long a line has been silent is asked of the operating system, once a second, so that statements cost nothing more.
"""

import logging
import os
import socket
import struct
import sys
import time
from weakref import WeakSet

from psycopg2.extensions import TRANSACTION_STATUS_ACTIVE, connection

log = logging.getLogger(__name__)

LOOK_SECONDS = 1
PATIENCE_SECONDS = 10  # far above what a page or a press needs with ten million rows (docs/ten-million.md)
_LAST_SENT = 8 + 9 * 4  # where milliseconds since the last byte that we sent stand in Linux's struct tcp_info
lines: WeakSet[connection] = WeakSet()  # every connection of this process


def watch() -> None:
    """For a thread of its own. Elsewhere than on Linux nothing is known of a line, and nobody watches."""
    while sys.platform == "linux":
        time.sleep(LOOK_SECONDS)
        look()


def look() -> None:
    """Cut each line on which somebody has waited too long."""
    for line in _all():
        if is_waiting(line) and seconds_since_sent(line.fileno()) > PATIENCE_SECONDS:
            log.error("database: no answer for %s s, the line is cut", PATIENCE_SECONDS)
            cut(line.fileno())


def _all() -> list[connection]:
    try:
        return list(lines)
    except RuntimeError:  # one came or went while we looked; a second later is soon enough
        return []


def is_waiting(line: connection) -> bool:
    """Whether somebody has sent a statement on it and has no answer yet."""
    return not line.closed and line.info.transaction_status == TRANSACTION_STATUS_ACTIVE


def seconds_since_sent(number: int) -> float:
    """How long nothing has been sent on this socket; 0 for what is no TCP socket, or is gone."""
    try:
        with socket.socket(fileno=os.dup(number)) as ours:
            known = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_SENT + 4)
    except OSError:
        return 0
    return struct.unpack_from("I", known, _LAST_SENT)[0] / 1000 if len(known) == _LAST_SENT + 4 else 0


def cut(number: int) -> None:
    """Whoever reads from this socket finds its end."""
    try:
        with socket.socket(fileno=os.dup(number)) as ours:
            ours.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
