"""What pages show has changed: every process forgets what it remembers, this one at once, the others within a second.

Whoever changes something writes a new mark into Valkey; a thread of each web process looks at the mark. So no reader
ever waits for a Valkey that is dead or frozen; without it pages are seconds older. The embedded profile is one process.
"""

import logging
import secrets
import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import transaction

from petitions import valkey
from petitions.briefly import forget_everything

log = logging.getLogger(__name__)

KEY = "changed"
LOOK_SECONDS = 0.5
TIMEOUT_SECONDS = 0.1
REST_SECONDS = 5.0  # after a look that failed; the mark says afterwards what was missed


def tell() -> None:
    """After the commit of this transaction, or now where there is none; costs 0.2 s at most, and never fails."""
    transaction.on_commit(_tell)


def _tell() -> None:
    forget_everything()
    try:
        if settings.REDIS_URL:
            valkey.client(settings.REDIS_URL, TIMEOUT_SECONDS).set(KEY, secrets.token_hex(8))
    except redis.RedisError as error:
        log.warning("changed: others hear of it late (%s)", type(error).__name__)


def watch(sleep: Callable[[float], None] = time.sleep) -> None:
    """For a thread of its own: forget whenever somebody told. Returns at once where there is nobody else."""
    mark: object = None
    while settings.REDIS_URL:
        try:
            mark = _look(mark)
            sleep(LOOK_SECONDS)
        except redis.RedisError as error:
            log.warning("changed: nobody can be heard (%s)", type(error).__name__)
            sleep(REST_SECONDS)


def _look(before: object) -> object:
    mark = valkey.client(settings.REDIS_URL, TIMEOUT_SECONDS).get(KEY)
    if mark != before:
        forget_everything()
    return mark
