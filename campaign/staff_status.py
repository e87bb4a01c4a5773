"""How the site's work stands, on one screen: what can ring, how it is now, and the runbook's page for it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign import alarms, roles, state
from campaign.staff_pages import StaffPages, needs
from campaign.templatetags.local import number

SIGNS = {">=": "≥ ", "<": "< ", "==": ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as it is read."""

    words: str | Promise
    now: str
    bound: str
    page: str
    rings: bool


class StatusPages(StaffPages):
    """One screen, to look at; the same facts as `/statusz` and `/metrics`, asked at this moment."""

    def get_urls(self) -> list:
        return [path("status/", self.admin_view(self.status), name="status"), *super().get_urls()]

    @needs(roles.LETTERS)
    def status(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request, "status", title=_("Status"), rows=rows(state.facts()))


def rows(facts: dict) -> list[Row]:
    """What rings first; the order of `alarms.ALARMS` otherwise."""
    made = [_row(alarm, facts) for alarm in alarms.ALARMS]
    return sorted(made, key=lambda row: not row.rings)


def _row(alarm: alarms.Alarm, facts: dict) -> Row:
    is_question = isinstance(facts[alarm.fact], bool)
    value = alarm.value(facts)
    now = "–" if value is None else _yes_or_no(value) if is_question else number(value)
    bound = _yes_or_no(alarm.bound) if is_question else f"{SIGNS[alarm.sign]}{number(alarm.bound)}"
    return Row(alarm.words, now, bound, alarm.runbook, alarm.rings(facts))


def _yes_or_no(value: int) -> str:
    return gettext("yes") if value else gettext("no")
