"""A driver for HEAD, which wrk can't ask: it would wait for the body that the head speaks of.

In Python, so the rate is the driver's; what counts is the servers' CPU for one answer.
"""

import socket
import time
from contextlib import suppress

from tests.faults.lab.processes import Process
from tests.load.alternate import Case, Measured, cpu_seconds, settle
from tests.load.result import Options
from tests.load.wrk import Asked, BadAnswers


def asking_heads(what: str, port: int, asked: Asked, payers: list[Process]) -> Case:
    """A case over one kept connection; every answer must have `asked.size` bytes, a little more or less."""

    def measure(options: Options) -> Measured:
        paid = cpu_seconds(payers)
        started, sizes = time.monotonic(), ask_for_heads(port, asked, options.seconds)
        took = time.monotonic() - started
        settle(payers)
        check(sizes, asked)
        return Measured(len(sizes) / took, (cpu_seconds(payers) - paid) * 1e6 / len(sizes))

    return Case(what, measure, payers)


def ask_for_heads(port: int, asked: Asked, seconds: float) -> list[int]:
    """The size of each answer."""
    lines = [f"HEAD {asked.paths[0]} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in asked.headers.items()]
    question = "\r\n".join([*lines, "", ""]).encode()
    sizes, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            while time.monotonic() < end and (size := one_head(line, question)):
                sizes.append(size)
    return sizes


def one_head(line: socket.socket, question: bytes) -> int:
    """Its size, or 0 where the server has closed the connection, as nginx does after a thousand questions."""
    got = b""
    with suppress(ConnectionError):
        line.sendall(question)
        while piece := line.recv(65536):
            got += piece
            if got.endswith(b"\r\n\r\n"):
                return len(got)
    if got:
        raise BadAnswers(f"half a head: {got[:80]!r}")
    return 0


def check(sizes: list[int], asked: Asked):
    wrong = [size for size in sizes if abs(size - asked.size) > 0.02 * asked.size]
    if wrong:
        raise BadAnswers(f"HEAD {asked.paths[0]}: {wrong[0]} bytes, expected {asked.size}")
