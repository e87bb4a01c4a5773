"""Voices in the staff area: the rules stand beside the fields, one button withdraws, and the history repeats nothing
that a person said."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from campaign import audit, plurals
from campaign.living import kept, voices
from campaign.living.care_models import Voice
from campaign.living.editing import LivingAdmin, changes
from campaign.living.written import check_english
from campaign.staff_pages import who

WORDS = _(
    "Each voice says what people ask for, and ends with strength, not with harm. No descriptions of acts; no town, "
    "school, employer or exact age at the time. Children’s words come from published studies or youth groups, never "
    "from this site. A translation is checked by the person or the partner organisation: write a language only when "
    "that is done. Survivors do not all agree: show more than one view, also of survivors who worry about privacy."
)
REPORT = _(
    "What a study or a press page reports about a group needs this source. If one person could be recognised, the "
    "source is not enough: tick “one person speaks” and fill in the whole record below."
)
RECORD = _(
    "One person speaks only with all of it: who, which words, which languages, where, until when, how to withdraw. "
    "Contact goes through a support organisation; write its name and the number of its record, never the person’s own "
    "name or address. After the last agreed day the voice is off the page by itself."
)
ONE_SIDED = _(
    "Survivors do not all agree, but all that are published here ask for the same. Look for a published source, or a "
    "permission, of survivors who worry about privacy."
)
MISSING = {
    "source_url": _("A report needs the address of its source."),
    "consent_by": _("Who gave consent? The support organisation and the number of its record."),
    "consent_wording": _("Which words did the person agree to?"),
    "consent_languages": _("Which languages did the person agree to? Codes with commas: en, de."),
    "consent_where": _("Where may the words stand? Such as: this website."),
    "consent_until": _("Until when may they stand? The day has to be given, and still to come."),
    "consent_contact": _("How can the person withdraw? A contact through the support organisation."),
    "withdrawn_at": _("This voice was withdrawn and stays silent. A new permission is a new voice: add one."),
}
NOT_IN_THE_FORM = "withdrawn_at"
# Of a person, the history says that these changed, not what they say: who withdraws is not read there for ever.
PERSONAL = ("text_", "name", "consent_")


class VoiceForm(forms.ModelForm):
    def clean_consent_languages(self) -> str:
        codes = voices.languages(Voice(consent_languages=self.cleaned_data["consent_languages"]))
        if unknown := sorted(codes - set(plurals.HEADERS)):
            said = _("These are no codes of languages: %(codes)s. Such as: en, de.")
            raise forms.ValidationError(said % {"codes": ", ".join(unknown)})
        return ", ".join(sorted(codes))

    def clean(self) -> dict[str, object]:
        check_english(self, "text", needed=not self.instance.key or self.instance.key.startswith(kept.OWN))
        url = self.cleaned_data.get("source_url") or ""
        if url and not url.startswith("https://"):
            self.add_error("source_url", _("Please give an address that begins with https://."))
        if url and not self.cleaned_data.get("source_name"):
            self.add_error("source_name", _("Please name the source: readers see its name as the link."))
        if self.cleaned_data.get("published"):
            self._needs_permission()
        self._needs_agreed_languages()
        return self.cleaned_data

    def _needs_permission(self) -> None:
        row = copy(self.instance)
        for name, value in self.cleaned_data.items():
            setattr(row, name, value)
        for name in voices.missing(row):
            if name not in self.errors:
                self.add_error(None if name == NOT_IN_THE_FORM else name, MISSING[name])

    def _needs_agreed_languages(self) -> None:
        agreed = voices.languages(Voice(consent_languages=self.cleaned_data.get("consent_languages") or ""))
        written = set(self.cleaned_data.get("text") or {})
        if self.cleaned_data.get("is_person") and agreed and written - agreed:
            beyond = ", ".join(sorted(written - agreed))
            said = _("The person did not agree to these languages: %(codes)s. Take the words out.")
            self.add_error("text", said % {"codes": beyond})


class VoiceAdmin(LivingAdmin):
    page = "voices"
    delivered = voices.DELIVERED
    form = VoiceForm
    change_form_template = "staff/living/voice_form.html"
    list_display = ("beginning", "group", "is_person", "published", "consent_until", "withdrawn_at", "changed_at")
    list_filter = ("published", "group", "is_person")
    readonly_fields = ("withdrawn_at",)
    fieldsets = (
        (None, {"fields": ("group", "text"), "description": WORDS}),
        (_("A report about a group"), {"fields": ("source_name", "source_year", "source_url"), "description": REPORT}),
        (
            _("One person"),
            {
                "fields": (
                    ("is_person", "name", "is_name_changed"),
                    *("consent_by", "consent_wording", "consent_languages", "consent_where", "consent_until"),
                    *("consent_contact", "withdrawn_at"),
                ),
                "description": RECORD,
            },
        ),
        (None, {"fields": ("place", "published")}),
    )

    @admin.display(description=_("voice"))
    def beginning(self, row: Voice) -> str:
        shipped = next((one.words for one in voices.DELIVERED if one.key == row.key), {})
        return Truncator(kept.Item(row, shipped).words("text")).chars(80)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if voices.is_one_sided():
            messages.warning(request, ONE_SIDED)
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and "_withdraw" in request.POST:
            return self._withdraw(request, self.get_object(request, object_id or ""))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _withdraw(self, request: HttpRequest, row: Voice | None) -> HttpResponse:
        if row is None or not self.has_change_permission(request, row):
            raise PermissionDenied
        self._stamp(request, row)
        voices.withdraw(row)
        turn = {"was": "", "now": str(row.withdrawn_at)}
        audit.record(audit.Act.CONTENT, by=who(request), what="voice", key=row.key, withdrawn_at=turn)
        messages.success(
            request, _("Withdrawn: it is off the page now. Copies that others keep are gone within a day.")
        )
        return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Voice, form: forms.ModelForm, change: bool) -> None:
        turns = changes(form) if change else {}
        if obj.is_person or form.initial.get("is_person"):
            turns = _without_words(turns)
        self._stamp(request, obj)
        admin.ModelAdmin.save_model(self, request, obj, form, change)
        audit.record(audit.Act.CONTENT, by=who(request), what="voice", key=obj.key, **turns)

    def delete_model(self, request: HttpRequest, obj: Voice) -> None:
        if not obj.is_person:
            return super().delete_model(request, obj)
        audit.record(audit.Act.CONTENT, by=who(request), what="voice", key=obj.key, deleted="one person’s voice")
        return admin.ModelAdmin.delete_model(self, request, obj)


def _without_words(turns: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"was": "…", "now": "… (changed)"} if name.startswith(PERSONAL) else turn for name, turn in turns.items()
    }
