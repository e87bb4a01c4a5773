"""What the pages say: one screen over everything that staff keep current, with what waits for somebody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaign import roles
from campaign.living import status
from campaign.living.models import Kept
from campaign.living.todo import todo
from campaign.staff_pages import StaffPages, needs


@dataclass(frozen=True)
class Kind:
    """One list of kept things: its name and address, how many, how many of them are public, and the last change."""

    name: str
    url: str
    rows: int
    public: int | None
    changed_at: Any


class ContentPages(StaffPages):
    """The lists of campaign.living on a screen of their own: eleven names would fill the navigation."""

    def get_urls(self) -> list:
        return [path("content/", self.admin_view(self.content), name="content"), *super().get_urls()]

    @needs(roles.CONTENT_LOOK)
    def content(self, request: HttpRequest) -> HttpResponseBase:
        kinds = [_kind(model) for model in self.kept_models()]
        return self.page(request, "content", title=_("What the pages say"), kinds=kinds, **self.kept_now(request))

    def kept_now(self, request: HttpRequest) -> dict[str, Any]:
        """For the first page too: the legal status and what waits; nothing for accounts that may not look."""
        if not request.user.has_perm(roles.CONTENT_LOOK):
            return {}
        return {
            "todo": todo(),
            "legal_status": status.shown(),
            "status_url": reverse("staff:campaign_legalstatus_changelist"),
        }

    def kept_models(self) -> list[type[Kept]]:
        """The kinds that stand on the staff site, in the order in which they were put there."""
        return [model for model in self._registry if issubclass(model, Kept)]


def _kind(model: type[Kept]) -> Kind:
    opts, rows = model._meta, model._default_manager
    marks = [one.name for one in opts.concrete_fields if one.name in ("published", "verified", "is_on")]
    return Kind(
        name=capfirst(str(opts.verbose_name_plural)),
        url=reverse(f"staff:campaign_{opts.model_name}_changelist"),
        rows=rows.count(),
        public=rows.filter(**{marks[0]: True}).count() if marks else None,
        changed_at=rows.aggregate(last=Max("changed_at"))["last"],
    )
