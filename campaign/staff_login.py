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
        key = staff_delay.key_of(name, limits.visitor(self.request))
        self._refuse_haste(key)
        try:
            cleaned = super().clean()
        except ValidationError:
            _record_failure(name)
            raise
        if self.get_user():
            staff_delay.forget(key)
        return cleaned

    def _refuse_haste(self, key: str) -> None:
        """The same for names that exist and names that don't."""
        try:
            limits.check(self.request, "staff-login")
            staff_delay.take_a_try(key)
        except limits.TooMany as many:
            raise _please_wait(many.minutes * 60) from many
        except staff_delay.Wait as wait:
            raise _please_wait(wait.seconds) from wait


def _record_failure(name: str) -> None:
    account = User.objects.filter(username=name, is_staff=True).first()
    if account:
        audit.record_failed_login(account)


def _please_wait(seconds: int) -> ValidationError:
    how_long = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
    return ValidationError(f"Too many wrong tries from here. Please wait {how_long}, then try again.", code="wait")
