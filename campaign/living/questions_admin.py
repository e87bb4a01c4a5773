"""Questions and answers in the staff area: fair, sourced, looked at every month."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.living import kept, questions
from campaign.living.care_models import Answer
from campaign.living.editing import LivingAdmin
from campaign.living.written import check_english, check_length

QUESTION, CONCERN = 90, 200
FAIR = _(
    "The page welcomes all voices. State the concern in one sentence that those who have it would sign: never a straw "
    "man. Say what the campaign says, and then what is still open, with the critics’ best source. Never say how the "
    "law stands today: the question “Where does it stand?” shows the legal status, all others lead to it. No name and "
    "no story of a person. %(forget_days)s, %(controller)s and the like are filled in when the page is shown."
)
# What ships unpublished, and what it still needs.
WAITS = {
    "money": _(
        "This answer speaks of findings of the Ombudsman and the data protection supervisor. Link one of them at "
        "its source before you publish it, and name the other in “basis”."
    ),
    "agree": _(
        "This answer speaks of critics among child protection groups and survivors. Link a critical voice of each "
        "before you publish it: one here, the other in “basis”."
    ),
}


class AnswerForm(forms.ModelForm):
    def clean(self) -> dict[str, object]:
        is_own = not self.instance.key or self.instance.key.startswith(kept.OWN)
        for name in ("question", "concern", "says", "still_open"):
            check_english(self, name, needed=is_own and name in ("question", "says"))
        check_length(self, "question", QUESTION)
        check_length(self, "concern", CONCERN)
        self._needs_name_and_address()
        self._needs_fairness()
        self._needs_looked_at()
        return self.cleaned_data

    def _words(self, name: str) -> bool:
        """Whether this part will be on the page: words of staff, or those that ship."""
        return bool(self.cleaned_data.get(name) or questions.shipped(self.instance.key).get(name))

    def _needs_name_and_address(self) -> None:
        url = self.cleaned_data.get("critics_url") or ""
        if url and not url.startswith("https://"):
            self.add_error("critics_url", _("Please give an address that begins with https://."))
        if url and not self._words("critics_name"):
            self.add_error(
                "critics_name", _("Please name the critics or their text: readers see this name as the link.")
            )
        if self.cleaned_data.get("critics_name") and not url and "critics_url" not in self.errors:
            self.add_error("critics_url", _("A name without an address leads nowhere. Please add the address."))
        if self.cleaned_data.get("published") and self.instance.key in WAITS and not url:
            self.add_error("critics_url", WAITS[self.instance.key])

    def _needs_fairness(self) -> None:
        if self.cleaned_data.get("published") and self._words("concern") and not self._words("still_open"):
            self.add_error("still_open", _("Who names a concern also says what is still open."))

    def _needs_looked_at(self) -> None:
        day = self.cleaned_data.get("reviewed_on")
        if day and day > timezone.localdate():
            self.add_error("reviewed_on", _("This day is still to come. Please give the day on which you read it."))


class ReviewFilter(admin.SimpleListFilter):
    """The list behind the line of the to-do list."""

    title, parameter_name = _("review"), "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", _("not read for %(days)s days") % {"days": questions.REVIEW_DAYS})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Answer]) -> QuerySet[Answer]:
        if self.value() != "due":
            return queryset
        old = timezone.localdate() - timedelta(days=questions.REVIEW_DAYS)
        return queryset.filter(Q(reviewed_on__lt=old) | Q(reviewed_on=None), published=True)


class AnswerAdmin(LivingAdmin):
    page = "questions"
    delivered = questions.DELIVERED
    form = AnswerForm
    list_display = ("words_of_the_question", "group", "published", "reviewed_on", "changed_by", "changed_at")
    list_filter = ("published", "group", ReviewFilter)
    list_per_page = 100
    fieldsets = (
        (None, {"fields": ("group", "question", "concern", "says", "still_open"), "description": FAIR}),
        (_("The critics’ best source"), {"fields": ("critics_name", "critics_url")}),
        (
            _("For us"),
            {
                "fields": ("basis", "reviewed_on", "place"),
                "description": _("Read every answer once a month, and set the day on which you did: readers see it."),
            },
        ),
        (None, {"fields": ("published",)}),
    )

    @admin.display(description=_("question"))
    def words_of_the_question(self, row: Answer) -> str:
        """In English: that of staff, or the one that ships."""
        return kept.Item(row, questions.shipped(row.key)).words("question")

    def page_of(self, row: Any) -> tuple[str, dict[str, str]]:
        """The page with this answer open."""
        return self.page, {"open": row.key}
