"""The owners' screens of staff accounts, and the page on which a password is chosen by a link.

No letter is sent: the process that serves this page has no mail server, and the outbox knows supporters only. The owner
sees the link once and hands it over.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from campaign import accounts, audit, roles, second_factor
from campaign.factor_models import Authenticator
from campaign.staff_pages import StaffPages, needs, who

NOT_YOURS = _("Your own account is changed by another owner, so that nobody locks themselves out.")


class RolesForm(forms.Form):
    """What an account may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=lambda: [(role, f"{roles.NAMES[role]}: {what}") for role, what in roles.WHAT_THEY_DO.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    may_log_in = forms.BooleanField(label=_("May log in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class InviteForm(RolesForm):
    """A new account: what to call it, and whose it is."""

    field_order = ("name", "email", "roles")
    may_log_in = None  # type: ignore[assignment]  # a new one may
    name = forms.CharField(
        label=_("Name to log in with"), max_length=150, validators=[UnicodeUsernameValidator()],
        error_messages={"required": _("Write a name.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Work e-mail address"),
        error_messages={name: _("Write a whole address.") for name in ("required", "invalid")},
        help_text=_("So that owners know whose account it is. The site writes no letter to it."),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("There is an account of this name. Choose another name."))
        return name


class AccountPages(StaffPages):
    """List, invite, change, and a new password link."""

    def get_urls(self) -> list:
        own = [
            path("accounts/", self.admin_view(self.accounts), name="accounts"),
            path("accounts/invite/", self.admin_view(self.invite), name="invite"),
            path("accounts/<int:number>/", self.admin_view(self.account), name="account"),
            path("accounts/<int:number>/link/", self.admin_view(self.account_link), name="account_link"),
            path("accounts/<int:number>/second-factor/", self.admin_view(self.account_factor), name="account_factor"),
            path("set-password/<str:uidb64>/<str:token>/", self.set_password, name="set_password"),
        ]
        return [*own, *super().get_urls()]

    @needs(roles.ACCOUNTS)
    def accounts(self, request: HttpRequest) -> HttpResponseBase:
        found = User.objects.filter(is_staff=True).prefetch_related("groups").order_by("-is_active", "username")
        with_factor = set(Authenticator.objects.filter(confirmed=True).values_list("user_id", flat=True))
        rows = [(account, ", ".join(roles.names_of(account)), account.pk in with_factor) for account in found]
        return self.page(request, "accounts", title=_("Accounts"), rows=rows)

    @needs(roles.ACCOUNTS)
    def invite(self, request: HttpRequest) -> HttpResponseBase:
        form = InviteForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            status = 400 if form.errors else 200
            return self.page(request, "invite", title=_("Invite somebody"), form=form, status=status)
        chosen = form.cleaned_data
        account = accounts.invite(chosen["name"], chosen["email"], wanted=chosen["roles"], by=who(request))
        return self._link_page(request, account)

    @needs(roles.ACCOUNTS)
    def account(self, request: HttpRequest, number: int) -> HttpResponseBase:
        account = _staff_account(number)
        now = {"roles": roles.of(account), "may_log_in": account.is_active}
        form = RolesForm(request.POST if request.method == "POST" else None, initial=now)
        if form.is_valid():
            return self._change(request, account, form.cleaned_data)
        is_own = account == who(request)
        context = {"account": account, "form": form, "is_own": is_own, "not_yours": NOT_YOURS}
        context["device"] = second_factor.device_of(account)
        status = 400 if form.errors else 200
        return self.page(request, "account", title=account.get_username(), status=status, **context)

    def _change(self, request: HttpRequest, account: User, chosen: dict[str, Any]) -> HttpResponseBase:
        try:
            accounts.change(account, wanted=chosen["roles"], may_log_in=chosen["may_log_in"], by=who(request))
            messages.success(request, _("Saved: %(name)s.") % {"name": account.get_username()})
        except accounts.NotYours:
            messages.error(request, NOT_YOURS)
        return redirect("staff:accounts")

    @method_decorator(require_POST)
    @needs(roles.ACCOUNTS)
    def account_link(self, request: HttpRequest, number: int) -> HttpResponseBase:
        account = _staff_account(number)
        if account.is_active:
            return self._link_page(request, account)
        messages.error(request, _("This account may not log in. Tick “May log in” and save, then make the link."))
        return redirect("staff:account", number)

    @needs(roles.ACCOUNTS)
    def account_factor(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """GET asks once more; POST takes the second factor away."""
        account = _staff_account(number)
        if request.method != "POST":
            title = _("Reset the second factor of %(name)s") % {"name": account.get_username()}
            return self.page(request, "account_factor", title=title, account=account)
        try:
            accounts.reset_factor(account, by=who(request))
            said = _("Reset: %(name)s sets up a new second factor at the next login.")
            messages.success(request, said % {"name": account.get_username()})
        except accounts.NotYours:
            messages.error(request, NOT_YOURS)
        return redirect("staff:accounts")

    def _link_page(self, request: HttpRequest, account: User) -> HttpResponseBase:
        """The link stands in this one answer, and nowhere else."""
        try:
            link = accounts.password_link(account, by=who(request))
        except accounts.NotYours:
            messages.error(request, _("You change your own password with “Change password”."))
            return redirect("staff:accounts")
        title = _("Link for %(name)s") % {"name": account.get_username()}
        return self.page(request, "account_link", title=title, account=account, link=link)

    @method_decorator(never_cache)
    def set_password(self, request: HttpRequest, uidb64: str, token: str) -> HttpResponseBase:
        context = {**self.each_context(request), "has_permission": False, "title": _("Choose your password")}
        view = SetPasswordPage.as_view(extra_context=context)
        return view(request, uidb64=uidb64, token=token)


class SetPasswordPage(PasswordResetConfirmView):
    """Django's own: the token moves from the address into the session before the page is shown."""

    template_name = "staff/set_password.html"
    success_url = reverse_lazy("staff:login")

    def get_user(self, uidb64: str) -> User | None:
        """Links of closed accounts are dead."""
        user = super().get_user(uidb64)
        return user if user and user.is_active and user.is_staff else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        audit.record(audit.Act.PASSWORD_BY_LINK, by=form.user)
        said = _("Your password is saved. Log in as %(name)s.")
        messages.success(self.request, said % {"name": form.user.get_username()})
        return response

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 200 if context["validlink"] else 410
        return super().render_to_response(context, status=status, **kwargs)


def _staff_account(number: int) -> User:
    return get_object_or_404(User, pk=number, is_staff=True)
