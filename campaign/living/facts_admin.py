"""The figures in the staff area: their numbers, years, sources and marks; and figures of staff's own."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.living import facts, kept
from campaign.living.editing import LivingAdmin
from campaign.living.models import PUBLISHABLE_GRADES, Fact, Kept
from campaign.living.values import ValuesField
from campaign.living.written import check_english
from petitions.counting import day_of

_YEAR = re.compile(r"\b20\d\d\b|\bundated\b")
ADDRESSES = ("source_url", "also_url")
WHERE = _(
    "A figure that is not published vanishes from every page. F1 stands large on the home page (F2 steps in for it), "
    "F2, F8 and F10 stand below; F15 on “What we ask” and ask 2, F7 on ask 2, F13 on ask 4; F1, F2, F4 and F10 on "
    "“Press”. “More than 70 organisations” (F17) also stands in running words: home, the petition, “About”, “Press”."
)
SOURCE = _(
    "Open the link and look once a quarter; “last checked” stands on the card. Name and year as they ship are "
    "translated; what you write stands as you write it, in every language."
)
OWN_WORDS = _(
    "Leave them empty to keep the words that ship, which are translated. Here, write numbers as they are to be read, "
    "or use the names of the boxes above."
)
SHIPPED_NAMES = {
    "hero_value": _("On the home page, large"),
    "hero_text": _("On the home page, below it"),
    "hero_not": _("On the home page, what it doesn’t tell us"),
    "source": _("The line of the source"),
    "also": _("The line of the second source"),
    "source_year": _("Year of the source"),
    "value_words": _("The figure"),
    "counts": _("What it counts"),
    "not_told": _("What it doesn’t tell us"),
    "says": _("In one sentence"),
}


class FactForm(forms.ModelForm):
    class Meta:
        model = Fact
        fields = ("values", *facts.WORDS, "source_name", "source_year", "source_url", "also_name", "also_year",
                  "also_url", "grade", "checked_on", "place", "published")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = facts.value_names(self.instance.key)
        if names:
            help_text = _("Each stands in the words that ship under its name; the site writes it for every language.")
            self.fields["values"] = ValuesField(names, label=_("Numbers"), help_text=help_text)
        else:
            self.fields.pop("values", None)  # Django leaves out what no fieldset names

    def clean(self) -> dict[str, object]:
        is_own = not self.instance.key or self.instance.key.startswith(kept.OWN)
        for name in facts.WORDS:
            check_english(self, name, needed=is_own and name != "says")
        self._check_sources()
        day = self.cleaned_data.get("checked_on")
        if day and day > day_of(timezone.now()):
            self.add_error("checked_on", _("This day is still to come. Please give the day on which you looked."))
        if self.cleaned_data.get("published"):
            self._needs_good_source()
        return self.cleaned_data

    def _check_sources(self) -> None:
        for name in ADDRESSES:
            if not str(self.cleaned_data.get(name) or "https://").startswith("https://"):
                self.add_error(name, _("Please give an address that begins with https://"))
        if not _YEAR.search(self.cleaned_data.get("source_year", "")) and "source_year" not in self.errors:
            self.add_error("source_year", _("Please write the year with four digits, or “undated”."))
        if self.cleaned_data.get("also_url") and not self.cleaned_data.get("also_name"):
            self.add_error("also_name", _("Please name the second source, or take its address away."))

    def _needs_good_source(self) -> None:
        if not self.cleaned_data.get("source_url") and "source_url" not in self.errors:
            self.add_error(
                "source_url", _("Only a figure whose source can be opened is public. Please add the address.")
            )
        if self.cleaned_data.get("grade") not in PUBLISHABLE_GRADES:
            self.add_error(
                "grade", _("A source of this grade is never public. Find a better one, or leave it unpublished.")
            )


class FactAdmin(LivingAdmin):
    page = "evidence"
    delivered = facts.DELIVERED
    form = FactForm
    list_display = ("key", "figure", "source_name", "source_year", "grade", "published", "checked_on", "changed_by")
    list_display_links = ("key", "figure")
    list_filter = ("published", "grade")

    def get_fieldsets(self, request: Any, obj: Fact | None = None) -> Any:
        """A figure of staff's own has no numbers by name: they stand in its words."""
        numbers = ("values",) if obj and facts.value_names(obj.key) else ()
        source = ("source_name", "source_year", "source_url", "also_name", "also_year", "also_url")
        return (
            (None, {"fields": (*numbers, "published", "place"), "description": WHERE}),
            (_("Where it comes from"), {"fields": (*source, "grade", "checked_on"), "description": SOURCE}),
            (_("Words of your own"), {"fields": facts.WORDS, "description": OWN_WORDS}),
        )

    @admin.display(description=_("figure"))
    def figure(self, row: Fact) -> str:
        """The figure in English, with its numbers: that of staff, or the one that ships."""
        return facts.in_one_line(row)

    def _shipped(self, row: Kept | None) -> list[tuple[str, str]]:
        """Under the names that the boxes have, and without markup."""
        shipped = super()._shipped(row)
        return [(str(SHIPPED_NAMES.get(name, name)), facts.without_markup(words)) for name, words in shipped]
