"""Hold and release: choose signatures by facts, see how many it would be, give a reason, set them aside; undo it."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.http import require_POST

from campaign import audit, roles
from campaign.staff_pages import StaffPages, needs, who
from campaign.templatetags import local
from petitions import countries, holding, notes, removal
from petitions.holding_form import HoldForm, in_words
from petitions.models import Holding, Signature

FEW = 10  # below it whoever reported somebody could see from the public numbers that they had signed
MOST_COUNTRIES = 8
FINAL = _("The petition has closed and its number is final; nothing can be set aside or released any more.")
NONE_LEFT = _("No signature that counts has these facts. Nothing was set aside.")
CHANGED = N_(
    "Other signatures have these facts now than a moment ago. Nothing was set aside: please look at the effect again."
)


class WhyForm(forms.Form):
    """Why: the code is public, the sentence stays among ourselves."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *(one for one in Signature.HeldReason.choices if one[0])],
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
        label_suffix="",
    )
    note = forms.CharField(
        label=_("What did you see?"),
        max_length=notes.MAX,
        validators=[notes.judge],
        error_messages={"required": _("Write what you saw, so that others can follow it.")},
        help_text=_("One sentence for other staff and for an audit. No name, no address."),
        label_suffix="",
    )


class CountForm(forms.Form):
    """The number, typed by hand: who types it has read it."""

    count = forms.IntegerField(
        label=_("How many are deleted?"),
        min_value=0,
        error_messages={"required": _("Type the number of signatures that are still there.")},
        help_text=_("Type the number that stands above at “Still there”."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        label_suffix="",
    )


class HoldingPages(StaffPages):
    """GET looks at the effect and changes nothing; POST acts."""

    def get_urls(self) -> list:
        own = [
            path("holding/", self.admin_view(self.holding), name="holding"),
            path("holding/<int:number>/release/", self.admin_view(self.release), name="release"),
            path("holding/<int:number>/remove/", self.admin_view(self.remove), name="remove"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.HOLD)
    def holding(self, request: HttpRequest) -> HttpResponseBase:
        """A look by GET, or by POST where a domain is typed: no domain stands in an address. Else POST holds."""
        wants_to_hold = request.method == "POST" and request.POST.get("step") != "look"
        facts = HoldForm(request.POST if request.method == "POST" else _from_address(request))
        why = WhyForm(request.POST if wants_to_hold else None)
        if wants_to_hold and facts.is_valid() and why.is_valid():
            return self._hold(request, facts, why)
        return self._holding_page(request, facts, why)

    def _holding_page(self, request: HttpRequest, facts: HoldForm, why: WhyForm) -> HttpResponseBase:
        is_wrong = bool(facts.errors or why.errors)
        effect = _effect(facts) if facts.is_bound and facts.is_valid() else {}
        return self.page(
            request, "holding", title=_("Hold and release"), status=400 if is_wrong else 200,
            form=facts, reason_form=why, past=_past(), **effect,
        )  # fmt: skip

    def _hold(self, request: HttpRequest, facts: HoldForm, why: WhyForm) -> HttpResponseBase:
        by, said = who(request), why.cleaned_data
        seen = request.POST.get("seen", "")
        try:
            with transaction.atomic():
                held = holding.hold(
                    facts.cleaned_data["petition"], facts.facts(), by=by.get_username(), seen=seen, **said
                )
                audit.record(audit.Act.HOLD, by=by, holding=held.pk, count=held.count, facts=held.criteria, **said)
            done = _("Set aside: %(number)s. The number follows within seconds.")
            messages.success(request, done % {"number": local.number(held.count)})
        except holding.Changed:
            messages.warning(request, gettext(CHANGED))
            return self._holding_page(request, facts, why)
        except (holding.NothingToHold, holding.Final) as wrong:
            messages.warning(request, FINAL if isinstance(wrong, holding.Final) else NONE_LEFT)
        return redirect("staff:holding")

    @method_decorator(require_POST)
    @needs(roles.HOLD)
    def release(self, request: HttpRequest, number: int) -> HttpResponseBase:
        try:
            with transaction.atomic():
                freed = holding.release(number, by=who(request).get_username())
                audit.record(audit.Act.RELEASE, by=who(request), holding=number, count=freed)
            said = _("Released: %(number)s. They count again within seconds.")
            messages.success(request, said % {"number": local.number(freed)})
        except Holding.DoesNotExist as missing:
            raise Http404 from missing
        except (holding.Released, holding.Removed):
            messages.warning(request, _("These signatures were released or deleted before."))
        except holding.Final:
            messages.error(request, FINAL)
        return redirect("staff:holding")

    @needs(roles.HOLD)
    def remove(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """GET shows what would be deleted and from when; POST deletes if the typed number is the number of rows."""
        held = _still_held(number)
        form = CountForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._removed(request, held, form):
            return redirect("staff:holding")
        possible_from = removal.possible_from(held)
        return self.page(
            request, "holding_remove", title=_("Delete what was set aside"), status=400 if form.errors else 200,
            form=form, held=held, there=held.signatures.count(), facts=in_words(held.criteria),
            possible_from=possible_from, is_possible=possible_from <= timezone.now(),
        )  # fmt: skip

    def _removed(self, request: HttpRequest, held: Holding, form: CountForm) -> bool:
        by, count = who(request), form.cleaned_data["count"]
        try:
            with transaction.atomic():
                removal.remove(held.pk, count=count, by=by.get_username())
                audit.record(audit.Act.REMOVE, by=by, holding=held.pk, count=count, reason=held.reason)
            messages.success(request, _("Deleted for ever: %(number)s.") % {"number": local.number(count)})
        except holding.Changed:
            form.add_error("count", _("This is not how many there are."))
        except removal.TooEarly:
            form.add_error(None, _("Their owners can still object. Nothing was deleted."))
        return not form.errors


def _still_held(number: int) -> Holding:
    found = Holding.objects.filter(pk=number, released_at=None, removed_at=None).first()
    if found is None:
        raise Http404("no such holding, or it is over")
    return found


def _from_address(request: HttpRequest) -> QueryDict | None:
    """The facts in the address; a domain is not read from there, and not looked for."""
    asked = request.GET.copy()
    asked.pop("domain", None)
    return asked or None


def _past() -> list[tuple[Holding, str, datetime]]:
    """(holding, its facts in words, from when its signatures may be deleted), the newest first."""
    past = Holding.objects.select_related("petition")[:200]
    return [(one, in_words(one.criteria), removal.possible_from(one)) for one in past]


def _effect(form: HoldForm) -> dict[str, Any]:
    """How the number would change: as exact as the rows at this moment."""
    petition, facts = form.cleaned_data["petition"], form.facts()
    effect = holding.effect(petition, facts)
    names = countries.names(get_language() or "en")
    return {
        "effect": effect,
        "is_final": holding.is_final(petition),
        "is_few": 0 < effect.would_go < FEW,
        "chosen": in_words(facts.chosen()),
        "by_country": [(names.get(line.country, line.country), line) for line in effect.countries[:MOST_COUNTRIES]],
        "more_countries": max(0, len(effect.countries) - MOST_COUNTRIES),
    }
