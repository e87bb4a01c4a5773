"""Stands for the service that errors are reported to: keeps every body that any process sends."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class ReportSink:
    """One server on loopback; `dsn` is the address to give to a site."""

    def __init__(self):
        self.bodies: list[bytes] = []
        sink = self

        class Take(BaseHTTPRequestHandler):
            def do_POST(self):
                sink.bodies.append(self._body())
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def _body(self) -> bytes:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                how = self.headers.get("Content-Encoding", "")
                return UNPACK[how](raw)

            def log_message(self, *_):
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    @property
    def dsn(self) -> str:
        return f"http://key@127.0.0.1:{self._server.server_port}/1"

    def events(self) -> list[dict]:
        """The report in each envelope: its third line."""
        return [json.loads(body.split(b"\n")[2]) for body in self.bodies]
