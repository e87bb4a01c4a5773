"""The screen to forget a person by the typed address (GDPR Art. 17): the same answer, whether we knew it or not."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from campaign import audit, roles
from campaign.staff_pages import StaffPages, needs, who
from petitions import addresses, erasure

NO_ADDRESS = _("This is not a whole e-mail address. Write it as the person wrote it, for example anna@example.org.")


class ForgetForm(forms.Form):
    """One address; judged by its form alone, never by what we hold."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=addresses.MAX_TYPED,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
        error_messages={"required": NO_ADDRESS, "max_length": NO_ADDRESS, "null_characters_not_allowed": NO_ADDRESS},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean_address(self) -> str:
        try:
            return addresses.parse(self.cleaned_data["address"])
        except addresses.BadAddress as bad:
            raise ValidationError(NO_ADDRESS) from bad


class ForgetPages(StaffPages):
    """GET asks for an address, POST forgets it; the page after that is one and the same."""

    def get_urls(self) -> list:
        own = [
            path("forget/", self.admin_view(self.forget), name="forget"),
            path("forget/done/", self.admin_view(self.forget_done), name="forget_done"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(sensitive_post_parameters("address"))
    @needs(roles.FORGET)
    def forget(self, request: HttpRequest) -> HttpResponseBase:
        form = ForgetForm(request.POST) if request.method == "POST" else ForgetForm()
        if form.is_bound and form.is_valid():
            with transaction.atomic():
                erasure.forget_address(form.cleaned_data["address"])
                audit.record(audit.Act.FORGET, by=who(request))
            return redirect("staff:forget_done")
        status = 400 if form.errors else 200
        return self.page(request, "forget", title=_("Forget a person"), form=form, status=status)

    @needs(roles.FORGET)
    def forget_done(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request, "forget_done", title=_("Forgotten"))
