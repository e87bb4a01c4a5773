"""What every list of kept things has in the staff area: who changed what, a look before publishing, no lost words."""

import secrets
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models, transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from campaign import audit
from campaign.living import kept
from campaign.living.models import Kept
from campaign.models import StaffAct
from campaign.staff_pages import who
from petitions import briefly

PAST_SHOWN = 20


class _Refused(forms.ModelForm):
    """A form as it was sent, with the errors of the look that was refused."""

    refused: ErrorDict

    def full_clean(self) -> None:
        super().full_clean()
        self._errors = self.refused


class LivingAdmin(admin.ModelAdmin):
    """A list of kept things. `page` is the name of the public page on which they are seen."""

    page: ClassVar[str]
    delivered: ClassVar[tuple[kept.Delivered, ...]] = ()
    about_shipped = _(
        "They are translated with the site. Words of your own take their place in every language; a language that you "
        "leave empty shows yours in English, marked as such."
    )
    mark = "published"  # the field that a look before publishing takes as switched on
    actions = None
    change_form_template = "staff/living/change_form.html"
    show_facets = admin.ShowFacets.NEVER

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        may = self.has_change_permission(request, row) if object_id else self.has_add_permission(request)
        if request.method == "POST" and "_preview" in request.POST and may:
            shown = self._preview(request, object_id)
            if shown is not None:
                return shown
        context = {
            "past": _past(row),
            "preview_languages": list(settings.LANGUAGES),
            "shipped": self._shipped(row),
            "about_shipped": self.about_shipped,
        }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def _shipped(self, row: Any) -> list[tuple[str, str]]:
        """The words that ship for this row, in English."""
        found = [one for one in self.delivered if row and one.key == row.key]
        return [(name, str(words)) for one in found for name, words in one.words.items()]

    def _preview(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The public page as it would be with this form saved and published; nothing stays. None: the form is wrong."""
        with transaction.atomic(), briefly.afresh():
            row = self.get_object(request, object_id) if object_id else None
            form = self.get_form(request, row)(self.as_published(request.POST), request.FILES, instance=row)
            if not form.is_valid():
                messages.error(request, _("It can’t be shown like this. Please mend what is marked below."))
                request.refused = form.errors  # type: ignore[attr-defined]
                return None
            self._stamp(request, form.instance)
            form.save()
            page, query = self.page_of(form.instance)
            response = public_page_as_it_is(page, request.POST.get("_preview_language", "en"), query)
            transaction.set_rollback(True)
        return response

    def as_published(self, posted: QueryDict) -> QueryDict:
        """What was sent, with the mark that makes it public."""
        data = posted.copy()
        if self.mark:
            data[self.mark] = "on"
        return data

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; after a look that was refused it holds those errors, so that looking never saves."""
        form = super().get_form(request, obj, change, **kwargs)
        refused = getattr(request, "refused", None)
        return form if refused is None else type(form.__name__, (_Refused, form), {"refused": refused})

    def page_of(self, row: Any) -> tuple[str, dict[str, str]]:
        """Name of the public page on which this row is seen, and the query of its address."""
        return self.page, {}

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        turns = changes(form) if change else {}
        self._stamp(request, obj)
        super().save_model(request, obj, form, change)
        what: dict[str, Any] = {"what": self.opts.verbose_name_raw, "key": obj.key}
        audit.record(audit.Act.CONTENT, by=who(request), **what, **turns)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        audit.record(
            audit.Act.CONTENT,
            by=who(request),
            what=self.opts.verbose_name_raw,
            key=obj.key,
            deleted=str(_plain_row(obj)),
        )
        super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What ships can be hidden; only what staff added can go."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and obj.key.startswith(kept.OWN)

    def _stamp(self, request: HttpRequest, row: Kept) -> None:
        row.key = row.key or f"{kept.OWN}{secrets.token_hex(4)}"
        row.changed_by, row.changed_at = who(request).get_username(), timezone.now()


def public_page_as_it_is(name: str, language: str, query: dict[str, str] | None = None) -> HttpResponse:
    """The page of this name as anybody would see it now, in the caller's transaction; nobody may keep it."""
    with translation.override(language):
        path = reverse(name)
        match = resolve(path)
        request = RequestFactory().get(path, query)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        response = response.render() if hasattr(response, "render") and not response.is_rendered else response
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def changes(form: forms.ModelForm) -> dict[str, dict[str, Any]]:
    """Field → what was and what is now, in values that JSON can hold; words language by language."""
    turns: dict[str, dict[str, Any]] = {}
    for name in form.changed_data:
        was, now = form.initial.get(name), form.cleaned_data.get(name)
        if isinstance(was, dict) or isinstance(now, dict):
            turns |= _words_changed(name, was or {}, now or {})
        elif _plain(was) != _plain(now):
            turns[name] = {"was": _plain(was), "now": _plain(now)}
    return turns


def _words_changed(name: str, was: dict[str, Any], now: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{name}_{code}": {"was": was.get(code, ""), "now": now.get(code, "")}
        for code in sorted({*was, *now})
        if was.get(code, "") != now.get(code, "")
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def _plain_row(row: models.Model) -> dict[str, Any]:
    return {one.name: _plain(one.value_from_object(row)) for one in row._meta.concrete_fields}


def _past(row: Kept | None) -> list[StaffAct]:
    """What staff changed here, the newest first."""
    if row is None:
        return []
    what = row._meta.verbose_name_raw
    return list(StaffAct.objects.filter(act=audit.Act.CONTENT, about__what=what, about__key=row.key)[:PAST_SHOWN])
