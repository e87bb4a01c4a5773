"""The legal status in the staff area: one record, never added or deleted."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.living import status
from campaign.living.editing import LivingAdmin
from campaign.living.status_words import WORDS
from campaign.living.written import check_english, check_length
from petitions.counting import day_of

ONE_LINE = 160
HINTS = _(
    "Visitors read the words of the state that you choose: home, the asks and the timeline say the same. "
    "Known when this site was delivered (all 2026): 3 April, the temporary rules expired. 26 June, EU ambassadors "
    "chose to revive them. 2 July, the Council adopted a first-reading position on new temporary rules to 3 April "
    "2028. Not known: Parliament’s second-reading vote (only an absolute majority can stop the Council’s text), the "
    "September round of the talks, formal adoption of the criminal law Directive. So gap may be out of date: look "
    "before you choose it."
)


NEEDED = {
    "source_name": _("A state of the law needs its source."),
    "source_url": _("A state of the law needs the address of the source."),
    "checked_on": _("A state of the law needs the day on which you looked."),
}


class StatusForm(forms.ModelForm):
    def clean(self) -> dict[str, object]:
        for name in ("voluntary_work", "encryption_in_talks"):
            check_length(self, name, ONE_LINE)
            check_english(self, name)
        if self.cleaned_data.get("code") != status.CHECKING:
            self._needs_evidence()
        day = self.cleaned_data.get("checked_on")
        if day and day > day_of(timezone.now()):
            self.add_error("checked_on", _("This day is still to come. Please give the day on which you looked."))
        return self.cleaned_data

    def _needs_evidence(self) -> None:
        for name, missing in NEEDED.items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, missing)


class StatusAdmin(LivingAdmin):
    page = "home"
    mark = ""
    about_shipped = _("One of these is read, in every language of the site: choose which below.")
    delivered = status.DELIVERED
    form = StatusForm
    list_display = ("code", "checked_on", "source_name", "changed_by", "changed_at")
    fieldsets = (
        (None, {"fields": ("code",), "description": HINTS}),
        (
            _("What it rests on"),
            {
                "fields": ("source_name", "source_url", "checked_on"),
                "description": _(
                    "After 30 days without a check, visitors read that the summary may be out of date, and "
                    "staff are reminded. With “checking”, none of this is shown."
                ),
            },
        ),
        (_("Two short lines, if they help"), {"fields": ("voluntary_work", "encryption_in_talks")}),
    )

    def _shipped(self, row: Any) -> list[tuple[str, str]]:
        """The words of all five states: what ships here depends on the choice."""
        return [
            (code, " ".join(str(part) for part in (f"{one.headline}.", one.sentence, one.next_step) if part))
            for code, one in WORDS.items()
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
