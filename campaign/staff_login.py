"""The staff login form: Django's, with a delay for those who guess."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campaign import audit, staff_delay
from petitions import limits

TOO_MANY = _("Too many wrong tries from here.")


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


def please_wait(seconds: int, why: str | Promise = TOO_MANY) -> ValidationError:
    if seconds < 120:
        wait = ngettext(
            "Please wait %(number)s second, then try again.", "Please wait %(number)s seconds, then try again.", seconds
        )
        return ValidationError(f"{why} {wait % {'number': seconds}}", code="wait")
    minutes = -(-seconds // 60)
    wait = ngettext(
        "Please wait %(number)s minute, then try again.", "Please wait %(number)s minutes, then try again.", minutes
    )
    return ValidationError(f"{why} {wait % {'number': minutes}}", code="wait")
