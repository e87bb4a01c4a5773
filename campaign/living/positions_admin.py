"""Positions in the staff area: a yellow mark until somebody who may speak for the campaign has decided."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaign.living import positions
from campaign.living.editing import LivingAdmin
from campaign.living.models import Position

DECIDED = {
    Position.Basis.CONFIRMED.value: _(
        "Who has confirmed it, and when? Such as: A. Example for ECPAT, by e-mail, 3 May 2026."
    ),
    Position.Basis.REFUSED.value: _(
        "Who has refused it, and when? Such as: A. Example for ECPAT, by e-mail, 3 May 2026."
    ),
}
STATES = {
    Position.Basis.PUBLISHED.value: pgettext_lazy("staff.position", "published"),
    Position.Basis.PROPOSED.value: pgettext_lazy("staff.position", "proposed"),
    Position.Basis.CONFIRMED.value: pgettext_lazy("staff.position", "confirmed"),
    Position.Basis.REFUSED.value: pgettext_lazy("staff.position", "refused"),
}
HOW = _(
    "Only somebody who may speak for the campaign confirms or refuses. Write down who said so, and when. What is "
    "refused has to leave the page before launch: its words stand in the templates and catalogues, so tell the people "
    "who maintain the site; an answer on Questions can be unpublished or reworded by you."
)


class PositionForm(forms.ModelForm):
    def clean(self) -> dict[str, object]:
        decided = DECIDED.get(self.cleaned_data.get("basis", ""))
        if decided and not self.cleaned_data.get("note"):
            self.add_error("note", decided)
        return self.cleaned_data


class PositionAdmin(LivingAdmin):
    page = "asks"  # nothing of it is seen there; the form offers no look
    mark = ""
    delivered = positions.DELIVERED
    form = PositionForm
    change_form_template = "staff/living/position_form.html"
    list_display = ("about", "page", "state", "note", "changed_by", "changed_at")
    list_filter = ("basis", "page")
    list_per_page = 100
    ordering = ("id",)
    fieldsets = ((None, {"fields": ("about", "page", "basis", "note"), "description": HOW}),)
    readonly_fields = ("about", "page")
    radio_fields = {"basis": admin.VERTICAL}

    @admin.display(description=_("basis"), ordering="basis")
    def state(self, row: Position) -> SafeString:
        return format_html('<span class="basis is-{}">{}</span>', row.basis, STATES.get(row.basis, row.basis))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
