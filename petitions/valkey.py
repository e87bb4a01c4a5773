"""Valkey for those who wait for nobody: each call ends within the given seconds, and nothing is tried a second time."""

from functools import lru_cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@lru_cache(maxsize=8)
def client(url: str, seconds: float) -> redis.Redis:
    """One of this process for each address and patience, for any number of threads. Its calls raise RedisError."""
    never = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=never)
