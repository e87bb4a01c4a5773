"""Outside links in the staff area: opened lately, and still the right page?"""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign.living import links
from campaign.living.editing import LivingAdmin
from campaign.living.models import UsefulLink

HOW = _(
    "Open each link before launch and twice a year: is it still the page that says how to delete the history of this "
    "browser? They ship published, from the addresses known at delivery; nobody has opened them yet."
)


class UsefulLinkForm(forms.ModelForm):
    class Meta:
        model = UsefulLink
        fields = ("page", "name", "url", "checked_on", "place", "published")

    def clean(self) -> dict[str, object]:
        if not str(self.cleaned_data.get("url") or "https://").startswith("https://"):
            self.add_error("url", _("Please give an address that begins with https://."))
        day = self.cleaned_data.get("checked_on")
        if day and day > timezone.localdate():
            self.add_error("checked_on", _("This day is still to come. Please give the day on which you opened it."))
        return self.cleaned_data


class UsefulLinkAdmin(LivingAdmin):
    page = "cover_tracks"
    delivered = links.DELIVERED
    form = UsefulLinkForm
    list_display = ("name", "url", "last_opened", "place", "published", "changed_by")
    fieldsets = ((None, {"fields": UsefulLinkForm.Meta.fields, "description": HOW}),)

    @admin.display(description=_("last opened"), ordering="checked_on")
    def last_opened(self, row: UsefulLink) -> str:
        return date_format(row.checked_on, "DATE_FORMAT") if row.checked_on else gettext("never: please open it")
