"""Reports of errors to a Sentry (SENTRY_DSN), optional: types, our own lines of code, numbers of rows, and no more.

A report is made anew from the log record, never by taking things out of what the library has collected: what nobody
put in here can't leave. No request, header, query, user, value of a variable, breadcrumb, host name or environment.
The words of an exception are left out as well: they often repeat what somebody typed.
"""

import importlib
import importlib.metadata
import importlib.util
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from campaign.log_lines import error_of, rows
from campaign.traces import Failure, failures

PACKAGE = "sentry_sdk"
OURS = ("campaign", "petitions")
OF_STRANGERS = "django.security"  # wrong secrets, odd requests: in the log, but no fault that anybody could mend
Event = dict[str, Any]


class Reporter(logging.Handler):
    """Hands every logged error to the library, of the web, of tasks and of commands alike; never raises.

    It stands in LOGGING, because Celery's worker sets the log up a second time, and would lose what was added by hand.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.capture = importlib.import_module(PACKAGE).capture_event if is_installed() else nothing

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if not record.name.startswith(OF_STRANGERS):
                self.capture(report(record), hint={"log_record": record})
        except Exception:
            return  # an error is in the log already; to report it is less than to go on


def start(**options: Any) -> None:
    """From now on this process sends what `Reporter` hands over; without SENTRY_DSN or the package nothing happens.

    `options` are the library's, for tests. A second call replaces the first.
    """
    if settings.SENTRY_DSN and is_installed():
        sentry = importlib.import_module(PACKAGE)
        sentry.init(settings.SENTRY_DSN, **CLOSED, release=release(), before_send=rebuilt, **options)


def nothing(*_: Any, **__: Any) -> None:
    """What becomes of breadcrumbs and transactions, and of reports without the library."""


# Whatever the library would collect by itself. `rebuilt` drops it too: two locks on one door.
CLOSED: dict[str, Any] = {
    "default_integrations": False,
    "auto_enabling_integrations": False,
    "send_default_pii": False,
    "include_local_variables": False,
    "include_source_context": False,
    "max_request_body_size": "never",
    "max_breadcrumbs": 0,
    "before_breadcrumb": nothing,
    "before_send_transaction": nothing,
    "traces_sample_rate": None,
    "propagate_traces": False,
    "auto_session_tracking": False,
    "send_client_reports": False,
    "enable_logs": False,
    "enable_metrics": False,
    "server_name": "",
    "environment": "",
}


def rebuilt(event: Event, hint: dict[str, Any]) -> Event | None:
    """The report of the record that the event was made of; None (not sent) for an event from anywhere else."""
    record = hint.get("log_record")
    if record is None:
        return None
    return {"event_id": event.get("event_id"), "timestamp": event.get("timestamp"), **report(record)}


def report(record: logging.LogRecord) -> Event:
    """All that is said about an error. `message` is the sentence as it stands in our code, with its gaps open."""
    said: Event = {"platform": "python", "level": record.levelname.lower(), "logger": record.name, "release": release()}
    if record.name.startswith(OURS):
        said["message"] = str(record.msg)
    said["tags"] = {kind: str(number) for kind, number in rows(record)}
    error = error_of(record)
    if error:
        said["exception"] = {"values": [_as_value(failure) for failure in reversed(failures(error))]}
    return said


def _as_value(failure: Failure) -> Event:
    frames = [{"filename": at.file, "lineno": at.line, "function": at.function} for at in failure.places]
    return {"type": failure.type, "value": failure.code, "stacktrace": {"frames": frames}}


def release() -> str:
    """Name and version of the installed site."""
    try:
        return f"childsafetyon@{importlib.metadata.version('childsafetyon')}"
    except importlib.metadata.PackageNotFoundError:
        return "childsafetyon"


def is_installed() -> bool:
    return importlib.util.find_spec(PACKAGE) is not None


def leads_nowhere() -> bool:
    """Whether SENTRY_DSN is set and is no https address with a key and a project: for `check --deploy`."""
    parts = urlsplit(settings.SENTRY_DSN)
    is_whole = parts.scheme == "https" and parts.username and parts.hostname and parts.path.strip("/")
    return bool(settings.SENTRY_DSN) and not is_whole
