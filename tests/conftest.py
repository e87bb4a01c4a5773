"""Fixtures of every test: the petition with its wordings, people who sign, and a process that remembers nothing."""

import os
from datetime import timedelta

import hypothesis
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone, translation

from petitions import boundaries, briefly, delivery, flagship, hint, limits, news, news_judge, signing, wordings
from petitions.judge import Clean
from petitions.models import Petition, Signature, Subscriber
from tests.factor import let_in
from tests.lanes import Lanes
from tests.socket_guard import watched


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Lanes(config, log)


def pytest_collection_modifyitems(config, items):
    """The quick run ends a test that hangs (pyproject.toml); the long tiers may take the time they need."""
    long = ("full" in (config.getoption(f"--{tier}", None) for tier in ("faults", "journeys"))) or _AT_NIGHT
    for item in items if long else ():
        item.add_marker(pytest.mark.timeout(0))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite as the demo has it: in a file. Threads cannot share the memory database of Django's tests."""
    if settings.EMBEDDED:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "site.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _what_is_slow_on_purpose_or_once_in_a_process_is_quick():
    """Hashes of passwords; and all static files, which each test client would read anew with its middleware."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


# A few examples each time; thousands at night: HYPOTHESIS_PROFILE=nightly
hypothesis.settings.register_profile("quick", max_examples=60, deadline=None)
hypothesis.settings.register_profile("nightly", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
_AT_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"


@pytest.fixture(autouse=True)
def _a_process_that_remembers_nothing(tmp_path, monkeypatch):
    """Caches of the process are emptied; the journal goes to the test's own folder; no hint leaves the process."""
    briefly.forget_everything()
    wordings.forget_what_this_process_knows()
    limits._here.clear()
    delivery.BREAKER.mend()
    monkeypatch.setattr(settings, "ERASURE_JOURNAL", tmp_path / "erasures.log")
    monkeypatch.setattr(hint, "tell", lambda: None)
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_leaves_this_machine():
    """No test, and nothing that a test runs in this process, asks any other machine."""
    with watched():
        yield


@pytest.fixture
def petition(db) -> Petition:
    """The petition, open for a year, with the wordings of every live language."""
    row = flagship.ensure(closes_at=timezone.now() + timedelta(days=365))
    wordings.record_texts(row, _words_of(row))
    return row


_words: dict[tuple, wordings.Texts] = {}  # made once in a run: every word of every language takes a while


def _words_of(row: Petition) -> wordings.Texts:
    known_by = (timezone.localdate(row.forget_at), settings.CONTROLLER["name"], *settings.LIVE_LANGUAGES)
    if known_by not in _words:
        _words[known_by] = wordings.texts(row)
    return _words[known_by]


@pytest.fixture
def far_from_midnight(monkeypatch):
    """In the last minute of a day public pages are kept for less long: not while this test looks at how long."""
    monkeypatch.setattr(boundaries, "_known", [one for one in boundaries._known if one is not boundaries.midnight])
    monkeypatch.setattr(boundaries, "midnight", lambda now: now + timedelta(days=1))


@pytest.fixture
def clean():
    """Input that the judge has accepted; keywords change a field."""

    def make(email="anna@example.org", *, name="Anna Example", country="DE", news=False, shown=None) -> Clean:
        return Clean(name=name, email=email, country=country, news=news, shown=shown)

    return make


@pytest.fixture
def sign(petition, clean):
    """Sign as `views.sign` does and return the row: sign("anna@example.org", country="FR")."""

    def act(email="anna@example.org", *, language="en", **fields) -> Signature:
        signing.sign(petition, clean(email, **fields), language=language)
        return Signature.objects.order_by("pk").last()

    return act


@pytest.fixture
def confirmed(sign):
    """A confirmed signature: confirmed("anna@example.org", country="FR")."""

    def act(email="anna@example.org", **fields) -> Signature:
        return signing.confirm(sign(email, **fields).pk)

    return act


@pytest.fixture
def ask_for_news(petition):
    """Enter an address for the news and return its row: ask_for_news("anna@example.org", language="de")."""

    def act(email="anna@example.org", *, language="en", shown=None) -> Subscriber:
        news.subscribe(petition, news_judge.Clean(email=email, language=language, shown=shown), language=language)
        return Subscriber.objects.order_by("pk").last()

    return act


@pytest.fixture
def reader(ask_for_news):
    """An address that is on the news list, its welcome still owed: reader("anna@example.org")."""

    def act(email="anna@example.org", **fields) -> Subscriber:
        row = ask_for_news(email, **fields)
        news.confirm(row.pk)
        row.refresh_from_db()
        return row

    return act


@pytest.fixture
def django_itself(petition):
    """Django as a WSGI server calls it. Its tidying after a request would close the connection that holds the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def admin_client(client, admin_user):
    """pytest-django's, with a second factor."""
    return let_in(client, admin_user)


@pytest.fixture
def same_origin() -> dict[str, str]:
    """Headers that a browser sends from our own page."""
    return {"origin": settings.SITE_ORIGIN, "sec-fetch-site": "same-origin"}
