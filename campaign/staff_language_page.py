"""The page on which staff choose their language."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign import staff_language
from campaign.staff_pages import StaffPages


class LanguageForm(forms.Form):
    """One of the languages of the staff area."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=staff_language.CHOICES, label_suffix="")


class LanguagePages(StaffPages):
    """Everybody who may log in chooses for themselves."""

    def get_urls(self) -> list:
        return [path("language/", self.admin_view(self.language), name="language"), *super().get_urls()]

    def language(self, request: HttpRequest) -> HttpResponseBase:
        now = {"language": staff_language.of(request)}
        form = LanguageForm(request.POST if request.method == "POST" else None, initial=now)
        if form.is_valid():
            return self._speak(request, form.cleaned_data["language"])
        return self.page(request, "language", title=_("Language"), status=400 if form.errors else 200, form=form)

    def _speak(self, request: HttpRequest, language: str) -> HttpResponseBase:
        staff_language.choose(request, language)
        with translation.override(language):  # who has just chosen it reads it in that language
            messages.success(request, _("From now on the staff area speaks English with you."))
        return redirect("staff:index")
