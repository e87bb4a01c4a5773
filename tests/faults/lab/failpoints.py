"""Where a process of the laboratory dies or stumbles: wrappers around the product, armed by files, fired once each.

LAB_FAILPOINTS names the folder. A file in it called like a point arms it for one process and one time: whoever removes
the file first has it. Product code knows nothing of all this.
"""

import os
import random
import signal
import time
from pathlib import Path
from unittest.mock import patch

POINTS = ("before_commit", "after_commit", "after_smtp", "memory")


def is_armed(point: str) -> bool:
    """True once for every time that this point was armed."""
    try:
        (Path(os.environ["LAB_FAILPOINTS"]) / point).unlink()
    except FileNotFoundError:
        return False
    return True


def die():
    """This process alone, as the out-of-memory killer does it."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def install():
    """Patch this process; fails where the product no longer has the places that are patched."""
    _patch_saving()
    _patch_sending()
    _patch_times()


def _patch_saving():
    from django.db import transaction

    from petitions import signing

    save = signing._save_and_owe

    def save_and_die(values):
        if is_armed("before_commit"):
            with transaction.atomic():
                save(values)
                die()
        save(values)
        if is_armed("after_commit"):
            die()

    patch.object(signing, "_save_and_owe", save_and_die).start()


def _patch_sending():
    from petitions import delivery, replies

    send, write = delivery.Mailer.send, replies.write

    def send_and_die(self, message):
        send(self, message)
        if is_armed("after_smtp"):
            die()

    def write_without_memory(letter):
        if is_armed("memory"):
            raise MemoryError
        return write(letter)

    patch.object(delivery.Mailer, "send", send_and_die).start()
    patch.object(replies, "write", write_without_memory).start()


def _patch_times():
    """Shorter leases, more hints and a wrong clock, from the environment."""
    from django.conf import settings

    from petitions import hint, outbox

    outbox.LEASE_SECONDS = float(os.environ.get("LAB_LEASE_SECONDS", outbox.LEASE_SECONDS))
    settings.EMAIL_TIMEOUT = float(os.environ.get("LAB_EMAIL_TIMEOUT", settings.EMAIL_TIMEOUT))
    copies = int(os.environ.get("LAB_HINTS", "1"))
    publish = hint._publish
    patch.object(hint, "_publish", lambda: all([publish() for _ in range(copies)])).start()
    if shift := float(os.environ.get("LAB_CLOCK_SHIFT", "0")):
        _shift_clock(shift)


def _shift_clock(seconds: float):
    """Every clock of this process that tells the time of day is wrong by so much; monotonic ones go on."""
    import time_machine

    # far from the right time at once, and ticking on from there
    time_machine.travel(time.time() + seconds, tick=True).start()
    random.seed()
