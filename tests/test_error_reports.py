"""A report of an error holds types, our own lines and numbers of rows; a canary that is anywhere near stays here."""

import io
import json
import logging
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from campaign import error_reports
from campaign.error_reports import Reporter
from petitions import card, outbox, tasks
from tests.crawl import GOOD, browser, post

DSN = "https://key@reports.example/7"
CANARIES = ("canary", "Kanárková", "Kan\\u00e1rkov\\u00e1", "198.18.77.203", "CanaryBrowser")
NAME = "Žofie Kanárková"
PERSON = GOOD | {"name": NAME, "email": "canary.person@canary.example"}
FROM = {"x_forwarded_for": "198.18.77.203", "user_agent": "CanaryBrowser/1.0", "referer": "https://x.example/?canary"}
KEYS = {"event_id", "timestamp", "platform", "level", "logger", "release", "message", "tags", "exception"}


class Post(Transport):
    """Keeps what would have left this machine, as the bytes that would have been sent."""

    sent: list[bytes] = []

    def capture_envelope(self, envelope):
        file = io.BytesIO()
        envelope.serialize_into(file)
        Post.sent.append(file.getvalue())


@pytest.fixture
def sent(settings):
    """What was sent so far, each report with its envelope as bytes."""
    settings.SENTRY_DSN, Post.sent = DSN, []
    error_reports.start(transport=Post)
    logging.getLogger().addHandler(Reporter())
    yield Post.sent
    logging.getLogger().removeHandler(ours())
    sentry_sdk.get_global_scope().set_client(None)


def ours() -> Reporter:
    (handler,) = [handler for handler in logging.getLogger().handlers if isinstance(handler, Reporter)]
    return handler


def events(sent: list[bytes]) -> list[dict]:
    """The third line of an envelope is the report itself."""
    return [json.loads(envelope.split(b"\n")[2]) for envelope in sent]


def sightings(sent: list[bytes]) -> list[str]:
    return [canary for canary in CANARIES if any(canary.encode() in envelope for envelope in sent)]


def explode(*_, **__):
    """What fails has the canary in its hands, in its words, and in what it came from."""
    person = SimpleNamespace(**PERSON)
    try:
        int(person.email)
    except ValueError as cause:
        raise RuntimeError(f"no mailbox for {person.name}, canary") from cause


def in_a_view(monkeypatch, sign):
    monkeypatch.setattr("petitions.signing.sign", explode)
    assert post("/en/petition/?email=canary", PERSON, **FROM).status_code == 500


def in_a_form(monkeypatch, sign):
    monkeypatch.setattr("petitions.forms.JudgedForm.carry", explode)
    assert post("/en/petition/", PERSON | {"country": "XX"}, **FROM).status_code == 500


def in_a_template(monkeypatch, sign):
    whole = card.context
    monkeypatch.setattr(card, "context", lambda *form: whole(*form) | {"form": Unwritable()})
    assert browser().get("/en/petition/?q=canary", headers={"cookie": f"a={quote(NAME)}canary"}).status_code == 500


class Unwritable:
    """What a template meets, and can't write."""

    def __getattr__(self, name):
        explode()


def in_a_task(monkeypatch, sign):
    monkeypatch.setattr("petitions.outbox.pay", explode)
    tasks.deliver.apply()


def in_a_letter(monkeypatch, sign):
    sign(PERSON["email"], name=NAME)
    monkeypatch.setattr("petitions.replies.write", explode)
    outbox.pay()


def in_a_command(monkeypatch, sign):
    try:
        explode()
    except RuntimeError as error:
        logging.getLogger("petitions.erasure").error("could not forget %s: %r", PERSON["email"], error, exc_info=True)


PLACES = [in_a_view, in_a_form, in_a_template, in_a_task, in_a_letter, in_a_command]


@pytest.mark.parametrize("fail", PLACES, ids=lambda fail: fail.__name__)
def test_an_error_is_reported_once_and_nothing_of_the_person_is_PV_02(sent, sign, monkeypatch, fail):
    fail(monkeypatch, sign)
    assert (len(sent), sightings(sent)) == (1, [])
    (event,) = events(sent)
    types = [error["type"] for error in event["exception"]["values"]]
    assert types[-2:] == ["ValueError", "RuntimeError"]
    assert set(event) <= KEYS


def test_a_report_says_where_in_our_own_code_PV_02(sent, sign, monkeypatch):
    in_a_view(monkeypatch, sign)
    frames = events(sent)[0]["exception"]["values"][-1]["stacktrace"]["frames"]
    assert {tuple(sorted(frame)) for frame in frames} == {("filename", "function", "lineno")}
    assert "petitions/views.py" in {frame["filename"] for frame in frames}
    assert {frame["filename"].split("/")[0] for frame in frames} <= {"campaign", "petitions"}


def test_a_report_names_the_row_by_its_number_and_the_sentence_with_its_gaps_open(sent):
    logging.getLogger("petitions.outbox").error("letter %s cannot be delivered: %s", 12, "canary.person@canary.example")
    (event,) = events(sent)
    said = {name: event[name] for name in ("message", "tags", "level", "logger")}
    assert said == {
        "message": "letter %s cannot be delivered: %s",
        "tags": {"letter": "12"},
        "level": "error",
        "logger": "petitions.outbox",
    }
    assert event["release"].startswith("childsafetyon")


def test_the_words_of_a_library_are_no_sentence_of_ours(sent):
    logging.getLogger("celery.worker").error(f"Received {PERSON}")
    assert ("message" in events(sent)[0], sightings(sent)) == (False, [])


def test_what_is_no_error_or_a_strangers_doing_is_not_reported(sent):
    logging.getLogger("petitions.outbox").warning("letter %s: lease lost", 12)
    logging.getLogger("django.security.DisallowedHost").error("a wrong secret")
    assert sent == []


def test_what_did_not_come_from_us_is_not_sent_at_all_PV_02(sent):
    """Somebody adds an integration, or captures by hand: the library then knows request, user and crumbs."""
    scope = sentry_sdk.get_isolation_scope()
    scope.set_user({"email": PERSON["email"], "ip_address": "198.18.77.203"})
    scope.set_extra("form", PERSON)
    sentry_sdk.add_breadcrumb(message="canary")
    sentry_sdk.capture_message(NAME)
    sentry_sdk.capture_exception(ValueError(NAME))
    assert sent == []
    logging.getLogger("petitions").error("broken")
    assert (len(sent), sightings(sent), set(events(sent)[0]) - KEYS) == (1, [], set())
    scope.clear()


def test_an_error_while_reporting_hurts_nobody(sent, monkeypatch):
    monkeypatch.setattr(ours(), "capture", explode)
    logging.getLogger("petitions.outbox").error("broken")
    assert sent == []


def test_the_library_is_told_to_collect_nothing_PV_02(sent):
    options = sentry_sdk.get_client().options
    wanted = {name: options[name] for name in error_reports.CLOSED}
    assert wanted == error_reports.CLOSED
    assert (sentry_sdk.get_client().integrations, options["traces_sampler"], options["spotlight"]) == ({}, None, None)


@pytest.mark.parametrize(("dsn", "has_package"), [("", True), (DSN, False)])
def test_nobody_is_told_anything_without_an_address_or_without_the_package(settings, monkeypatch, dsn, has_package):
    settings.SENTRY_DSN = dsn
    monkeypatch.setattr(error_reports, "is_installed", lambda: has_package)
    error_reports.start(transport=Post)
    assert sentry_sdk.get_client().is_active() is False
    Reporter().emit(logging.makeLogRecord({"name": "petitions", "msg": "broken", "levelno": logging.ERROR}))


@pytest.mark.parametrize(
    ("dsn", "is_odd"),
    [
        (DSN, False), ("", False), ("http://key@reports.example/7", True), ("https://reports.example/7", True),
        ("https://key@reports.example/", True), ("https://key@/7", True), ("yes", True),
    ],
)  # fmt: skip
def test_an_address_for_reports_has_a_key_and_a_project(settings, dsn, is_odd):
    settings.SENTRY_DSN = dsn
    assert error_reports.leads_nowhere() is is_odd
