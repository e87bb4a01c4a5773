"""Operating system processes that the laboratory starts, freezes and kills."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


class NotReady(Exception):
    """A process did not become ready before its deadline; the text ends with its log."""


class Process:
    """One command in its own session, its output appended to one log file.

    Signals go to the whole process group, so the children of a server die with it and nothing
    is ever killed by name.
    """

    def __init__(self, name, command, *, env, log, cwd, user=None):
        self.name = name
        self.command = [str(part) for part in command]
        self.env = env
        self.log = Path(log)
        self.cwd = cwd
        self.user = user
        self.popen = None
        self._log_start = 0

    def start(self):
        """Start once more; the log goes on where it was."""
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self.popen = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                user=self.user,
                group=self.user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def send(self, signum):
        """Send a signal to the whole group; a group that is gone is no error."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signum)

    def kill(self):
        """SIGKILL for everything in the group, and wait until it is gone."""
        if self.popen is None:
            return
        self.send(signal.SIGKILL)
        self.popen.wait()

    def stop(self, *, signum=signal.SIGTERM, seconds=20):
        """Ask politely, then kill what is left of the group."""
        if self.popen is None:
            return
        if self.is_running():
            self.send(signum)
            with suppress(subprocess.TimeoutExpired):
                self.popen.wait(seconds)
        self.kill()

    def freeze(self):
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.send(signal.SIGCONT)

    def has_said(self, words: str) -> bool:
        """Whether the log has these words since the last start."""
        return words.encode() in self.log.read_bytes()[self._log_start :]

    def last_lines(self, count=40) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-count:])


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago, and that the system gives to no client by itself.

    A server that is killed and started again must find its port free, however many connections were made meanwhile.
    """
    for port in random.SystemRandom().sample(range(10_000, first_port_of_clients()), 100):
        if is_free(port):
            return port
    raise NotReady("a hundred ports, and none of them free")


def first_port_of_clients() -> int:
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    return int(given.read_text().split()[0]) if given.exists() else 32_768


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_true: Callable[[], bool], *, seconds: float, what: str, process=None):
    """Poll until true; raise NotReady at the deadline or when the process has ended."""
    deadline = time.monotonic() + seconds
    while not is_true():
        ended = process is not None and not process.is_running()
        if ended or time.monotonic() > deadline:
            tail = process.last_lines() if process else ""
            raise NotReady(f"{what}: {'ended' if ended else f'not within {seconds:g} s'}\n{tail}")
        time.sleep(0.05)
