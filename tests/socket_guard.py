"""Watches every connection and every name that this process asks for: tests talk to this machine alone."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


class LeavesThisMachine(AssertionError):
    """Something in this process wanted to talk to somebody else."""


def is_here(host: Any) -> bool:
    """This machine by name or number, or any address to listen on."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


@contextmanager
def watched() -> Iterator[list[str]]:
    """Refuses whatever would leave this machine, and lists what was wanted."""
    wanted: list[str] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def judge(host: Any) -> None:
        if not is_here(host):
            wanted.append(str(host))
            raise LeavesThisMachine(f"{host}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):  # else a file: a socket of this machine
            judge(address[0])
        return connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        judge(host)
        return look_up(host, *rest, **more)

    with patch.object(socket.socket, "connect", guarded_connect), patch.object(socket, "getaddrinfo", guarded_look_up):
        yield wanted
