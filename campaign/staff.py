"""The staff area under /staff/: our own AdminSite. Staff see numbers and states, never a person.

Who may do what stands in `campaign/roles.py`; every act leaves a row (`campaign/audit.py`). The area speaks English,
German and French (`campaign/staff_language.py`).
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign import audit, dashboard, roles, staff_alarms
from campaign.admin import AuditedPetitionAdmin, AuditedWordingAdmin, StaffActAdmin
from campaign.living.banner_admin import BannerAdmin
from campaign.living.facts_admin import FactAdmin
from campaign.living.helplines_admin import HelplineAdmin
from campaign.living.links_admin import UsefulLinkAdmin
from campaign.living.models import Kept
from campaign.living.positions_admin import PositionAdmin
from campaign.living.press_admin import PressItemAdmin
from campaign.living.questions_admin import AnswerAdmin
from campaign.living.status_admin import StatusAdmin
from campaign.living.switches_admin import SwitchAdmin
from campaign.living.timeline_admin import TimelineAdmin
from campaign.living.voices_admin import VoiceAdmin
from campaign.models import (
    Answer,
    Banner,
    Fact,
    Helpline,
    LegalStatus,
    Position,
    PressItem,
    StaffAct,
    Switch,
    TimelineEntry,
    UsefulLink,
    Voice,
)
from campaign.staff_accounts import AccountPages
from campaign.staff_components import ComponentPages
from campaign.staff_content import ContentPages
from campaign.staff_factor import FactorPages
from campaign.staff_forget import ForgetPages
from campaign.staff_holding import HoldingPages
from campaign.staff_keys import KeysPages
from campaign.staff_language_page import LanguagePages
from campaign.staff_letters import LettersPages
from campaign.staff_pages import needs, who
from campaign.staff_read_only import ReadOnlyPages, standing
from campaign.staff_status import StatusPages
from campaign.staff_surge import SurgePages
from campaign.staff_translating import TranslatingPages
from petitions import counting, exports, surge
from petitions.admin import ExportLogAdmin
from petitions.export_filters import PERIODS, ExportForm, days_of
from petitions.models import ExportLog, Petition, Wording

ANYBODY = ""  # whoever may log in
# Screen → its name in the navigation, and what an account needs for it.
SCREENS = {
    "export": (_("Export counts"), roles.EXPORT),
    "content": (_("What the pages say"), roles.CONTENT_LOOK),
    "holding": (_("Hold and release"), roles.HOLD),
    "forget": (_("Forget a person"), roles.FORGET),
    "letters": (_("Letters"), roles.LETTERS),
    "surge": (_("Surge"), roles.LETTERS),
    "read_only": (_("Read-only mode"), roles.LETTERS),
    "status": (_("Status"), roles.LETTERS),
    "keys": (_("Keys"), roles.KEYS),
    "accounts": (_("Accounts"), roles.ACCOUNTS),
    "languages": (_("Languages"), ANYBODY),
}


class StaffSite(
    FactorPages,
    ContentPages,
    HoldingPages,
    ForgetPages,
    LettersPages,
    SurgePages,
    ReadOnlyPages,
    StatusPages,
    KeysPages,
    AccountPages,
    LanguagePages,
    TranslatingPages,
    ComponentPages,
):
    """Django's admin with our first page, our export, our screens by role, and no list of supporters."""

    site_header = _("#ChildSafetyON staff")
    site_title = _("#ChildSafetyON staff")
    index_title = _("Today")
    index_template = "staff/index.html"
    login_template = "staff/login.html"
    logout_template = "staff/logged_out.html"
    password_change_template = "staff/password_change_form.html"  # noqa: S105 (a file)
    password_change_done_template = "staff/password_change_done.html"  # noqa: S105
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        return [path("export/", self.admin_view(self.export), name="export"), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Adds what the navigation needs: our screens and Django's lists, as far as this account may open them; and
        which modes the site is in, for whoever is logged in."""
        context = super().each_context(request)
        apps = sorted(context["available_apps"], key=lambda app: app["app_label"] != "petitions")
        lists = [
            {"name": model["name"], "url": model["admin_url"]}
            for app in apps
            for model in app["models"]
            if model["admin_url"] and not issubclass(model["model"], Kept)
        ]
        public = f"{settings.SITE_ORIGIN}/" if settings.STAFF_HOST else "/"
        now = {"surge": surge.standing(), "read_only": standing()} if context["has_permission"] else {}
        return {**context, **now, "screens": _screens(request) + lists, "site_url": public}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page; without the permission to look, it is the list of lists alone."""
        numbers = _numbers(request) if request.user.has_perm(roles.LOOK) else {}
        form = {"export_form": ExportForm()} if request.user.has_perm(roles.EXPORT) else {}
        refused = {"refused": staff_alarms.refused_logins()} if request.user.has_perm(roles.ALL_ACTS) else {}
        shown = {**numbers, **form, **refused, **self.kept_now(request)}
        return super().index(request, {**shown, **(extra_context or {})})

    @needs(roles.EXPORT)
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """GET shows the form, filled from the address; POST sends the file; bad filters are a 400 with the form."""
        form = _export_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                return _download(request, form)
            except exports.TooManyRows:
                form.add_error("format", _("An Excel sheet can’t hold so many rows. Choose CSV, or fewer days."))
        status = 400 if form.errors else 200
        return self.page(request, "export", title=_("Export signature counts"), status=status, export_form=form)


def _screens(request: HttpRequest) -> list[dict[str, Any]]:
    """Our own screens that this account may open."""
    return [
        {"name": name, "url": reverse(f"staff:{screen}")}
        for screen, (name, permission) in SCREENS.items()
        if permission == ANYBODY or request.user.has_perm(permission)
    ]


def _export_form(request: HttpRequest) -> ExportForm:
    """What was asked for; a button of the first page names a period, which stands for its days."""
    if request.method == "POST":
        asked = request.POST.copy()
        if period := request.POST.get("period", ""):
            first, last = days_of(period, counting.day_of(timezone.now()))
            asked.update({"format": "xlsx"} if "format" not in asked else {})
            asked.setlist("since", [str(first or "")])
            asked.setlist("until", [str(last or "")])
        return ExportForm(asked)
    asked = request.GET.copy()
    asked.setdefault("format", "csv")
    return ExportForm(asked)


def _download(request: HttpRequest, form: ExportForm) -> StreamingHttpResponse:
    filters, file_format = form.filters(), form.cleaned_data["format"]
    file = exports.export(filters, file_format=file_format, by=request.user)
    audit.record(audit.Act.EXPORT, by=who(request), what=f"{file_format}: {filters}")
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return StreamingHttpResponse(file.chunks, content_type=file.content_type, headers=disposition)


def _numbers(request: HttpRequest) -> dict[str, Any]:
    petitions = list(Petition.objects.order_by("-opens_at", "slug"))
    if not petitions:
        return {"letters": dashboard.letters()}
    petition = _chosen(petitions, request.GET.get("petition"))
    by = "language" if request.GET.get("by") == "language" else "country"
    sort = "name" if request.GET.get("sort") == "name" else "number"
    period = request.GET.get("period", "")
    period = period if period in PERIODS else ""
    first, last = days_of(period, counting.day_of(timezone.now()))
    shares = dashboard.shares(petition, by=by, sort=sort, since=first, until=last)
    days = dashboard.days(petition)
    return {
        "petition": petition,
        "petitions": petitions,
        "figures": dashboard.figures(petition),
        "days": days,
        "busiest": max(days, key=lambda bar: bar.confirmed),
        "line": dashboard.line(days),
        "beyond_belief": dashboard.beyond_belief(petition),
        "shares": shares,
        "shares_total": sum(share.confirmed for share in shares),
        "periods": PERIODS.items(),
        "period": period,
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
site.register(Petition, AuditedPetitionAdmin)
site.register(Wording, AuditedWordingAdmin)
site.register(ExportLog, ExportLogAdmin)
site.register(StaffAct, StaffActAdmin)
site.register(LegalStatus, StatusAdmin)
site.register(Banner, BannerAdmin)
site.register(TimelineEntry, TimelineAdmin)
site.register(Fact, FactAdmin)
site.register(PressItem, PressItemAdmin)
site.register(Helpline, HelplineAdmin)
site.register(UsefulLink, UsefulLinkAdmin)
site.register(Voice, VoiceAdmin)
site.register(Answer, AnswerAdmin)
site.register(Position, PositionAdmin)
site.register(Switch, SwitchAdmin)
