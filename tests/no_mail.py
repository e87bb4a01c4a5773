"""A mail server that is not there."""

from django.test import override_settings


def no_mail_server() -> override_settings:
    """with no_mail_server(): nobody takes a letter; the process remembers it (`delivery.BREAKER`) afterwards too."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    )
