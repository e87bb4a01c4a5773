"""Surge mode on one screen: what holds and since when, the rate by minute, and the switch by hand."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from campaign import audit, roles
from campaign.staff_pages import StaffPages, needs, reason_field, who
from petitions import clock, surge
from petitions.models import SurgeChange

SHOWN_MINUTES, SHOWN_CHANGES = 60, 50
HOURS = (
    ("", _("until it is given back")),
    ("1", _("1 hour")),
    ("3", _("3 hours")),
    ("12", _("12 hours")),
    ("24", _("a day")),
)
OVERRIDDEN = _("SURGE in the site’s settings decides at the moment; what you switch here holds when it is auto again.")


# Translators: surge mode is on, or off
ON, OFF = pgettext_lazy("staff.surge", "on"), pgettext_lazy("staff.surge", "off")
SAID = {
    "on": _("Surge mode is on by hand. All processes know within seconds."),
    "off": _("Surge mode is off by hand. All processes know within seconds."),
}


class SwitchForm(forms.Form):
    """On or off by hand, why, and for how long the hand decides."""

    turn = forms.ChoiceField(label=_("Surge mode"), choices=[("on", ON), ("off", OFF)], label_suffix="")
    hours = forms.ChoiceField(label=_("For how long"), choices=HOURS, required=False, label_suffix="")
    reason = reason_field()


class SurgePages(StaffPages):
    """GET looks, POST acts; each act is a row of the mode and one of the staff’s."""

    def get_urls(self) -> list:
        own = [
            path("surge/", self.admin_view(self.surge), name="surge"),
            path("surge/give-back/", self.admin_view(self.give_surge_back), name="give_surge_back"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.LETTERS)
    def surge(self, request: HttpRequest) -> HttpResponseBase:
        form = SwitchForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._switch(request, form)
        status = 400 if form.errors else 200
        return self.page(request, "surge", title=_("Surge"), status=status, form=form, **_state())

    def _switch(self, request: HttpRequest, form: SwitchForm) -> HttpResponseBase:
        turn, hours, reason = (form.cleaned_data[name] for name in ("turn", "hours", "reason"))
        until = clock.now() + timedelta(hours=int(hours)) if hours else None
        with transaction.atomic():
            surge.switch(turn == "on", reason=reason, by_name=who(request).get_username(), until=until)
            audit.record(audit.Act.SURGE, by=who(request), turn=turn, hours=hours, reason=reason)
        messages.success(request, SAID[turn])
        return redirect("staff:surge")

    @method_decorator(require_POST)
    @needs(roles.LETTERS)
    def give_surge_back(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            if surge.give_back(by_name=who(request).get_username()):
                audit.record(audit.Act.SURGE, by=who(request), turn="given back")
                messages.success(request, _("The rate decides again, within a minute."))
            else:
                messages.warning(request, _("Nobody holds surge mode by hand."))
        return redirect("staff:surge")


def _state() -> dict[str, Any]:
    now = clock.now()
    found = surge.reading(now)
    shown = found.minutes[:SHOWN_MINUTES]
    most = max(shown)
    this_minute = now.replace(second=0, microsecond=0)
    return {
        "reading": found,
        "most": most,
        "minutes": [
            {"at": this_minute - timedelta(minutes=back), "asked": n, "width": round(100 * n / most) if most else 0}
            for back, n in enumerate(shown, start=1)
        ],
        "changes": SurgeChange.objects.all()[:SHOWN_CHANGES],
        "overridden": OVERRIDDEN,
    }
