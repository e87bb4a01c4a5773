"""Options and fixtures of the fault tests: how much, which seeds, and sites to break.

`pytest tests/faults` is the smoke tier; `--faults=full` (or FAULTS=full) the whole of it.
`--seeds N` repeats every random test with N seeds; `--seed X` repeats one that failed.
"""

import os
import secrets
from pathlib import Path

import pytest

from tests.faults.lab.ground import Ground
from tests.faults.lab.rig import Rig
from tests.faults.lab.site import Site
from tests.faults.lab.targets import Figure


def pytest_addoption(parser):
    group = parser.getgroup("faults")
    group.addoption("--faults", choices=("smoke", "full"), help="how much the fault tests do")
    group.addoption("--seeds", type=int, help="run random fault tests with so many seeds")
    group.addoption("--soak", type=int, help="how many signatures the soak takes (full tier: 20,000)")
    group.addoption("--figures", help="a file that gets the measured figures, one line of JSON each")
    group.addoption("--seed", type=int, help="the first seed of random fault tests")


def option(config, name: str, default: str) -> str:
    """From the command line, else from the environment (where pytest met this file too late)."""
    return config.getoption(name, None) or os.environ.get(name.upper(), default)


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        count = int(option(metafunc.config, "seeds", "1"))
        metafunc.parametrize("seed", range(count), indirect=True, scope="module")


def pytest_configure(config):
    config.addinivalue_line("markers", "full: runs in the full tier of the fault tests alone")
    config.first_seed = int(option(config, "seed", "0")) or secrets.randbelow(10**6) + 1


def pytest_collection_modifyitems(config, items):
    """Tests that are marked full are no part of the smoke tier: left out, not skipped."""
    if option(config, "faults", "smoke") != "full":
        left_out = [item for item in items if item.get_closest_marker("full")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def is_full(request) -> bool:
    return option(request.config, "faults", "smoke") == "full"


@pytest.fixture(scope="module")
def seed(request) -> int:
    """The seed of this run, printed so that a failure can be repeated."""
    number = request.config.first_seed + request.param
    print(f"seed {number}: repeat with --seed {number}")
    return number


@pytest.fixture(scope="session")
def ground():
    """The servers below every site of this run."""
    servers = Ground().start()
    yield servers
    servers.stop()


@pytest.fixture(scope="module")
def site(ground, seed):
    """A grown site of this module's own, without people; a new one for every seed."""
    own = Site(ground).start()
    yield own
    own.stop()


@pytest.fixture(scope="session")
def quiet_site(ground):
    """A grown site for tests that break nothing and can live with the people of others."""
    shared = Site(ground).start()
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def rig(ground):
    """A grown site with cables to pull and places to die at; whoever breaks it mends it.

    Its leases are short, and each of its hints is published five times.
    """
    shared = Rig(ground, LAB_LEASE_SECONDS="6", LAB_EMAIL_TIMEOUT="4", LAB_HINTS="5").start()
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def quiet_rig(ground):
    """Web processes alone: letters wait until a test sends them with `deliver`, so nothing happens by itself."""
    shared = Rig(ground, workers=0, has_beat=False, LAB_LEASE_SECONDS="4", LAB_EMAIL_TIMEOUT="4").start()
    yield shared
    shared.stop()


@pytest.fixture
def say(capsys):
    """Print to the terminal whatever happens: measured figures are results, not noise."""

    def speak(*words):
        with capsys.disabled():
            print("\n   ", *words, end="", flush=True)

    return speak


@pytest.fixture
def figure(request, say):
    """figure("T1", "lost 0 of 20,000", limit="0", reached=True): printed, kept for --figures, and judged."""
    file = option(request.config, "figures", "")

    def judge(target: str, words: str, *, limit: str, reached: bool):
        found = Figure(target, words, limit, reached)
        say(f"{target} {words} (target: {limit})")
        if file:
            found.keep(Path(file))
        assert reached, f"{target}: {words}, and the target is {limit}"

    return judge
