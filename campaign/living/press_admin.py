"""What staff add to the press page."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaign.living.editing import LivingAdmin
from campaign.living.models import PressItem
from campaign.living.written import check_english, check_length

TITLE = 60


class PressItemForm(forms.ModelForm):
    class Meta:
        model = PressItem
        fields = ("title", "url", "file_format", "size_kb", "day", "published")

    def clean(self) -> dict[str, object]:
        check_english(self, "title", needed=True)
        check_length(self, "title", TITLE)
        if not str(self.cleaned_data.get("url", "https://")).startswith("https://"):
            self.add_error("url", _("Please give an address that begins with https://"))
        return self.cleaned_data


class PressItemAdmin(LivingAdmin):
    page = "press"
    form = PressItemForm
    list_display = ("heading", "day", "file_format", "published", "changed_by", "changed_at")
    list_filter = ("published",)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "url", "file_format", "size_kb", "day", "published"),
                "description": _(
                    "A release, a photo of an event, a recording. Show no child’s face, and nobody who has "
                    "not agreed. Give format and size, so that people on the road know what they open."
                ),
            },
        ),
    )

    @admin.display(description=_("heading"))
    def heading(self, row: PressItem) -> str:
        return str(row.title.get("en") or next(iter(row.title.values()), row.key))
