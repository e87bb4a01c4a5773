"""What our own screens of the staff area share: a page in the staff frame, who may open it, and why somebody acts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def in_english(view: View) -> View:
    """The view, also its template, in English, whatever language its reader has chosen: for what is English itself."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            response = view(*args, **kwargs)
            response.headers["Content-Language"] = "en"
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return cast(View, wrapped)


class StaffPages(AdminSite):
    """Django's admin site, with a short way to a page of ours."""

    def page(
        self, request: HttpRequest, template: str, *, title: str | Promise, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """A page in the staff frame."""
        whole = {**self.each_context(request), "title": title, **context}
        return TemplateResponse(request, f"staff/{template}.html", whole, status=status)


def needs(permission: str) -> Callable[[View], View]:
    """For methods of a site: 403 to accounts without this permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(site: StaffPages, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(site, request, *args, **kwargs)

        return cast(View, guarded)

    return decorate


def who(request: HttpRequest) -> User:
    """The account behind a request that `admin_view` has let in."""
    return cast(User, request.user)


def reason_field() -> forms.CharField:
    """Why somebody does what the form does, for the log of acts."""
    return forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For your colleagues; nothing about a person."),
        error_messages={"required": _("Say why.")},
        label_suffix="",
    )
