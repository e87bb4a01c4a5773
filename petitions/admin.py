"""What staff may see and change in rows: dates and goal of a petition, and two read-only lists. Nothing about people.

The classes are put on the staff site in campaign/staff.py, in the one list of what stands there.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import Field
from django.http import HttpRequest

from petitions.models import Petition, Wording


class PetitionForm(forms.ModelForm):
    """Dates in an order that makes sense, with a sentence for each that doesn't."""

    class Meta:
        model = Petition
        fields = ("slug", "target", "goal", "opens_at", "closes_at", "handed_over_at", "forget_at")
        help_texts = {
            "slug": "Part of public addresses, so it can't be changed later.",
            "goal": "Confirmed signatures we hope for.",
            "handed_over_at": "When the signatures were handed over; empty until then.",
        }

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for earlier, later, sentence in (
            ("opens_at", "closes_at", "The petition has to close after it opens."),
            ("closes_at", "forget_at", "Data can't be forgotten before the petition closes."),
        ):
            if cleaned.get(earlier) and cleaned.get(later) and cleaned[later] <= cleaned[earlier]:
                self.add_error(later, sentence)
        return cleaned


class PetitionAdmin(admin.ModelAdmin):
    form = PetitionForm
    fields = PetitionForm.Meta.fields
    list_display = ("slug", "target", "goal", "opens_at", "closes_at", "handed_over_at", "forget_at")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Django's two boxes of a moment carry no name that a screen reader finds; here each has one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, AdminSplitDateTime):
            for box, part in zip(field.widget.widgets, ("date", "time"), strict=True):
                box.attrs["aria-label"] = f"{field.label}: {part}"
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Petition | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Petition | None = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list to look at: no adding, changing or deleting, whatever the permissions say."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class WordingAdmin(ReadOnlyAdmin):
    list_display = ("kind", "language", "version", "petition", "recorded_at", "fingerprint")
    list_filter = ("kind", "language", "petition")
    ordering = ("kind", "language", "-version")
    list_select_related = ("petition",)
    list_per_page = 50

    @admin.display(description="SHA-256")
    def fingerprint(self, wording: Wording) -> str:
        return f"{wording.sha256[:12]}…"


class ExportLogAdmin(ReadOnlyAdmin):
    list_display = ("at", "by_name", "what", "rows")
    fields = ("at", "by_name", "what", "rows")
    list_per_page = 50
