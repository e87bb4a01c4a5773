"""How the site writes its log: to stderr, masked, as JSON for machines or as lines for one's own eyes."""

from typing import Any

FORMATS = {"json": "campaign.log_lines.JsonFormatter", "lines": "campaign.log_filters.MaskingFormatter"}


def logging_as(form: str, level: str, reports_to: str) -> dict[str, Any]:
    """The value of LOGGING; a form that is none is the stricter one, and `check --deploy` says so.

    `reports_to` is SENTRY_DSN: only with one there is a second handler, for errors alone.
    """
    reports = {"reports": {"class": "campaign.error_reports.Reporter"}} if reports_to else {}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"masked": {"()": FORMATS.get(form, FORMATS["json"])}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}, **reports},
        "root": {"handlers": ["stderr", *reports], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},  # a mistyped form is no event
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "campaign": {"level": "INFO"},
            "petitions": {"level": "INFO"},
        },
    }
