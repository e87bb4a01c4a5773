"""Benchmark of reading: a published page beside the same page made by Django and beside nginx sending the same bytes.

Run `python -m tests.load.read [--seconds 5] [--rounds 3] [--connections 16]`. Measures and prints, never asserts.
The cases alternate in each round; ratios are medians of the rounds. The driver is Python and shares the cores, so it is
the rates of fast cases that it holds down: "CPU µs" is what the servers used for one answer, and "CPU ratio" is nginx's
share of it. nginx must be installed.
"""

import argparse
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.faults.lab.ground import Ground
from tests.faults.lab.processes import Process, free_port, is_listening, wait_until
from tests.faults.lab.site import Site
from tests.load.sign import cpu_seconds

PAGE = "/en/petition/"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; keepalive_requests 1000000000; default_type text/html;
    server {{ listen 127.0.0.1:{port}; root {folder}/pages; open_file_cache max=10; add_header Vary Accept-Encoding; }}
}}
"""


@dataclass(frozen=True)
class Case:
    """One thing to ask: which server's port, which bytes, which status, and who pays."""

    what: str
    port: int
    sent: bytes
    status: bytes
    payers: list[Process]


def request(port: int, path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: br", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def read_answer(line: socket.socket) -> bytes:
    """Head and body of one answer, which names its length (or is a 304)."""
    got = line.recv(65536)
    while b"\r\n\r\n" not in got:
        got += line.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    while length and b" 304 " not in head[:16] and len(body) < int(length):
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def ask_until(end: float, case: Case, counts: list[int]):
    """One connection, one request after the other; raises where an answer has another status."""
    done = 0
    with socket.create_connection(("127.0.0.1", case.port)) as line:
        while time.monotonic() < end:
            line.sendall(case.sent)
            answer = read_answer(line)
            if case.status not in answer[:16]:
                raise RuntimeError(f"{case.what}: {answer[:80]!r}")
            done += 1
    counts.append(done)


def measure(case: Case, options) -> tuple[float, float]:
    """Answers a second, and CPU microseconds that the servers used for one."""
    counts: list[int] = []
    start, paid = time.monotonic(), cpu_seconds(case.payers)
    crew = [threading.Thread(target=ask_until, args=(start + options.seconds, case, counts))
            for _ in range(options.connections)]  # fmt: skip
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    took, paid = time.monotonic() - start, cpu_seconds(case.payers) - paid
    return sum(counts) / took, paid * 1e6 / max(sum(counts), 1)


@contextmanager
def still_page(ground: Ground, body: bytes) -> Iterator[tuple[int, Process]]:
    """nginx with one file of these bytes: its port and its process."""
    folder, port = ground.folder / "nginx", free_port()
    (folder / "pages").mkdir(parents=True)
    for inside in (folder, folder / "pages"):
        inside.chmod(0o755)
    (folder / "pages" / "page").write_bytes(body)
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=port))
    command = [NGINX, "-c", folder / "nginx.conf"]
    nginx = Process("nginx", command, env={}, log=folder / "nginx.log", cwd=Path(folder)).start()
    wait_until(lambda: is_listening(port), seconds=10, what="nginx", process=nginx)
    yield port, nginx
    nginx.stop()


def cases(site: Site, port: int, nginx: Process) -> list[Case]:
    web, own = [site.web, site.ground.postgres.process], site.port
    known = next(value for value in answer_head(own, PAGE) if value.lower().startswith("etag: "))[6:]
    return [
        Case("nginx, the same bytes", port, request(port, "/page"), b" 200 ", [nginx]),
        Case("published page, br", own, request(own, PAGE), b" 200 ", web),
        Case("published page, 304", own, request(own, PAGE, f"If-None-Match: {known}"), b" 304 ", web),
        Case("page made by Django", own, request(own, f"{PAGE}?made=anew"), b" 200 ", web),
    ]


def answer_head(port: int, path: str) -> list[str]:
    return ask_once(port, path).partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")


def ask_once(port: int, path: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(request(port, path))
        return read_answer(line)


def table(rounds: list[list[tuple[float, float]]], names: list[str]) -> str:
    """Medians of rates and CPU, and of the ratios to the first case."""
    lines = [f"{'what':<26}{'per second':>12}{'ratio':>8}{'CPU µs':>10}{'CPU ratio':>11}"]
    for number, name in enumerate(names):
        rate, cpu = (median(one[number][part] for one in rounds) for part in (0, 1))
        ratio = median(one[number][0] / one[0][0] for one in rounds)
        share = median(one[0][1] / one[number][1] for one in rounds)
        lines.append(f"{name:<26}{rate:>12.0f}{ratio:>8.3f}{cpu:>10.1f}{share:>11.3f}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    ground = Ground().start()
    site = Site(ground).start()
    try:
        for process in (*site.workers, site.beat):
            process.stop()
        body = ask_once(site.port, PAGE).partition(b"\r\n\r\n")[2]
        with still_page(ground, body) as (port, nginx):
            ours = cases(site, port, nginx)
            rounds = [[measure(case, options) for case in ours] for _ in range(options.rounds)]
    finally:
        site.stop()
        ground.stop()
    print(f"{os.cpu_count()} cores, {options.connections} connections, {len(body)} bytes, {options.rounds} rounds")
    print(table(rounds, [case.what for case in ours]))


if __name__ == "__main__":
    main()
