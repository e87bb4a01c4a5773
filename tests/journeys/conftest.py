"""One browser and one demo for all journeys; each context is guarded, and its complaints fail the test.

`pytest tests/journeys` is the smoke tier; `--journeys=full` (or JOURNEYS=full) every page in every view.
"""

import os

import pytest

from tests.journeys import chromium as debian
from tests.journeys.demo import Demo
from tests.journeys.guard import Guard
from tests.journeys.places import Places

PATIENCE_MS = 8000


def pytest_addoption(parser):
    group = parser.getgroup("journeys")
    group.addoption("--journeys", choices=("smoke", "full"), help="how many pages and views the journeys meet")


def pytest_configure(config):
    config.addinivalue_line("markers", "every_view: runs in the full tier of the journeys alone")


def pytest_collection_modifyitems(config, items):
    """The long walks are no part of the smoke tier: left out, not skipped."""
    tier = config.getoption("journeys", None) or os.environ.get("JOURNEYS", "smoke")
    if tier != "full":
        left_out = [item for item in items if item.get_closest_marker("every_view")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="package")
def chromium():
    """Debian's Chromium; missing, the journeys skip and say so; .ci/run installs it and refuses a skip."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API leaves a running loop in this thread
    try:
        with debian.chromium() as browser:
            yield browser
    except debian.NoChromium as missing:
        pytest.skip(str(missing))
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    """The real `manage.py demo`, with a crowd that has signed before."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.invite_crowd()
    try:
        yield demo.start()
    finally:
        demo.stop()


@pytest.fixture(scope="package")
def places(demo):
    return Places.of(demo)


@pytest.fixture
def browse(chromium, demo):
    """browse(**context options) → a page in a context of its own, a German phone if nothing else is said."""
    guards = []

    def opened(**options):
        context = chromium.new_context(base_url=demo.origin, **(debian.PHONE | {"locale": "de-DE"} | options))
        context.set_default_timeout(PATIENCE_MS)
        guards.append(Guard(context, demo.origin))
        return context.new_page()

    yield opened
    complaints = [complaint for guard in guards for complaint in guard.complaints()]
    for guard in guards:
        guard.context.close()
    assert complaints == []


@pytest.fixture
def english_desk(browse):
    """A wide window that asks for English."""
    return browse(**debian.DESK, locale="en-GB")
