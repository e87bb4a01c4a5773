"""The staff login form: Django's, with a delay for those who guess."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from campaign import audit, staff_delay
from petitions import limits


class StaffLoginForm(AdminAuthenticationForm):
    """Judges name and password, as often as this account may be tried from this network."""

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username") or ""
        key = take_turn(self.request, name)
        try:
            cleaned = super().clean()
        except ValidationError:
            _record_failure(name)
            raise
        if self.get_user():
            staff_delay.forget(key)
        return cleaned


def take_turn(request: HttpRequest, name: str) -> str:
    """Count a try at `name` from this network, whether anybody has that name or not; returns what `staff_delay.forget`
    takes when the try was right. Raises ValidationError with the time to wait."""
    key = staff_delay.key_of(name, limits.visitor(request))
    try:
        limits.check(request, "staff-login")
        staff_delay.take_a_try(key)
    except limits.TooMany as many:
        raise please_wait(many.minutes * 60) from many
    except staff_delay.Wait as wait:
        raise please_wait(wait.seconds) from wait
    return key


def _record_failure(name: str) -> None:
    account = User.objects.filter(username=name, is_staff=True).first()
    if account:
        audit.record_failed_login(account)


def please_wait(seconds: int, why: str = "Too many wrong tries from here.") -> ValidationError:
    how_long = "1 second" if seconds == 1 else f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
    return ValidationError(f"{why} Please wait {how_long}, then try again.", code="wait")
