"""Session, account, code and messages: of the staff area alone. Whoever reads or signs needs none of them, and pays for
none. (Django's check of forms stands for all: its own rules for the launch look for that name.)
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django_otp.middleware import OTPMiddleware

from campaign.staff_language import AREA


class ForStaff:
    """Stands before one of Django's, and hands every request that is not for the staff area on as it came."""

    def __call__(self, request: HttpRequest) -> Any:
        if not request.path_info.startswith(AREA):
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class StaffSession(ForStaff, SessionMiddleware):
    """Who has logged in."""


class StaffAccount(ForStaff, AuthenticationMiddleware):
    """Whose session it is."""


class StaffCode(ForStaff, OTPMiddleware):
    """Whether they have given their second factor."""


class StaffMessages(ForStaff, MessageMiddleware):
    """What the next page has to say to them."""
