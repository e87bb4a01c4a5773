"""The timeline in the staff area."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaign.living import kept, timeline
from campaign.living.editing import LivingAdmin
from campaign.living.models import PUBLISHABLE_GRADES, TimelineEntry
from campaign.living.written import check_english, check_length

TITLE = 60


class TimelineForm(forms.ModelForm):
    def clean(self) -> dict[str, object]:
        check_length(self, "title", TITLE)
        for name in ("title", "text"):
            check_english(self, name, needed=not self.instance.key or self.instance.key.startswith(kept.OWN))
        if self.cleaned_data.get("published"):
            self._needs_good_source()
        return self.cleaned_data

    def _needs_good_source(self) -> None:
        if not self.cleaned_data.get("source_url") and "source_url" not in self.errors:
            self.add_error(
                "source_url", _("Only an entry whose source can be opened is published. Please add the address.")
            )
        if self.cleaned_data.get("grade") not in PUBLISHABLE_GRADES:
            self.add_error(
                "grade", _("A source of this grade is never public. Find a better one, or leave it unpublished.")
            )


class TimelineAdmin(LivingAdmin):
    page = "timeline"
    delivered = timeline.DELIVERED
    form = TimelineForm
    list_display = ("day", "kind", "heading", "grade", "published", "changed_by", "changed_at")
    list_display_links = ("day", "heading")
    list_filter = ("published", "kind", "grade")
    ordering = ("-day",)
    fieldsets = (
        (
            None,
            {
                "fields": ("day", "precision", "kind", "title", "text"),
                "description": _(
                    "Dated history, told neutrally: what happened, not how the law stands today (that "
                    "is the legal status). A month or a year needs some day too: it only decides the order. “Setback” "
                    "is for rules that lapsed and votes that failed; opinions are “debate”."
                ),
            },
        ),
        (
            _("Where it comes from"),
            {
                "fields": ("source_name", "source_year", "source_url", "also_name", "also_year", "also_url", "grade"),
                "description": _(
                    "Grade B: open the link and see that the page says it, before you publish. For votes, "
                    "link Parliament’s own roll call."
                ),
            },
        ),
        (None, {"fields": ("published",)}),
    )

    @admin.display(description=_("heading"))
    def heading(self, row: TimelineEntry) -> str:
        """The title in English: that of staff, or the one that ships."""
        shipped = next((one.words for one in self.delivered if one.key == row.key), {})
        return kept.Item(row, shipped).words("title")
