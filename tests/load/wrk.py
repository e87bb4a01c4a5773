"""The load driver: wrk with a Lua script that we write, because hey and ab can't send another body each time.

wrk is closed-loop: each connection asks again once it is answered, so its p99 flatters a server that leaves some
waiting. One thread of it is enough for 70,000 requests a second; more would take CPU from the servers on the same
cores.
"""

import json
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

SCRIPT = (Path(__file__).parent / "wrk.lua").read_text()
GRACE_SECONDS = 30
SIZE_MAY_DIFFER = 0.02  # a date has more figures on some days, and a number on a page may grow


class Missing(Exception):
    """A program is not installed; the text says how to get it."""


class BadAnswers(Exception):
    """A server answered something else than what is measured, so its speed says nothing."""


@dataclass(frozen=True)
class Asked:
    """What is asked for again and again, the paths in turn.

    In paths, header values and body, `{unique}` becomes another word for each request and `{network}` another IPv4
    address, each in a /24 of its own for the first 65,536.
    """

    paths: tuple[str, ...]
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    expected: int = 200  # any other status is a bad answer
    size: int = 0  # bytes of the answer, head included, where all are alike: see `run`
    pause_ms: float = 0  # mean of each connection's pause before it asks again, exponentially distributed
    may_refuse: bool = False  # 503 with Retry-After is counted apart, and is no bad answer


@dataclass(frozen=True)
class Load:
    """What wrk saw. Latencies in milliseconds; `size` is the mean of an answer's bytes, head included."""

    requests: int
    per_second: float
    p50: float
    p99: float
    bad: int  # answers of another status, and requests without an answer
    size: float
    refused: int = 0  # 503 with Retry-After, where that may be


def program(name: str, *, package: str) -> str:
    """Where it is, or one line that says how to get it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not found:
        raise Missing(f"{name} is not installed here: sudo apt-get install -y {package}")
    return found


def run(base: str, asked: Asked, *, seconds: float, connections: int, threads: int = 1, may_fail=False) -> Load:
    """Ask `base` (http://host:port) for so long. Raises BadAnswers where some were bad, unless they may be.

    Two runs never send the same `{unique}`. Looking at each status costs wrk as much as nginx's whole answer costs
    nginx; where `size` is given, wrk counts what is over 399 and the answers' mean size must be the one expected.
    """
    with TemporaryDirectory(prefix="wrk-") as folder:
        script = Path(folder) / "asked.lua"
        script.write_text(as_lua(asked) + SCRIPT)
        whole = max(round(seconds), 1)  # wrk takes no fractions
        options = ["--threads", threads, "--connections", connections, "--duration", f"{whole}s"]
        command = [program("wrk", package="wrk"), *map(str, options), "--script", str(script), "--timeout", "10s", base]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + GRACE_SECONDS, check=False)
    if done.returncode or "@@" not in done.stdout:
        raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
    load = Load(**json.loads(done.stdout.rpartition("@@")[2]))
    if load.bad and not may_fail:
        raise BadAnswers(f"{load.bad} of {load.requests} answers to {asked.method} {asked.paths[0]} are bad")
    if asked.size and abs(load.size - asked.size) > SIZE_MAY_DIFFER * asked.size:
        raise BadAnswers(f"{asked.method} {asked.paths[0]}: {load.size} bytes an answer, expected {asked.size}")
    return load


def as_lua(asked: Asked) -> str:
    """The head of the script: what is asked, as Lua's own values."""
    headers = ", ".join(f"[{_quoted(name)}] = {_quoted(value)}" for name, value in asked.headers.items())
    lines = {
        "run": _quoted(secrets.token_hex(4)),
        "first_network": str(secrets.randbelow(2**16)),
        "method": _quoted(asked.method),
        "paths": "{" + ", ".join(map(_quoted, asked.paths)) + "}",
        "headers": "{" + headers + "}",
        "body": _quoted(asked.body) if asked.body else "nil",
        "expected": str(asked.expected),
        "has_size": str(bool(asked.size)).lower(),
        "pause_ms": str(asked.pause_ms),
        "may_refuse": str(asked.may_refuse).lower(),
    }
    return "".join(f"local {name} = {value}\n" for name, value in lines.items())


def _quoted(text: str) -> str:
    """A JSON string of ASCII is a Lua string, but for \\u and \\/ which we never write."""
    if not text.isascii():
        raise ValueError("percent-encode what wrk shall send")
    return json.dumps(text)
