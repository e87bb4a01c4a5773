"""Guessing a staff password gets slower and slower, for this account from this network, and for nobody else.

Five tries are free; after that there is one try in 2, 4, 8 … seconds, at most one in 15 minutes, and an hour of quiet
forgets it all. A stranger elsewhere can't lock anybody out. Counted in Redis by keyed hash, or in this process when
there is none: neither the typed name nor the address is kept.
"""

import hashlib
import hmac
import logging
import threading
import time

import redis
from django.conf import settings

from petitions import limits, valkey

log = logging.getLogger(__name__)

FREE, LONGEST, MEMORY = 5, 900, 3600  # tries, seconds, seconds
TIMEOUT = 0.2  # seconds that a dead Redis may cost a login
MOST_HERE = 10_000
_here: dict[str, tuple[int, float, float]] = {}  # key → (tries, forgotten at, waits until)
_lock = threading.Lock()


class Wait(Exception):
    """No try is allowed now; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def delay(tries: int) -> int:
    """Seconds between this try and the next."""
    return min(2 ** min(tries - FREE, 20), LONGEST) if tries > FREE else 0


def key_of(name: str, address: str) -> str:
    """The same for every way to write the name and every address of one household's network."""
    network = limits.networks(address)[0][0]
    secret = hashlib.sha256(f"staff-delay:{settings.SECRET_KEY}".encode()).digest()
    return "staff:" + hmac.digest(secret, f"{name.strip().casefold()}:{network}".encode(), "sha256").hex()[:32]


def take_a_try(key: str) -> None:
    """Count a try, before the password is looked at: tries at the same moment don't slip through. Raises Wait.

    A refused try counts for nothing, so that knocking on doesn't make it longer.
    """
    if settings.REDIS_URL:
        try:
            return _take_in_redis(valkey.client(settings.REDIS_URL, TIMEOUT), key)
        except redis.RedisError as error:
            log.warning("staff login: Redis unusable (%s), counting in this process", type(error).__name__)
    return _take_here(key)


def forget(key: str) -> None:
    """The right password came: the next mistakes are free again."""
    with _lock:
        _here.pop(key, None)
    if settings.REDIS_URL:
        try:
            valkey.client(settings.REDIS_URL, TIMEOUT).delete(key, f"{key}:wait")
        except redis.RedisError as error:
            log.warning("staff login: Redis unusable (%s)", type(error).__name__)


def _take_in_redis(client: redis.Redis, key: str) -> None:
    tries = client.incr(key)
    client.expire(key, MEMORY)
    pause = delay(tries)
    if pause and not client.set(f"{key}:wait", 1, nx=True, ex=pause):
        client.decr(key)
        raise Wait(max(1, client.ttl(f"{key}:wait")))


def _take_here(key: str) -> None:
    now = time.monotonic()
    with _lock:
        if len(_here) > MOST_HERE:
            for old in [name for name, (_, until, _) in _here.items() if until < now]:
                del _here[old]
        tries, until, waits = _here.get(key, (0, 0.0, 0.0))
        tries = tries + 1 if until > now else 1
        if delay(tries) and waits > now:
            raise Wait(max(1, round(waits - now)))
        _here[key] = (tries, now + MEMORY, now + delay(tries))
