"""A line of the log is one JSON object: it can't be forged, holds numbers of rows, and never what an error says."""

import io
import json
import logging
import re

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.utils.log import log_response
from hypothesis import given
from hypothesis import strategies as st

from campaign.log_lines import JsonFormatter
from campaign.log_settings import logging_as

CANARY = "Žofie Kanárková"
EVIL = [
    "\n", "\r\n", "\x1b[2J", "\x1b]0;x\x07", "\x00", "\x08", "\x7f", "\x85", "\u2028", "\u2029",
    '"}\n{"level": "x', "\u202e", "\ufeff", "\ud800",
]  # fmt: skip


@pytest.fixture
def log():
    """log("petitions.outbox").error(…), then log.lines() as bytes of the file."""
    return Log()


class Log:
    def __init__(self):
        self.file = io.StringIO()

    def __call__(self, name="petitions.outbox") -> logging.Logger:
        logger = logging.Logger(name)  # of its own: no other handler hears it
        handler = logging.StreamHandler(self.file)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
        return logger

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.file.getvalue().splitlines()]


def test_a_line_says_when_in_utc_how_grave_who_and_what(log):
    log().warning("letter %s: lease lost before it was settled as %s", 7, "sent")
    (line,) = log.lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "WARNING",
        "logger": "petitions.outbox",
        "message": "letter 7: lease lost before it was settled as sent",
        "letter": 7,
    }


@pytest.mark.parametrize(
    ("sentence", "values", "numbers"),
    [
        ("letter %s cannot be delivered: %s", (12, "550"), {"letter": 12}),
        ("staff: account %s %s", (3, "exported counts"), {"account": 3}),
        ("signature %d of petition %r", (1, 2), {"signature": 1, "petition": 2}),
        ("letter %s", ("anna",), {}),
        ("mail server: %s; letters wait %s s", ("away", 30), {}),
        ("network %s", (12,), {}),
        ("nothing", (), {}),
    ],
)
def test_numbers_of_rows_are_fields_and_nothing_else_is(log, sentence, values, numbers):
    log().info(sentence, *values)
    (line,) = log.lines()
    assert {name: line[name] for name in set(line) - {"time", "level", "logger", "message"}} == numbers


def test_lines_of_others_have_no_fields(log):
    log("django.request").error("letter %s", 7)
    assert set(log.lines()[0]) == {"time", "level", "logger", "message"}


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("field", ["path", "user agent", "referrer"])
def test_what_a_stranger_sends_can_t_forge_a_line_WB_25(log, evil, field):
    request = strangers_request(evil)
    said = {"path": request.path, "user agent": request.headers["User-Agent"], "referrer": request.headers["Referer"]}
    log("django.request").error("%s: %s", "Not Found", said[field])
    written = log.file.getvalue()
    assert (len(log.lines()), written.isascii(), written.count("\n")) == (1, True, 1)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", written)
    assert log.lines()[0]["level"] == "ERROR"


def strangers_request(evil: str) -> WSGIRequest:
    request = RequestFactory().get("/", headers={"user-agent": f"a{evil}b", "referer": f"https://x/{evil}"})
    request.path = f"/en/{evil}/"
    return request


@pytest.mark.parametrize("path", ["/en/%0a/", "/en/%0d%0aforged/", "/en/%1b[2J/", "/en/%E2%80%A8/", "/en/%00/"])
def test_djangos_own_line_about_such_a_path_is_one_line_WB_25(log, path):
    log_response("Not Found: %s", RequestFactory().get(path).path, response=_Response(), logger=log("django.request"))
    assert (len(log.lines()), log.file.getvalue().count("\n")) == (1, 1)


class _Response:
    status_code = 500


@given(st.text(max_size=200))
def test_whatever_is_said_is_one_line_of_json(text):
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (text,), None)
    line = JsonFormatter().format(record)
    assert (line.isascii(), "\n" in line, set(json.loads(line))) == (
        True,
        False,
        {"time", "level", "logger", "message"},
    )


# --- errors without their words -------------------------------------------------------------------------------------


def break_down(log, sentence="broken", *values, name="petitions.outbox"):
    try:
        try:
            int(CANARY)
        except ValueError as cause:
            raise KeyError(f"{CANARY} again") from cause
    except KeyError as error:
        log(name).exception(sentence, *[error if value == "error" else value for value in values])


def test_an_error_is_named_with_its_places_and_never_quoted_PV_01(log):
    break_down(log)
    (line,) = log.lines()
    assert [error["type"] for error in line["errors"]] == ["KeyError", "ValueError"]
    assert {error["innermost"]["file"] for error in line["errors"]} == {"tests/test_log_lines.py"}
    assert (CANARY in str(line), "Kan" in log.file.getvalue()) == (False, False)


@pytest.mark.parametrize("sentence", ["could not: %s", "could not: %r", "%s"])
def test_an_error_among_the_arguments_is_named_too_PV_01(log, sentence):
    break_down(log, sentence, "error")
    assert log.lines()[0]["message"] == sentence.replace("%s", "KeyError").replace("%r", "KeyError")


def test_what_an_error_came_from_is_not_quoted_either_PV_01(log):
    cause = ValueError(CANARY)
    log().error("nothing taken in: %r, because %s", KeyError("x"), cause)
    assert log.lines()[0]["message"].endswith("because ValueError")


def test_a_failed_task_is_told_without_its_arguments_PV_01(log):
    """As `celery.app.trace` writes it."""
    context = {
        "name": "petitions.tasks.deliver",
        "id": "1",
        "description": "raised unexpected",
        "args": f"({CANARY!r},)",
    }
    break_down(log, "ignored", name="celery.app.trace")
    error = KeyError(CANARY)
    sentence = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    log("celery.app.trace").error(sentence, context | {"exc": repr(error)}, exc_info=(KeyError, error, None))
    assert log.lines()[1]["message"] == "Task petitions.tasks.deliver[1] raised unexpected: KeyError"
    assert CANARY not in str(log.lines())


def test_a_sentence_with_the_wrong_gaps_is_written_and_python_stays_silent(log, capsys):
    log().error("letter %s of %s", CANARY)
    assert (log.lines()[0]["message"], capsys.readouterr().err) == ("letter %s of %s", "")


def test_addresses_links_and_networks_are_masked_here_too_PV_21(log):
    log().error("%s %s %s", "anna@example.org", "/en/petition/confirm/AAAAAAAAAAFrB2ntVQ1gf/", "203.0.113.7")
    assert log.lines()[0]["message"] == "***@*** /en/petition/confirm/***/ *.*.*.*"


# --- which form -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "writer"),
    [
        ("json", "log_lines.JsonFormatter"),
        ("lines", "log_filters.MaskingFormatter"),
        ("xml", "log_lines.JsonFormatter"),
    ],
)
def test_the_form_is_chosen_and_an_unknown_one_is_the_stricter(form, writer):
    assert logging_as(form, "INFO", "")["formatters"]["masked"]["()"] == f"campaign.{writer}"


@pytest.mark.parametrize(("dsn", "handlers"), [("", ["stderr"]), ("https://key@x.example/1", ["stderr", "reports"])])
def test_only_with_an_address_for_reports_anything_else_hears_the_log_PV_02(dsn, handlers):
    assert logging_as("json", "INFO", dsn)["root"]["handlers"] == handlers


def test_a_real_site_writes_json_and_the_demo_lines():
    assert (settings.EMBEDDED, settings.LOG_FORMAT) in [(True, "lines"), (False, "json")]
