"""One request over a bare socket: the whole answer as it stood on the wire, so that its bytes can be compared."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """An answer; `size` is what came over the wire."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    size: int

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")


def ask(port: int, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """Raises OSError where nobody listens, and where the answer is not finished in 30 seconds."""
    host = f"127.0.0.1:{port}"
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return parse(b"".join(iter(lambda: line.recv(65536), b"")))


def parse(wire: bytes) -> Answer:
    head, _, body = wire.partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in others]
    return Answer(int(first.split()[1]), tuple((name, value.strip()) for name, _, value in pairs), body, len(wire))
