"""The gate of the staff area: who has logged in, with a second factor, and not too long ago. All screens lie behind it.

A name and a password alone lead to one page, which asks for the code; every other address leads there too, whether it
exists or not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_otp import DEVICE_ID_SESSION_KEY

from campaign import audit, second_factor, staff_language, staff_sessions
from campaign.staff_login import StaffLoginForm
from campaign.staff_pages import StaffPages, who

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Gate(StaffPages):
    """Logging in, logging out, and what every view is wrapped in."""

    login_form = StaffLoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Django's own question before each view and each navigation: a password is half an answer."""
        return self.knows_password(request) and second_factor.has_passed(request)

    def knows_password(self, request: HttpRequest) -> bool:
        """A staff account that may log in has given name and password; nothing is said of its second factor."""
        return super().has_permission(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "GET" and self._is_half_way(request):
            return self.ask_for_code(request)
        answer = super().login(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            request.session.pop(DEVICE_ID_SESSION_KEY, None)  # each login gives a code of its own
            staff_sessions.start(request)
            staff_language.remember(request)
            if second_factor.has_passed(request):
                audit.record(audit.Act.LOGIN, by=who(request))
        return answer

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST":
            audit.record(audit.Act.LOGOUT, by=who(request))
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Every other login of this account ends."""
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            staff_sessions.end_all(who(request), but=request.session.session_key)
            audit.record(audit.Act.PASSWORD, by=who(request))
        return answer

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return self._while_awake(self._with_factor(super().admin_view(view, cacheable)))

    def half_way(self, view: View) -> View:
        """For the pages of the second factor: the password is enough for them."""

        @wraps(view)
        def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.knows_password(request):
                return _never_kept(redirect("staff:login"))
            return _never_kept(view(request, *args, **kwargs))

        return self._while_awake(cast(View, watched))

    def _while_awake(self, view: View) -> View:
        """A login that is over ends here, before the view; whoever it was may log in again."""

        @wraps(view)
        def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            why = staff_sessions.why_over(request) if self.knows_password(request) else ""
            if not why:
                return view(request, *args, **kwargs)
            audit.record(audit.Act.LOGOUT, by=who(request), because=why)
            logout(request)
            return redirect(f"{reverse('staff:login')}?{urlencode({'next': request.path, 'over': why})}")

        return cast(View, watched)

    def _with_factor(self, view: View) -> View:
        """Whoever has given the password alone may do two things: give the code, or leave."""

        @wraps(view)
        def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self._is_half_way(request):
                return view(request, *args, **kwargs)
            is_leaving = request.path == reverse("staff:logout") and request.method == "POST"
            return self.logout(request) if is_leaving else self.ask_for_code(request)

        return cast(View, watched)

    def _is_half_way(self, request: HttpRequest) -> bool:
        return self.knows_password(request) and not second_factor.has_passed(request)

    def ask_for_code(self, request: HttpRequest) -> HttpResponseBase:
        """To the page that asks for the code, or to the one that sets it up; back to where one wanted to go after."""
        screen = "code" if second_factor.device_of(who(request)) else "factor_set_up"
        wanted = request.GET.get("next", "") if request.path == reverse("staff:login") else request.path
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return _never_kept(redirect(reverse(f"staff:{screen}") + query))


def _never_kept(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(cast(HttpResponse, response))
    return response
