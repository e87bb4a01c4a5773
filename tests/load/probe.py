"""One request over a bare socket: the whole answer as it stood on the wire, so that its bytes can be compared."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace


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
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return _read(line, has_body=method != "HEAD")


def _read(line: socket.socket, *, has_body: bool) -> Answer:
    """One answer on a connection that stays open; it must name its length."""
    wire = _more(line, b"", until=lambda wire: b"\r\n\r\n" in wire)
    head, _, body = wire.partition(b"\r\n\r\n")
    answer = parse(head)
    length = int(answer.header("content-length") or 0) if has_body and answer.status not in (204, 304) else 0
    body = _more(line, body, until=lambda body: len(body) >= length)
    return replace(answer, body=body, size=len(head) + 4 + len(body))


def _more(line: socket.socket, got: bytes, *, until: Callable[[bytes], bool]) -> bytes:
    while not until(got):
        piece = line.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up in the middle of an answer")
        got += piece
    return got


def parse(head: bytes) -> Answer:
    """The answer that begins so; its body is not there yet."""
    first, *others = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in others]
    return Answer(int(first.split()[1]), tuple((name, value.strip()) for name, _, value in pairs), b"", len(head))
