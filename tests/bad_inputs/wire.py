"""One connection, exact bytes: what every HTTP library would refuse to send."""

import http.client
import io
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

SECONDS = 5  # whoever waits longer hangs


class Hang(Exception):
    """The server neither answered nor hung up in time."""


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the wire; status None: the server hung up without one."""

    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def is_html(self) -> bool:
        return self.header("Content-Type").startswith("text/html")

    @property
    def text(self) -> str:
        return self.body.decode()


NOTHING = Answer(None)


def send(port: int, raw: bytes, *, answers: int = 1, says_no_more: bool = False) -> list[Answer]:
    """Send the bytes and read so many answers; `says_no_more` closes our half first. Raises Hang."""
    deadline = time.monotonic() + SECONDS
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused while we were still talking
            line.sendall(raw)
            if says_no_more:
                line.shutdown(socket.SHUT_WR)
        # one reader for all answers: a second one would miss what the first had read ahead
        reader = line.makefile("rb")
        method = raw.split(b" ", 1)[0].decode("latin-1")
        read = [_read(reader, method, deadline) for _ in range(answers)]
    return read


class _Pipe:
    """What `http.client` takes for a socket; it may close its file, not ours."""

    def __init__(self, reader: io.BufferedReader) -> None:
        self._reader = reader

    def makefile(self, _mode: str) -> "_Pipe":
        return self

    def __getattr__(self, name: str):
        return getattr(self._reader, name)

    def close(self) -> None:
        """The next answer stands in the same file."""


def _read(reader: io.BufferedReader, method: str, deadline: float) -> Answer:
    response = http.client.HTTPResponse(_Pipe(reader), method=method)
    try:
        response.begin()
        body = response.read()
    except TimeoutError as late:
        raise Hang from late
    except (ConnectionError, http.client.RemoteDisconnected):
        return NOTHING
    if time.monotonic() > deadline:
        raise Hang
    return Answer(response.status, tuple(response.getheaders()), body)
