"""The staff area under /staff/: our own AdminSite. Staff see numbers and states, never a person.

Who may do what: `petitions.view_tally` sees the numbers of the first page; `petitions.add_exportlog` exports counts
(each export adds a line to the log); the lists follow Django’s own permissions. The area speaks English,
whatever the browser asks for.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path
from django.utils import translation

from campaign import dashboard
from petitions import exports
from petitions.admin import ExportLogAdmin, PetitionAdmin, WordingAdmin
from petitions.export_filters import ExportForm
from petitions.models import ExportLog, Petition, Wording

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
MAY_LOOK, MAY_EXPORT = "petitions.view_tally", "petitions.add_exportlog"


def in_english(view: View) -> View:
    """The view, also its template, in English: a page that is half translated helps nobody."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override("en"):
            response = view(*args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return cast(View, wrapped)


class StaffSite(AdminSite):
    """Django's admin with our first page, our export, and no list of supporters."""

    site_header = "#ChildSafetyON staff"
    site_title = "#ChildSafetyON staff"
    index_title = "Today"
    index_template = "staff/index.html"
    login_template = "staff/login.html"
    logout_template = "staff/logged_out.html"
    enable_nav_sidebar = False

    login = in_english(AdminSite.login)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return in_english(super().admin_view(view, cacheable))

    def get_urls(self) -> list:
        return [path("export/", self.admin_view(self.export), name="export"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds what the navigation needs: lists of this site, and whether this person may export."""
        context = super().each_context(request)
        apps = sorted(context["available_apps"], key=lambda app: app["app_label"] != "petitions")
        lists = [model for app in apps for model in app["models"] if model["admin_url"]]
        return {**context, "lists": lists, "may_export": request.user.has_perm(MAY_EXPORT)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page; without the permission to look, it is the list of lists alone."""
        numbers = _numbers(request) if request.user.has_perm(MAY_LOOK) else {}
        form = {"export_form": ExportForm()} if request.user.has_perm(MAY_EXPORT) else {}
        return super().index(request, {**numbers, **form, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """GET shows the form, filled from the address; POST sends the file; bad filters are a 400 with the form."""
        if not request.user.has_perm(MAY_EXPORT):
            raise PermissionDenied
        form = _export_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                return _download(request, form)
            except exports.TooManyRows:
                form.add_error("format", "An Excel sheet can’t hold so many rows. Choose CSV, or fewer days.")
        context = {**self.each_context(request), "title": "Export signature counts", "export_form": form}
        return TemplateResponse(request, "staff/export.html", context, status=400 if form.errors else 200)


def _export_form(request: HttpRequest) -> ExportForm:
    if request.method == "POST":
        return ExportForm(request.POST)
    asked = request.GET.copy()
    asked.setdefault("format", "csv")
    return ExportForm(asked)


def _download(request: HttpRequest, form: ExportForm) -> StreamingHttpResponse:
    file = exports.export(form.filters(), file_format=form.cleaned_data["format"], by=request.user)
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return StreamingHttpResponse(file.chunks, content_type=file.content_type, headers=disposition)


def _numbers(request: HttpRequest) -> dict[str, Any]:
    petitions = list(Petition.objects.order_by("-opens_at", "slug"))
    if not petitions:
        return {"letters": dashboard.letters()}
    petition = _chosen(petitions, request.GET.get("petition"))
    by = "language" if request.GET.get("by") == "language" else "country"
    sort = "name" if request.GET.get("sort") == "name" else "number"
    days = dashboard.days(petition)
    return {
        "petition": petition,
        "petitions": petitions,
        "figures": dashboard.figures(petition),
        "days": days,
        "busiest": max(days, key=lambda bar: bar.confirmed),
        "shares": dashboard.shares(petition, by=by, sort=sort),
        "by": by,
        "sort": sort,
        "letters": dashboard.letters(),
    }


def _chosen(petitions: list[Petition], slug: str | None) -> Petition:
    found = [petition for petition in petitions if slug in (None, petition.slug)]
    if not found:
        raise Http404("no petition of this name")
    return found[0]


# The one list of what stands in the staff area. Signatures, letters and suppressions never do.
site = StaffSite(name="staff")
site.register(Petition, PetitionAdmin)
site.register(Wording, WordingAdmin)
site.register(ExportLog, ExportLogAdmin)
site.register(User, UserAdmin)
site.register(Group, GroupAdmin)
