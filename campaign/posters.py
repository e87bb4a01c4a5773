"""Pages to print: a poster, one for a class to colour in, a sheet for teachers. The reader's language, A4."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from campaign import share_pictures
from campaign.living import facts
from petitions import qr, street
from petitions.public_pages import public_page

ONE_LIT = (*(0,) * 16, street.HEIGHT, *(0,) * 10)  # in the middle house


@require_safe
@public_page
def poster(request: HttpRequest) -> HttpResponse:
    """Headline, street, and the way to the petition."""
    return _sheet(request, "poster", leads_to="petition", windows=share_pictures.windows())


@require_safe
@public_page
def poster_class(request: HttpRequest) -> HttpResponse:
    """A street with 26 windows to colour in. Children can't sign: the code leads to the asks in easy words."""
    return _sheet(request, "poster_class", leads_to="asks_easy", windows=share_pictures.windows(ONE_LIT))


@require_safe
@public_page
def poster_teacher(request: HttpRequest) -> HttpResponse:
    """Asks and figures on two pages, each figure with its source and with what it leaves open."""
    return _sheet(request, "poster_teacher", leads_to="petition", windows=[], **facts.for_pages())


def _sheet(request: HttpRequest, name: str, *, leads_to: str, **reads: object) -> HttpResponse:
    code = qr.code(settings.SITE_ORIGIN + reverse(leads_to))
    return render(request, f"campaign/{name}.html", {"code": code, **reads})


urlpatterns = [
    path("poster/", poster, name="poster"),
    path("poster/class/", poster_class, name="poster_class"),
    path("poster/teacher/", poster_teacher, name="poster_teacher"),
]
