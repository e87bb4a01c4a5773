"""Help lines in the staff area: who dialled which, when, and what has to be dialled again."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaign.living import helplines
from campaign.living.care_models import Helpline
from campaign.living.editing import LivingAdmin
from campaign.living.helplines_found import NOTES
from campaign.living.written import check_english, check_length

HOURS = 80
HOW = _(
    "A wrong number can hurt a child. Before you tick “verified”: dial the number, or ask the service to confirm it in "
    "writing; compare hours, languages and price too, also those that ship. A line is shown for 180 days after the "
    "check; after 150 days it stands in the list of what is due. Until then visitors read “We are still checking the "
    "number for this country”, 116 111 and the directories."
)
NEEDED = {
    "name": _("A verified line needs the name of the service."),
    "source_url": _("A verified line needs the address of the page where it says so."),
    "checked_by": _("A verified line needs who dialled it, or has it in writing."),
    "checked_on": _("A verified line needs the day of the check."),
}
STATES = {
    helplines.NEVER: _("not verified"),
    helplines.FRESH: pgettext_lazy("staff.helpline", "shown"),
    helplines.DUE: _("shown, check again soon"),
    helplines.HIDDEN: _("hidden: the check is too old"),
}


def names() -> list[tuple[str, str]]:
    """The 27 countries by their names in the language of the moment."""
    return helplines.all_names()


class HelplineForm(forms.ModelForm):
    country = forms.ChoiceField(label=_("Country"), choices=names)

    class Meta:
        model = Helpline
        fields = ("country", "kind", "name", "number", "hours", "languages", "is_free", "chat_url", "source_url",
                  "checked_on", "checked_by", "verified")  # fmt: skip

    def clean_number(self) -> str:
        number = " ".join(self.cleaned_data["number"].split())
        if number and not re.fullmatch(r"\+?(?:\d ?){2,14}\d", number):
            raise forms.ValidationError(_("Please write digits and spaces alone, as it is dialled: 116 111."))
        return number

    def clean(self) -> dict[str, object]:
        check_english(self, "hours")
        check_length(self, "hours", HOURS)
        for name in ("chat_url", "source_url"):
            if (self.cleaned_data.get(name) or "https:").partition("//")[0] != "https:":
                self.add_error(name, _("Please give an address that begins with https://."))
        if self.cleaned_data.get("verified"):
            self._needs_check()
        return self.cleaned_data

    def _needs_check(self) -> None:
        for name, what in NEEDED.items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, what)
        if not self.cleaned_data.get("number") and not self.cleaned_data.get("chat_url") and not self.errors:
            self.add_error("number", _("A verified line needs a number, or a chat or website."))
        day = self.cleaned_data.get("checked_on")
        if day:
            self._check_day((timezone.localdate() - day).days)

    def _check_day(self, days: int) -> None:
        """`days` since the check, in Brussels."""
        if days < 0:
            self.add_error("checked_on", _("This day is still to come. Please give the day of the check."))
        elif days > helplines.SHOWN_DAYS:
            self.add_error("checked_on", _("This check is more than 180 days old, so the line would stay hidden. "
                           "Check it again, or take the tick off “verified”."))  # fmt: skip
        elif self.initial.get("verified") and "checked_on" not in self.changed_data:
            for name in {"number", "chat_url"} & set(self.changed_data):
                self.add_error(name, _("This has changed since the check. Check it again, and give the day."))


class CountryFilter(admin.SimpleListFilter):
    title, parameter_name = _("country"), "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return names()

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(country=self.value()) if self.value() else queryset


class CheckFilter(admin.SimpleListFilter):
    title, parameter_name = _("check"), "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("never", str(STATES[helplines.NEVER])),
            ("shown", str(STATES[helplines.FRESH])),
            ("due", gettext("due: more than 150 days ago")),
            ("hidden", gettext("hidden: more than 180 days ago")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        oldest, due = (today - timedelta(days) for days in (helplines.SHOWN_DAYS, helplines.DUE_DAYS))
        wanted = {
            "never": Q(verified=False),
            "shown": Q(verified=True, checked_on__gte=oldest),
            "due": Q(verified=True, checked_on__gte=oldest, checked_on__lt=due),
            "hidden": Q(verified=True, checked_on__lt=oldest),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))


class HelplineAdmin(LivingAdmin):
    mark = "verified"
    delivered = helplines.DELIVERED
    form = HelplineForm
    list_display = ("country", "service", "number", "kind", "days_since_check", "public", "changed_by")
    list_display_links = ("service",)
    list_filter = (CountryFilter, CheckFilter, "kind")
    readonly_fields = ("as_found",)
    fieldsets = (
        (None, {"fields": ("as_found", "country", "kind", "name", "number", "chat_url"), "description": HOW}),
        (_("On the card"), {"fields": ("hours", "languages", "is_free")}),
        (_("The check"), {"fields": ("source_url", "checked_on", "checked_by", "verified")}),
    )

    def page_of(self, row: Helpline) -> tuple[str, dict[str, str]]:
        is_prevention = row.kind == Helpline.Kind.PREVENTION
        return ("prevention_works", {}) if is_prevention else ("help", {"country": row.country})

    @admin.display(description=_("service"), ordering="name")
    def service(self, row: Helpline) -> str:
        return row.name or gettext("(no name yet)")

    @admin.display(description=_("days since the check"), ordering="checked_on")
    def days_since_check(self, row: Helpline) -> int | str:
        days = helplines.age(row)
        return gettext("never checked") if days is None else days

    @admin.display(description=_("on the site"))
    def public(self, row: Helpline) -> str | Promise:
        return STATES[helplines.state(row)]

    @admin.display(description=_("as it was found"))
    def as_found(self, row: Helpline) -> str:
        return NOTES.get(row.key, gettext("added by staff"))
