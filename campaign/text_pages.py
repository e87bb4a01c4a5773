"""The pages that are words alone: one line here and one template of the same name make one more.

The words stand in `templates/campaign/<name>.html`, which extends `campaign/text_page.html` (`docs/architecture.md`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from campaign.living import facts, helplines, status
from petitions import card
from petitions.public_pages import public_page


@dataclass(frozen=True)
class TextPage:
    """Address below the language, name (of address and template), whether the sign card stands beside, what else the
    template reads."""

    address: str
    name: str
    has_card: bool = False
    reads: Callable[[], dict[str, object]] = dict


PAGES = (
    TextPage("asks/", "asks", has_card=True, reads=facts.for_pages),
    TextPage("asks/safety-by-design/", "ask_design", has_card=True),
    TextPage(
        "asks/detect-report-remove/",
        "ask_duty",
        has_card=True,
        reads=lambda: {"status": status.shown(), **facts.for_pages()},
    ),
    TextPage("asks/safeguards/", "ask_safeguards", has_card=True),
    TextPage("asks/listen/", "ask_listen", has_card=True, reads=facts.for_pages),
    TextPage("asks/easy/", "asks_easy"),
    TextPage("prevention/", "prevention"),
    TextPage("prevention/awareness/", "prevention_awareness"),
    TextPage("prevention/education/", "prevention_education"),
    TextPage("prevention/peer-support/", "prevention_peers"),
    TextPage("prevention/what-works/", "prevention_works", reads=lambda: {"services": helplines.prevention()}),
    TextPage("project-beacon/", "beacon"),
    TextPage("privacy/young-readers/", "privacy_young"),
    TextPage("accessibility/", "accessibility"),
    TextPage("about/", "about"),
)


def address(page: TextPage) -> URLPattern:
    """The page's line in the map of addresses."""

    @require_safe
    @public_page
    def view(request: HttpRequest) -> HttpResponse:
        context = card.context() if page.has_card else {}
        return render(request, f"campaign/{page.name}.html", {**context, **page.reads()})

    return path(page.address, view, name=page.name)


urlpatterns = [address(page) for page in PAGES]
