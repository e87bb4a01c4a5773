"""The embedded profile: worker and beat as threads of the one web process, guarded by a file lock in DATA_DIR."""

import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import IO, Any, cast

from celery.beat import EmbeddedService

from campaign.celery import app

log = logging.getLogger(__name__)


class AlreadyRunning(Exception):
    """Another process serves this data folder; the argument is its pid."""


def lock(folder: Path) -> IO[str]:
    """Hold the folder for this process; released by the system when the process ends, however it ends.

    Raises AlreadyRunning. (`memory://` is per process: a second one would never see this one's letters.)
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = (folder / "lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        handle.seek(0)
        raise AlreadyRunning(handle.read().strip() or "?") from taken
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


class EmbeddedQueue:
    """A solo Celery worker and beat in threads; start once, stop once."""

    def start(self) -> None:
        app.finalize()
        app.loader.import_default_modules()
        # not celery.apps.worker.Worker: that one takes over signals and logging
        self.worker = app.WorkController(
            pool_cls="solo",
            concurrency=1,
            hostname="embedded@localhost",
            quiet=True,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self.thread = threading.Thread(target=self.worker.start, name="worker", daemon=True)
        self.thread.start()
        self.beat = cast(Any, EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler", max_interval=1))
        self.beat.daemon = True
        self.beat.start()

    def stop(self) -> None:
        self.beat.stop()
        self.worker.stop()
        self.thread.join(10)
