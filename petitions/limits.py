"""allow(): how often one network may try, by keyed hash in Redis; the key is new every day and no address is kept.

Limits (architecture §5): 60 a minute and 600 in ten minutes per IPv4 /32 or IPv6 /64, four times that per /24 or /48.
In a surge 300 in ten minutes; the minute stays, because a class of thirty presses at once, and some twice.
A Redis that is dead or frozen costs one request 0.1 s; then a breaker opens and this process counts by itself.
"""

import hashlib
import ipaddress
import logging
import threading
import time
from functools import lru_cache

import redis
from django.conf import settings
from django.http import HttpRequest
from redis.commands.core import Script

from petitions import surge, valkey

log = logging.getLogger(__name__)

WINDOWS = ((60, 60), (600, 600))  # (seconds, tries) for one household's network
IN_A_SURGE = ((60, 60), (600, 300))
WIDER = 4  # times that for the network around it
BREAK_SECONDS = 10
TIMEOUT = 0.1  # seconds
MOST_HERE = 50_000
DAY = 86_400
# One trip for all buckets; a bucket is given its end with its first try, in the same breath.
_COUNT = """
local counts = {}
for n, bucket in ipairs(KEYS) do
    counts[n] = redis.call('INCR', bucket)
    if counts[n] == 1 then redis.call('EXPIRE', bucket, ARGV[n]) end
end
return counts
"""
_closed_until = 0.0
_here: dict[str, tuple[int, float]] = {}  # bucket → (count, forgotten at): this process's own book
_lock = threading.Lock()


class TooMany(Exception):
    """A window is full; `minutes` until every full one is over, rounded up."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes


def visitor(request: HttpRequest) -> str:
    """The visitor's network address: of X-Forwarded-For only what a trusted proxy wrote, read from the right."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    address = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    while hops and _is_trusted(address):
        address = hops.pop()
    return address


def _is_trusted(address: str) -> bool:
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(here in network for network in _proxies(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=1)
def _proxies(written: tuple[str, ...]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(proxy) for proxy in written]


def networks(address: str) -> list[tuple[str, int]]:
    """(network, factor): the household and the network around it. Unreadable addresses share one bucket.

    A network's name is its first bits and how many they are: one name however the address is written.
    """
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        here = ipaddress.ip_address("0.0.0.0")  # noqa: S104 (a bucket, not a socket)
    if isinstance(here, ipaddress.IPv6Address) and here.ipv4_mapped:
        here = here.ipv4_mapped
    bits, length = int(here), here.max_prefixlen
    narrow, wide = (32, 24) if here.version == 4 else (64, 48)
    return [(f"{bits >> length - size:x}/{size}", factor) for size, factor in ((narrow, 1), (wide, WIDER))]


def check(request: HttpRequest, action: str) -> None:
    """Count one try of `action` from this visitor's network. Raises TooMany; never fails for want of Redis."""
    address = visitor(request)
    if not settings.LIMIT_LOOPBACK and address in ("127.0.0.1", "::1"):
        return
    now = time.time()
    buckets = [
        (_bucket(action, network, seconds, int(now // seconds)), seconds, tries * factor)
        for network, factor in networks(address)
        for seconds, tries in (IN_A_SURGE if surge.is_on() else WINDOWS)
    ]
    counts = _count([(name, seconds) for name, seconds, _ in buckets])
    full = [seconds for (_, seconds, most), count in zip(buckets, counts, strict=True) if count > most]
    if full:
        raise TooMany(max(_minutes_left(now, seconds) for seconds in full))


def _minutes_left(now: float, seconds: int) -> int:
    return max(1, -(-int(seconds - now % seconds) // 60))


def _bucket(action: str, network: str, seconds: int, window: int) -> str:
    key = _todays_key(int(time.time() // DAY), settings.SECRET_KEY)
    name = f"{action}:{network}:{seconds}:{window}".encode()
    return "limit:" + hashlib.blake2b(name, key=key, digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _todays_key(day: int, secret: str) -> bytes:
    return hashlib.sha256(f"limits:{day}:{secret}".encode()).digest()


def _count(buckets: list[tuple[str, int]]) -> list[int]:
    """Add one to every bucket (name, seconds it lives) and return the counts: one round trip, or none."""
    global _closed_until
    if settings.REDIS_URL and time.monotonic() >= _closed_until:
        try:
            return _count_in_redis(buckets)
        except redis.RedisError as error:
            _closed_until = time.monotonic() + BREAK_SECONDS
            log.warning("limits: Redis unusable (%s), counting in this process", type(error).__name__)
    return [_count_here(name, seconds) for name, seconds in buckets]


def _count_in_redis(buckets: list[tuple[str, int]]) -> list[int]:
    names, seconds = zip(*buckets, strict=True)
    return _counter(settings.REDIS_URL)(names, seconds)


@lru_cache(maxsize=1)
def _counter(url: str) -> Script:
    """The script on a connection of this process. A Redis that has lost the script is given it again."""
    return valkey.client(url, TIMEOUT).register_script(_COUNT)


def _count_here(name: str, seconds: int) -> int:
    now = time.monotonic()
    with _lock:
        if len(_here) > MOST_HERE:
            for old in [key for key, (_, until) in _here.items() if until < now]:
                del _here[old]
        count, until = _here.get(name, (0, now + seconds))
        _here[name] = (count + 1, until)
    return count + 1
