"""The whole site in one process: web, worker, beat, mailbox, a sample petition and a staff account."""

import os
import signal
import sys
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from campaign import embedded, live_catalogs, memory, staff_host
from campaign.pages import publish


class QuietHandler(WSGIRequestHandler):
    """No line per request: the address of a personal link must not be written anywhere."""

    def log_message(self, format: str, *args: Any) -> None:
        return


class Command(BaseCommand):
    help = "Start the whole site in one process on the embedded profile (SQLite, letters into /mailbox/)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="loopback only: the mailbox shows every letter")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", default=str(settings.DATA_DIR), help="folder of keys, database and mailbox")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError(
                "The demo is the embedded profile: unset DATABASE_URL and REDIS_URL, or use a WSGI server."
            )
        try:
            self.lock = embedded.lock(settings.DATA_DIR)
        except embedded.AlreadyRunning as other:
            raise CommandError(f"The demo already runs on {settings.DATA_DIR} as process {other}.") from other
        memory.share_one_arena()
        origin = f"http://{host}:{port}"
        settings.SITE_ORIGIN = os.environ.get("SITE_ORIGIN", origin)
        if host not in settings.ALLOWED_HOSTS:
            settings.ALLOWED_HOSTS.append(host)
        server = self._bind(host, port)
        self._prepare()
        self._serve(server, origin)

    def _bind(self, host: str, port: int) -> ThreadedWSGIServer:
        try:
            return ThreadedWSGIServer((host, port), QuietHandler, ipv6=":" in host)
        except OSError as taken:
            raise CommandError(f"Port {port} is taken; choose another with --port.") from taken

    def _prepare(self) -> None:
        call_command("release", verbosity=0, closes=(timezone.now() + timedelta(days=365)).date())
        users = get_user_model()
        staff, is_new = users.objects.get_or_create(
            username="staff", defaults={"is_staff": True, "is_superuser": True, "email": "staff@example.org"}
        )
        if is_new or not staff.check_password(settings.DEMO_STAFF_PASSWORD):
            staff.set_password(settings.DEMO_STAFF_PASSWORD)
            staff.save()

    def _serve(self, server: ThreadedWSGIServer, origin: str) -> None:
        queue = embedded.EmbeddedQueue()
        server.set_app(publish(get_wsgi_application()))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, name="web", daemon=True).start()
        queue.start()
        self.stdout.write(
            f"\nThe site     {origin}/\nIts mailbox  {origin}/mailbox/\nStaff area   {staff_host.origin()}/staff/"
            f"   user: staff   password: {settings.DEMO_STAFF_PASSWORD}\n"
            f"Data folder  {settings.DATA_DIR}\n\n"
            "This demo is not private: one process holds both keys. Stop it with Ctrl-C.\n"
        )
        sys.stdout.flush()
        # both, and by ourselves: a shell that starts us in the background leaves SIGINT ignored
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        threading.Thread(target=live_catalogs.watch, args=[ended], name="catalogues", daemon=True).start()
        ended.wait()
        server.shutdown()
        queue.stop()
