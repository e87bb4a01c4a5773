"""The public pages that are not about one signature."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from petitions import card, flagship
from petitions.public_pages import public_page


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The campaign in ten seconds, and the form."""
    return render(request, "campaign/home.html", card.context())


@require_safe
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What we store, why and for how long."""
    context = {"petition": flagship.flagship(), "backup_days": settings.BACKUP_DAYS}
    return render(request, "campaign/privacy.html", context)
