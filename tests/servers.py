"""A pytest plugin, loaded before the settings: a real PostgreSQL 18 and Valkey 9 from wheels, for one run.

TEST_PROFILE=embedded runs the same tests on SQLite and `memory://` instead. Workers of a parallel run inherit the
servers of the process that started them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from campaign.keys import new_keys


def choose_profile() -> None:
    """Set the environment that campaign.settings will read; the second call (a parallel worker) changes nothing."""
    if "TEST_SERVERS" in os.environ:
        return use_own_numbered_database()
    folder = Path(tempfile.mkdtemp(prefix="tests-"))
    folder.chmod(0o755)  # PostgreSQL's own user must be able to enter
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"TEST_SERVERS": str(folder), "DATA_DIR": str(folder / "data")}
    os.environ["ANYMAIL_WEBHOOK_SECRET"] = "provider:secret"
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_ORIGIN", "ROLE", "LIVE_LANGUAGES"):
        os.environ.pop(name, None)
    if os.environ.get("TEST_PROFILE") != "embedded":
        os.environ |= new_keys() | controller() | start_servers(folder)


def use_own_numbered_database() -> None:
    """Lanes share one Valkey; what it remembers of networks and names in one must not slow down the other."""
    lane = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if lane.isdigit() and "REDIS_URL" in os.environ:
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{1 + int(lane) % 15}"


def controller() -> dict[str, str]:
    """Who runs the site under test."""
    return {
        "SITE_NAME": "Test Campaign",
        "SITE_ORIGIN": "https://petition.example",
        "ALLOWED_HOSTS": "petition.example,testserver,localhost,127.0.0.1",
        "CONTROLLER_NAME": "Test Foundation",
        "CONTROLLER_ADDRESS": "2 Test Street, 0000 Testville",
        "CONTROLLER_CONTACT_EMAIL": "contact@petition.example",
        "CONTROLLER_PRIVACY_EMAIL": "privacy@petition.example",
        "CONTROLLER_DPO_EMAIL": "dpo@petition.example",
        "CONTROLLER_CONTACT_HOURS": "9:00 to 17:00",
        "CONTROLLER_FUNDING": "Test Donors, 12 euros a year",
        "CONTROLLER_PROCESSORS": "Test Hosting and Test Mail",
        "CONTROLLER_TRANSFERS": "none",
        "CONTROLLER_AUTHORITY": "Test Data Authority, data.example",
        "CONTROLLER_ACCESSIBILITY_AUTHORITY": "Test Equality Body, equal.example",
        "CONTROLLER_ACCESSIBILITY_METHODS": "with two screen readers",
        "CONTROLLER_ACCESSIBILITY_TESTED_ON": "2026-03-01",
        "DEFAULT_FROM_EMAIL": "Test Foundation <letters@petition.example>",
        "LIMIT_LOOPBACK": "0",
    }


def start_servers(folder: Path) -> dict[str, str]:
    """PostgreSQL and Valkey on free loopback ports; stopped at the end of this process."""
    from tests.faults.lab.postgres import Postgres
    from tests.faults.lab.valkey import Valkey

    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
    for server in (postgres, valkey):
        atexit.register(server.stop)
        server.start()
    return {"DATABASE_URL": postgres.url("postgres"), "REDIS_URL": valkey.url(0)}


choose_profile()
