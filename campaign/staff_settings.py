"""What Django wants to know of the staff area: passwords, cookies, the second factor."""

from datetime import timedelta
from typing import Any

PASSWORD_RULES: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]


def of_staff(*, secure: bool) -> dict[str, Any]:
    """The settings by name. With https the cookies are `__Host-` ones: of this host alone, and of no http page."""
    start = "__Host-" if secure else ""
    return {
        "AUTH_PASSWORD_VALIDATORS": PASSWORD_RULES,
        "LOGIN_URL": "/staff/login/",
        "SESSION_COOKIE_NAME": f"{start}staff",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_AGE": int(timedelta(hours=8).total_seconds()),
        "CSRF_COOKIE_NAME": f"{start}staff-form",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        # no third cookie: the notice names two
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "OTP_TOTP_SYNC": False,  # one step early or late, always measured from our clock
    }
