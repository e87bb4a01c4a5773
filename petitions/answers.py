"""What the pages with a form have in common: answers that nobody keeps, the pause, and a link that is none."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from petitions import limits
from petitions.forms import JudgedForm
from petitions.judge import MESSAGES

FormOfOurs = TypeVar("FormOfOurs", bound=JudgedForm)


class SeeOther(HttpResponseRedirect):
    """After a press: look at the next page."""

    status_code = 303


class Unavailable(Exception):
    """Nothing can be taken in for the moment; nothing was saved."""


def see_other(address: str) -> HttpResponse:
    """To the next page (303)."""
    return no_store(SeeOther(address))


def address_of(page: str) -> str:
    """The address of a page without gaps in it, in the page's language."""
    return _address(page, page_language())


@cache
def _address(page: str, language: str) -> str:
    return reverse(page)


def no_store(response: HttpResponse) -> HttpResponse:
    """The same answer, which no cache may keep."""
    response["Cache-Control"] = "no-store"
    return response


def pause(form: FormOfOurs, minutes: int, page: Callable[[FormOfOurs], HttpResponse]) -> HttpResponse:
    """The page again with everything that was typed, and how long to wait."""
    form.carry({})
    form.add_error(None, str(MESSAGES["rate"]) % {"minutes": minutes})
    response = page(form)
    response["Retry-After"] = str(minutes * 60)
    return response


def unknown_link(request: HttpRequest, template: str) -> HttpResponse:
    """404 with words; whoever tries many links in a row waits."""
    try:
        limits.check(request, "link")
    except limits.TooMany as many:
        raise Http404 from many
    return render(request, template, status=404)


def page_language() -> str:
    """The page's language."""
    return get_language() or "en"
