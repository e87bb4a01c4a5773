"""The banner in the staff area."""

from django import forms
from django.contrib import admin
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.living import banner, status
from campaign.living.banner import Variant
from campaign.living.editing import LivingAdmin
from campaign.living.models import Banner
from campaign.living.written import check_english, check_length
from petitions.counting import day_of

LINE, LINK = 120, 24


class BannerForm(forms.ModelForm):
    def clean(self) -> dict[str, object]:
        needs = {
            Variant.MILESTONE: self._needs_milestone,
            Variant.VOTE: self._needs_vote,
            Variant.OWN: self._needs_words,
        }
        variant = self.cleaned_data.get("variant", "")
        if variant in needs:
            needs[Variant(variant)]()
        if variant and self.cleaned_data.get("published"):
            self._needs_the_right_status(variant)
        return self.cleaned_data

    def _needs_milestone(self) -> None:
        if not self.cleaned_data.get("milestone"):
            self.add_error("milestone", _("Which milestone was reached? Please give the number."))

    def _needs_vote(self) -> None:
        day, ends_at = self.cleaned_data.get("vote_on"), self.cleaned_data.get("ends_at")
        if not day:
            self.add_error("vote_on", _("When is the vote planned? Please give the day."))
        elif ends_at and day_of(ends_at) > day:
            self.add_error(
                "ends_at", _("The vote is over by then. Let the banner end on the day of the vote at the latest.")
            )

    def _needs_words(self) -> None:
        check_english(self, "words", needed=True)
        check_english(self, "link_words")
        check_length(self, "words", LINE)
        check_length(self, "link_words", LINK)

    def _needs_the_right_status(self, variant: str) -> None:
        code = status.code()
        if code == status.CHECKING:
            self.add_error(
                "published", _("No banner is shown while the legal status is “checking”. Choose the status first.")
            )
        elif not banner.may_stand(Banner(variant=variant), code):
            said = _(
                "This line says “%(line)s”, but the legal status says “%(status)s”. Choose another line, or change the "
                "status first."
            )
            self.add_error("variant", said % {"line": variant, "status": code})


class BannerAdmin(LivingAdmin):
    page = "home"
    form = BannerForm
    list_display = ("variant", "starts_at", "ends_at", "published", "stands_now", "changed_by")
    list_filter = ("published", "variant")
    fieldsets = (
        (
            None,
            {
                "fields": ("variant", "milestone", "vote_on"),
                "description": _(
                    "One line under the header of every page, except help, voices and the steps of signing. "
                    "A line that names the state of the law goes by itself when the legal status changes."
                ),
            },
        ),
        (_("Words of your own"), {"fields": ("words", "link_words", "target")}),
        (
            _("When"),
            {
                "fields": ("starts_at", "ends_at", "published"),
                "description": _(
                    "Brussels time. Who closes the banner sees it again on the next page, so keep it short."
                ),
            },
        ),
    )

    def as_published(self, posted: QueryDict) -> QueryDict:
        """As it will be once it has started."""
        data, now = super().as_published(posted), timezone.localtime()
        data["starts_at_0"], data["starts_at_1"] = f"{now:%Y-%m-%d}", f"{now:%H:%M:%S}"
        return data

    @admin.display(description=_("stands now"), boolean=True)
    def stands_now(self, row: Banner) -> bool:
        """Whether visitors may see it at this moment; of several, they see the one that started last."""
        is_due = row.published and row.starts_at <= timezone.now() < row.ends_at
        return is_due and banner.may_stand(row, status.code())
