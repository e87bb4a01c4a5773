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

POINTS = ("before_commit", "after_commit", "after_smtp", "memory", "view", "form", "template", "letter", "task")


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
    if "LAB_CANARY" in os.environ:
        _patch_words()


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


def _patch_words():
    """Errors that say aloud what the process has in its hands: what was typed, who is written to, and LAB_CANARY."""
    from petitions import card, forms, outbox, replies, views

    judge, carry, context, write, claim = views.judge, forms.JudgedForm.carry, card.context, replies.write, outbox.claim

    def shout(point, *words):
        if is_armed(point):
            try:
                int(os.environ["LAB_CANARY"])
            except ValueError as cause:
                raise RuntimeError(f"{point}: {os.environ['LAB_CANARY']} {words}") from cause

    def judge_aloud(data, *rest):
        shout("view", dict(data.items()))
        return judge(data, *rest)

    def carry_aloud(form, *rest):
        shout("form", dict(form.data.items()))
        return carry(form, *rest)

    def context_aloud(*form):
        whole = context(*form)
        is_typed = bool(form and form[0] and form[0].data)  # not a page that is made for nobody meanwhile
        is_due = is_typed and (Path(os.environ["LAB_FAILPOINTS"]) / "template").exists()
        return whole | {"form": Unwritable(shout)} if is_due else whole

    def write_aloud(letter):
        message = write(letter)
        shout("letter", getattr(message, "to", ""), getattr(message, "body", ""))
        return message

    def claim_aloud():
        shout("task")
        return claim()

    patch.object(views, "judge", judge_aloud).start()
    patch.object(forms.JudgedForm, "carry", carry_aloud).start()
    patch.object(card, "context", context_aloud).start()
    patch.object(replies, "write", write_aloud).start()
    patch.object(outbox, "claim", claim_aloud).start()


class Unwritable:
    """What a template meets in place of a form."""

    def __init__(self, shout):
        self._shout = shout

    def __getattr__(self, name):
        self._shout("template", name)
        raise AttributeError(name)


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
