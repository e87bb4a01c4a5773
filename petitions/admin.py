"""What staff may see and change in rows: dates and goal of a petition, and two read-only lists. Nothing about people.

The classes are put on the staff site in campaign/staff.py, in the one list of what stands there.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from petitions import notes, wordings
from petitions.holding import is_final
from petitions.models import Petition, Wording


class PetitionForm(forms.ModelForm):
    """Dates in an order that makes sense, with a sentence for each that doesn't."""

    class Meta:
        model = Petition
        fields = ("slug", "target", "goal", "opens_at", "closes_at", "handed_over_at", "forget_at")
        help_texts = {
            "slug": _("Part of public addresses, so it can't be changed later."),
            "goal": _("Confirmed signatures we hope for."),
            "handed_over_at": _("When the signatures were handed over; empty until then."),
        }

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for earlier, later, sentence in (
            ("opens_at", "closes_at", _("The petition has to close after it opens.")),
            ("closes_at", "forget_at", _("Data can't be forgotten before the petition closes.")),
        ):
            if cleaned.get(earlier) and cleaned.get(later) and cleaned[later] <= cleaned[earlier]:
                self.add_error(later, sentence)
        if self.instance.pk and has_been_signed(self.instance):
            self._keep_what_was_promised(cleaned)
        return cleaned

    def _keep_what_was_promised(self, cleaned: dict) -> None:
        """Whoever signed has read both days on the form: their data may go sooner, never later."""
        promised = self.instance.forget_at  # as it stands in the row; the form writes it only after this
        forget_at, closes_at = cleaned.get("forget_at"), cleaned.get("closes_at")
        if forget_at and forget_at > promised:
            sentence = _("People have signed with %(time)s on the form. It can only be earlier.")
            self.add_error("forget_at", sentence % {"time": _day(promised)})
        if closes_at and closes_at > promised:
            sentence = _("People have signed with %(time)s as the day when all is forgotten. Close before it.")
            self.add_error("closes_at", sentence % {"time": _day(promised)})
        if closes_at and closes_at > self.instance.closes_at and is_final(self.instance):
            self.add_error("closes_at", _("The petition has closed and its number is final. It can't open again."))


def has_been_signed(petition: Petition) -> bool:
    """Whether anybody has ever read the petition's dates and signed; also when all of them are forgotten by now."""
    return petition.signatures.exists() or petition.tallies.exists()


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


class PetitionAdmin(admin.ModelAdmin):
    form = PetitionForm
    actions = None
    fields = PetitionForm.Meta.fields
    list_display = ("slug", "target", "goal", "opens_at", "closes_at", "handed_over_at", "forget_at")

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Django's two boxes of a moment carry no name that a screen reader finds; here each has one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, AdminSplitDateTime):
            for box, part in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
                box.attrs["aria-label"] = f"{field.label}: {part}"
        return field

    def save_model(self, request: HttpRequest, obj: Petition, form: Any, change: bool) -> None:
        """The form of the public shows the new dates at once; so its words with these dates are recorded at once."""
        super().save_model(request, obj, form, change)
        wordings.record(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Petition | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A petition is a row and a template: `manage.py release` makes it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Petition | None = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list to look at: no adding, changing or deleting, whatever the permissions say."""

    actions = None
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class WordingForm(forms.ModelForm):
    """Why it was corrected, and nothing else: the words themselves are what people signed."""

    class Meta:
        model = Wording
        fields = ("reason",)
        widgets = {"reason": forms.TextInput(attrs={"class": "vTextField"})}

    def clean_reason(self) -> str:
        notes.judge(self.cleaned_data["reason"])
        return self.cleaned_data["reason"]


class WordingAdmin(ReadOnlyAdmin):
    """All that was ever shown; an editor says why a version came, in English, on the public page of versions."""

    form = WordingForm
    fields = ("kind", "language", "version", "petition", "recorded_at", "sha256", "body", "reason")
    readonly_fields = fields[:-1]
    list_display = ("kind", "language", "version", "petition", "recorded_at", "fingerprint")
    list_filter = ("kind", "language", "petition")
    ordering = ("kind", "language", "-version")
    list_select_related = ("petition",)
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("petitions.change_wording")

    def save_model(self, request: HttpRequest, obj: Wording, form: Any, change: bool) -> None:
        obj.save(update_fields=["reason"])

    @admin.display(description="SHA-256")
    def fingerprint(self, wording: Wording) -> str:
        return f"{wording.sha256[:12]}…"


class ExportLogAdmin(ReadOnlyAdmin):
    list_display = ("at", "by_name", "what", "rows")
    fields = ("at", "by_name", "what", "rows")
    list_per_page = 50
