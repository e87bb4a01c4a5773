"""The public pages that are not about one signature."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from campaign import privacy_notice
from campaign.living import facts, status, switches
from campaign.living import timeline as steps
from petitions import card, sharing
from petitions.public_pages import public_page


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The campaign in ten seconds, and the form."""
    return render(request, "campaign/home.html", {**card.context(), "status": status.shown(), **facts.for_pages()})


@require_safe
@public_page
def thank_you(request: HttpRequest) -> HttpResponse:
    """Thanks and the ask to share; the page knows the country only by the end of its own address."""
    address = settings.SITE_ORIGIN + reverse("petition")
    sheet = sharing.sheet(address, with_questions=switches.is_on(switches.SHARE_QUESTIONS))
    return render(request, "petitions/thank_you.html", card.context() | {"share": sheet})


@require_safe
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What we store, why and for how long."""
    return render(request, "campaign/privacy.html", privacy_notice.page())


@require_safe
@public_page
def timeline(request: HttpRequest) -> HttpResponse:
    """The road to the law; `?kind=law` shows the entries of one kind, and an unknown kind all of them."""
    wish = request.GET.get("kind", "")
    return render(request, "campaign/timeline.html", steps.page(wish))
