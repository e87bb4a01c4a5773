"""The database-facing tests once more on the embedded profile: SQLite, in a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ROOMS = (
    "signing", "outbox", "replies", "delivery", "counting", "erasure", "random_walk", "tasks", "commands", "release",
    "flagship", "wordings", "card", "api", "views", "exports", "news", "snapshot", "street", "openapi", "yours",
    "data_copy", "ending",
)  # fmt: skip
# our environment belongs to PostgreSQL and to this process's servers
LEFT_BEHIND = (
    "TEST_SERVERS", "DATABASE_URL", "REDIS_URL", "SITE_ORIGIN", "ALLOWED_HOSTS", "DATA_DIR", "LIMIT_LOOPBACK",
    "SECRET_KEY", "ADDRESS_PEPPER", "VAULT_PUBLIC_KEYS", "VAULT_PRIVATE_KEY",
)  # fmt: skip


@pytest.mark.skipif(settings.EMBEDDED, reason="this run is on the embedded profile already")
def test_everything_that_speaks_to_a_database_speaks_to_sqlite_too():
    files = sorted({str(path) for room in ROOMS for path in (settings.BASE_DIR / "tests").glob(f"test_{room}*.py")})
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_BEHIND and "PYTEST" not in name}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    env = kept | {"TEST_PROFILE": "embedded"}
    done = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-8000:]
