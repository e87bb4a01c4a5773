"""Hold and release: choose signatures by facts, see how many it would be, give a reason, set them aside; undo it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from campaign import audit, roles
from campaign.staff_pages import StaffPages, needs, who
from petitions import holding
from petitions.holding_form import HoldForm, in_words
from petitions.models import Holding, Signature

FINAL = "The petition has closed and its number is final; nothing can be set aside or released any more."
NONE_LEFT = "No signature that counts has these facts. Nothing was set aside."


class ReasonForm(forms.Form):
    """Why; the supporter's own page and the public list of what was set aside say so too."""

    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *(one for one in Signature.HeldReason.choices if one[0])],
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose a reason."},
        label_suffix="",
    )


class HoldingPages(StaffPages):
    """GET looks at the effect and changes nothing; POST acts."""

    def get_urls(self) -> list:
        own = [
            path("holding/", self.admin_view(self.holding), name="holding"),
            path("holding/<int:number>/release/", self.admin_view(self.release), name="release"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.HOLD)
    def holding(self, request: HttpRequest) -> HttpResponseBase:
        facts = HoldForm(request.POST if request.method == "POST" else request.GET or None)
        reason = ReasonForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and facts.is_valid() and reason.is_valid():
            return self._hold(request, facts, reason.cleaned_data["reason"])
        return self._holding_page(request, facts, reason)

    def _holding_page(self, request: HttpRequest, facts: HoldForm, reason: ReasonForm) -> HttpResponseBase:
        is_wrong = bool(facts.errors or reason.errors)
        effect = _effect(facts) if facts.is_bound and facts.is_valid() else {}
        past = Holding.objects.select_related("petition")[:200]
        return self.page(
            request, "holding", title="Hold and release", status=400 if is_wrong else 200,
            form=facts, reason_form=reason, past=[(one, in_words(one.criteria)) for one in past], **effect,
        )  # fmt: skip

    def _hold(self, request: HttpRequest, facts: HoldForm, reason: str) -> HttpResponseBase:
        try:
            with transaction.atomic():
                held = holding.hold(
                    facts.cleaned_data["petition"], facts.facts(), reason=reason, by=who(request).get_username()
                )
                about = {"holding": held.pk, "count": held.count, "reason": reason, "facts": held.criteria}
                audit.record(audit.Act.HOLD, by=who(request), **about)
            messages.success(request, f"Set aside: {held.count:,}. The number follows within seconds.")
        except holding.NothingToHold:
            messages.warning(request, NONE_LEFT)
        except holding.Final:
            messages.error(request, FINAL)
        return redirect("staff:holding")

    @method_decorator(require_POST)
    @needs(roles.HOLD)
    def release(self, request: HttpRequest, number: int) -> HttpResponseBase:
        try:
            with transaction.atomic():
                freed = holding.release(number, by=who(request).get_username())
                audit.record(audit.Act.RELEASE, by=who(request), holding=number, count=freed)
            messages.success(request, f"Released: {freed:,}. They count again within seconds.")
        except Holding.DoesNotExist as missing:
            raise Http404 from missing
        except holding.Released:
            messages.warning(request, "These signatures were released before.")
        except holding.Final:
            messages.error(request, FINAL)
        return redirect("staff:holding")


def _effect(form: HoldForm) -> dict[str, Any]:
    """How the number would change: as exact as the rows at this moment."""
    petition, facts = form.cleaned_data["petition"], form.facts()
    counting_now = holding.matching(petition, holding.Facts()).count()
    would_go = holding.matching(petition, facts).count()
    return {
        "is_preview": True,
        "is_final": holding.is_final(petition),
        "would_go": would_go,
        "counting_now": counting_now,
        "would_stay": counting_now - would_go,
        "chosen": in_words(facts.chosen()),
    }
