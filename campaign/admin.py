"""Lists that need to know who acts: changes of the petition are written down, and the acts are read."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaign import audit, privacy_notice, roles
from campaign.models import StaffAct
from campaign.staff_pages import who
from petitions.admin import PetitionAdmin, ReadOnlyAdmin, WordingAdmin
from petitions.models import Petition, Wording

# Translators: what a value in the list of acts is
ABOUT = {
    "account": _("account"), "because": _("because"), "code": _("code"), "count": _("count"), "deleted": _("deleted"),
    "facts": pgettext_lazy("staff.act", "facts"), "holding": _("holding"),
    "hours": pgettext_lazy("staff.act", "hours"), "key": _("key"), "letters": _("letters"),
    "may_log_in": _("may log in"), "note": _("note"), "petition": _("petition"), "published": _("published"),
    "reason": _("reason"), "roles": _("roles"), "turn": _("turn"), "what": _("what"),
}  # fmt: skip


class AuditedPetitionAdmin(PetitionAdmin):
    """What was, and what is now: of dates and goal."""

    def save_model(self, request: HttpRequest, obj: Petition, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        privacy_notice.record(obj)  # the days stand in it too
        if changes := _changes(form):
            audit.record(audit.Act.PETITION, by=who(request), petition=obj.slug, **changes)


class AuditedWordingAdmin(WordingAdmin):
    """Which version got which reason."""

    def save_model(self, request: HttpRequest, obj: Wording, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if changes := _changes(form):
            audit.record(audit.Act.CONTENT, by=who(request), what=f"wording {obj}", **changes)


def _changes(form: forms.ModelForm) -> dict[str, dict[str, Any]]:
    """What a reader would see changed: a form cuts the fractions of a second, and that is no act."""
    turns = {
        name: {"was": _plain(form.initial[name]), "now": _plain(form.cleaned_data[name])} for name in form.changed_data
    }
    return {name: turn for name, turn in turns.items() if turn["was"] != turn["now"]}


def _plain(value: Any) -> Any:
    """Moments as Brussels minutes."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


class StaffActAdmin(ReadOnlyAdmin):
    """Owners read everybody's acts, everybody reads their own."""

    list_display = ("at", "by_name", "act", "details")
    fields = ("at", "by_name", "act", "details")
    list_display_links = None
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: StaffAct | None = None) -> bool:
        return obj is None or obj.by_id == request.user.pk or request.user.has_perm(roles.ALL_ACTS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaffAct]:
        rows = super().get_queryset(request)
        return rows if request.user.has_perm(roles.ALL_ACTS) else rows.filter(by=who(request))

    def get_list_filter(self, request: HttpRequest) -> tuple[str, ...]:
        return ("act", "by_name") if request.user.has_perm(roles.ALL_ACTS) else ("act",)

    @admin.display(description=_("about"))
    def details(self, act: StaffAct) -> str:
        return "; ".join(f"{name_of(name)}: {_in_words(value)}" for name, value in act.about.items())


def name_of(name: str) -> str:
    """What a value of an act is, in the reader's language where we have a word; acts themselves stay as written."""
    return str(ABOUT.get(name, name.replace("_", " ")))


def _in_words(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"was", "now"}:
        return f"{_in_words(value['was'])} → {_in_words(value['now'])}"
    if isinstance(value, dict):
        return ", ".join(f"{name_of(name)} {one}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or gettext("none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return gettext("none") if value is None else str(value)
