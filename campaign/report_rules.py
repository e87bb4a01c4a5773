"""Rules of `check --deploy` about the log and about reports of errors."""

from django.conf import settings

from campaign import error_reports
from campaign.rule import Rule

RULES = (
    Rule(
        "E030",
        lambda: settings.LOG_FORMAT != "json",
        "LOG_FORMAT is not json: the words of errors, and what people typed with them, would stand in the log.",
        "Take LOG_FORMAT out of the environment, or set LOG_FORMAT=json; `lines` is for one's own machine.",
    ),
    Rule(
        "E031",
        lambda: bool(settings.SENTRY_DSN) and not error_reports.is_installed(),
        "SENTRY_DSN is set, but the package sentry-sdk is missing: no error is reported.",
        "Install it (pip install -c constraints.txt '.[sentry]'), or take SENTRY_DSN out of the environment.",
    ),
    Rule(
        "E032",
        error_reports.leads_nowhere,
        "SENTRY_DSN is no https:// address with a key and a project.",
        "Copy SENTRY_DSN from the settings of your project there, or take it out of the environment.",
    ),
)
