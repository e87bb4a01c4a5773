"""The screens of the second factor: give the code, set it up, look after it. They work without JavaScript."""

import django_otp
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from campaign import audit, second_factor, staff_sessions
from campaign.staff_factor_forms import CodeForm, EitherForm, NewAppForm, RecoveryForm
from campaign.staff_gate import Gate
from campaign.staff_pages import who
from petitions import qr

NEW_KEY = "new_factor"  # in the session, until a code has proved that it arrived
FEW = 3


class FactorPages(Gate):
    """Each screen knows three kinds of visitors: without a factor, before the code, and after it."""

    def get_urls(self) -> list:
        own = [
            path("code/", self.half_way(self.code), name="code"),
            path("second-factor/", self.admin_view(self.second_factor), name="second_factor"),
            path("second-factor/set-up/", self.half_way(self.factor_set_up), name="factor_set_up"),
            path("second-factor/codes/", self.admin_view(self.factor_codes), name="factor_codes"),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(sensitive_post_parameters())
    def code(self, request: HttpRequest) -> HttpResponseBase:
        """Asks for the code of a login; two forms, of which one is sent."""
        if self.has_permission(request):
            return redirect("staff:index")
        if not second_factor.device_of(who(request)):
            return self.ask_for_code(request)
        is_sent, by_recovery = request.method == "POST", "recovery" in request.POST
        app = CodeForm(request, is_sent=is_sent and not by_recovery)
        recovery = RecoveryForm(request, is_sent=by_recovery, auto_id="id_recovery_%s")
        form = recovery if by_recovery else app
        form.fields["code"].widget.attrs["autofocus"] = True
        if form.is_valid():
            return self._let_in(request, form.cleaned_data["code"])
        status = 400 if form.errors else 200
        return self.page(request, "code", title=_("Your code"), status=status, app=app, recovery=recovery)

    def _let_in(self, request: HttpRequest, used: str) -> HttpResponseBase:
        account = who(request)
        _remember(request)
        audit.record(audit.Act.LOGIN, by=account, code=used)
        left = second_factor.codes_left(account)
        if used == second_factor.RECOVERY:
            said = _("You used a recovery code. Left: %(number)s. If the phone is lost, set up another.")
            messages.warning(request, said % {"number": left})
            return redirect("staff:second_factor")
        if left <= FEW:
            said = _("Recovery codes left: %(number)s. Make new ones under “Second factor”.")
            messages.warning(request, said % {"number": left})
        return redirect(_wanted(request))

    @method_decorator(sensitive_post_parameters())
    def factor_set_up(self, request: HttpRequest) -> HttpResponseBase:
        """A new app: for an account without one, or in place of the one in use, which then has to say yes."""
        has_one, was_in = bool(second_factor.device_of(who(request))), self.has_permission(request)
        if has_one and not was_in:
            return self.ask_for_code(request)
        is_sent, key = request.method == "POST", request.session.setdefault(NEW_KEY, second_factor.new_key())
        new = NewAppForm(request.POST if is_sent else None, key=key)
        # the new app first: only looking at the other code uses it up
        now = EitherForm(request, is_sent=is_sent and new.is_valid()) if has_one else None
        if new.is_valid() and (now is None or now.is_valid()):
            return self._set_up(request, new, replace=has_one, was_in=was_in)
        return self._set_up_page(request, new, now)

    def _set_up(self, request: HttpRequest, new: NewAppForm, *, replace: bool, was_in: bool) -> HttpResponseBase:
        account = who(request)
        try:
            codes = second_factor.set_up(account, new.key, new.cleaned_data["new"], replace=replace)
        except (second_factor.AlreadySetUp, second_factor.WrongCode):  # another login was faster; 30 seconds are over
            return redirect("staff:factor_set_up")
        del request.session[NEW_KEY]
        _remember(request)
        staff_sessions.end_all(account, but=request.session.session_key)
        if not was_in:
            audit.record(audit.Act.LOGIN, by=account, code=second_factor.APP)
        return self._show_codes(request, codes)

    def _set_up_page(self, request: HttpRequest, new: NewAppForm, now: CodeForm | None) -> HttpResponseBase:
        context = {
            "new": new, "now": now,
            "code": qr.draw(second_factor.address_of(who(request), new.key)),
            "typed": second_factor.grouped(second_factor.secret_of(new.key), by=" "),
        }  # fmt: skip
        status = 400 if new.errors or (now and now.errors) else 200
        return self.page(request, "factor_set_up", title=_("Set up your second factor"), status=status, **context)

    def second_factor(self, request: HttpRequest) -> HttpResponseBase:
        account = who(request)
        device, left = second_factor.device_of(account), second_factor.codes_left(account)
        form = EitherForm(request, is_sent=False)
        return self.page(request, "second_factor", title=_("Second factor"), device=device, left=left, form=form)

    @method_decorator([require_POST, sensitive_post_parameters()])
    def factor_codes(self, request: HttpRequest) -> HttpResponseBase:
        """Ten new recovery codes, for a current code."""
        account = who(request)
        device = second_factor.device_of(account)
        if device is None:
            return redirect("staff:second_factor")
        form = EitherForm(request, is_sent=True)
        if form.is_valid():
            return self._show_codes(request, second_factor.new_codes(account))
        left = second_factor.codes_left(account)
        return self.page(
            request, "second_factor", title=_("Second factor"), status=400, device=device, left=left, form=form
        )

    def _show_codes(self, request: HttpRequest, codes: list[str]) -> HttpResponseBase:
        """They stand in this one answer, and nowhere else."""
        return self.page(request, "recovery_codes", title=_("Recovery codes"), codes=codes, onward=_wanted(request))


def _remember(request: HttpRequest) -> None:
    """This login has passed: under a new session key, so that one which was known before is worth nothing."""
    request.session.cycle_key()
    django_otp.login(request, second_factor.device_of(who(request)))


def _wanted(request: HttpRequest) -> str:
    """Where somebody was going when the code was asked for; only ever a page of this host."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("staff:index")
