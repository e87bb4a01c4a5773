"""Read-only mode on one screen: whether it is on, until when, and the switch by hand."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from campaign import audit, roles
from campaign.staff_pages import StaffPages, needs, reason_field, who
from petitions import flagship, read_only
from petitions.models import Petition

MINUTES = (
    ("15", _("15 minutes")),
    ("60", _("1 hour")),
    ("180", _("3 hours")),
    ("720", _("12 hours")),
    ("1440", _("a day")),
)


class PauseForm(forms.Form):
    """For how long nobody signs, and why; there is no pause without an end."""

    minutes = forms.ChoiceField(label=_("For how long"), choices=MINUTES, label_suffix="")
    reason = reason_field()


class ReadOnlyPages(StaffPages):
    """GET looks, POST acts; each act is a row of the staff’s."""

    def get_urls(self) -> list:
        own = [
            path("read-only/", self.admin_view(self.read_only), name="read_only"),
            path("read-only/end/", self.admin_view(self.end_read_only), name="end_read_only"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.LETTERS)
    def read_only(self, request: HttpRequest) -> HttpResponseBase:
        form = PauseForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._start(request, form)
        status = 400 if form.errors else 200
        return self.page(request, "read_only", title=_("Read-only mode"), status=status, form=form)

    def _start(self, request: HttpRequest, form: PauseForm) -> HttpResponseBase:
        minutes, reason = form.cleaned_data["minutes"], form.cleaned_data["reason"]
        with transaction.atomic():
            read_only.start(flagship.flagship(), until=timezone.now() + timedelta(minutes=int(minutes)))
            audit.record(audit.Act.READ_ONLY, by=who(request), turn="on", minutes=minutes, reason=reason)
        messages.success(request, _("Read-only mode is on. All processes know within seconds."))
        return redirect("staff:read_only")

    @method_decorator(require_POST)
    @needs(roles.LETTERS)
    def end_read_only(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            if read_only.stop(flagship.flagship()):
                audit.record(audit.Act.READ_ONLY, by=who(request), turn="off")
                messages.success(request, _("People can sign again, within seconds."))
            else:
                messages.warning(request, _("Nobody has switched read-only mode on."))
        return redirect("staff:read_only")


def standing() -> dict[str, Any]:
    """What holds now, read afresh, for every staff page; before the release step nothing does."""
    petition = Petition.objects.filter(slug=flagship.SLUG).first()
    if petition is None:
        return {}
    is_on, by_settings = read_only.is_on(petition), settings.READ_ONLY in read_only.OVERRIDES
    ends_by_itself = is_on and not by_settings
    return {"is_on": is_on, "is_overridden": by_settings, "until": petition.paused_until if ends_by_itself else None}
