"""The letters' health: how many wait, how many failed and why, and one button to try the failed ones again."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from campaign import audit, dashboard, roles
from campaign.staff_pages import StaffPages, needs, who
from petitions import failed_letters, mail_health, silence
from petitions.holding_form import KINDS

REASONS = {"not_me": "not-me", "complained": "complained", "bounced": "bounced"}  # name in the template → in the row
TOO_LONG = timedelta(minutes=6)  # longer than the longest pause after a failure of the mail server


class LettersPages(StaffPages):
    """Counts only; a letter has no page."""

    def get_urls(self) -> list:
        own = [
            path("letters/", self.admin_view(self.letters), name="letters"),
            path("letters/try-again/", self.admin_view(self.try_letters_again), name="try_letters_again"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.LETTERS)
    def letters(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request, "letters", title=_("Letters’ health"), **_health())

    @method_decorator(require_POST)
    @needs(roles.LETTERS)
    def try_letters_again(self, request: HttpRequest) -> HttpResponseBase:
        with transaction.atomic():
            opened = failed_letters.try_again()
            audit.record(audit.Act.RETRY, by=who(request), letters=opened)
        messages.success(request, _said(opened))
        return redirect("staff:letters")


def _health() -> dict[str, Any]:
    state = dashboard.letters()
    oldest = state.oldest_due_at
    silenced = silence.by_reason()
    return {
        "letters": state,
        "failures": failed_letters.failures(),
        "can_be_tried_again": failed_letters.can_be_tried_again().count(),
        "given_back": dashboard.letters_given_back(),
        "providers": [(KINDS.get(one.provider, one.provider), one) for one in mail_health.buckets()],
        "suspicious": mail_health.suspicious(),
        "silenced": {name: silenced.get(reason, 0) for name, reason in REASONS.items()},
        "waits_too_long": oldest is not None and timezone.now() - oldest > TOO_LONG,
    }


def _said(opened: int) -> str:
    if not opened:
        return gettext("There was no letter that can be tried again.")
    said = ngettext("%(number)s letter will be tried again.", "%(number)s letters will be tried again.", opened)
    return said % {"number": opened}
