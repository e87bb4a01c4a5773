"""The supporter's own page: its link by letter, what we hold, and every button of it at an address of its own.

The link is the authority, so nothing here asks where a POST comes from. GET shows; only a POST changes.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from petitions import limits, signing, tokens, vault, wordings, yours_judge, yours_page
from petitions import yours as verbs
from petitions.answers import Unavailable, no_store, page_language, pause, see_other, unknown_link
from petitions.flagship import flagship
from petitions.judge import Refused, RepeatedField, judge_email
from petitions.models import Signature
from petitions.public_pages import public_page
from petitions.yours_forms import AskForm, ChangeForm

View = Callable[[HttpRequest, str, int], HttpResponse]


@csrf_exempt
@public_page
def yours_ask(request: HttpRequest) -> HttpResponse:
    """The form that asks for the link; a POST of an address owes it, same answer for everybody."""
    return no_store(_send_link(request)) if request.method == "POST" else _ask_page(request, AskForm())


def _ask_page(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    return render(request, "petitions/yours_ask.html", {"form": form}, status=status)


def _send_link(request: HttpRequest) -> HttpResponse:
    try:
        limits.check(request, "yours")
        signing.ask_for_own_page(flagship(), judge_email(request.POST), language=page_language())
    except Refused as refused:
        form = AskForm(request.POST)
        form.carry(refused.errors)
        return _ask_page(request, form, status=422)
    except limits.TooMany as many:
        return pause(AskForm(request.POST), many.minutes, lambda form: _ask_page(request, form, status=429))
    except RepeatedField:
        return HttpResponseBadRequest()
    except vault.CannotSeal as missing:
        raise Unavailable from missing
    return see_other(reverse("yours_ask") + "#sent")


def _owner_s(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view the row's number, and answer for links that are too old, cut, or of a row that is gone."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token, tokens.read_yours(token))
        except tokens.ExpiredToken:
            return render(request, "petitions/yours_old.html", {"form": AskForm()}, status=410)
        except (tokens.UnknownToken, signing.Gone):
            return unknown_link(request, "petitions/yours_unknown.html")
        except RepeatedField:
            return HttpResponseBadRequest()

    return opened


def _button(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view that only a POST reaches; who looks at its address, as the list of languages leads to it, is led back."""

    @wraps(view)
    def pressed(request: HttpRequest, token: str, number: int) -> HttpResponse:
        return view(request, token, number) if request.method == "POST" else _back(token, "")

    allowed = require_http_methods(["GET", "HEAD", "POST"])
    return csrf_exempt(never_cache(allowed(_owner_s(pressed))))


@require_safe
@never_cache
@_owner_s
def yours(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """What we hold, in kinds and values that the web can read, and what its owner may do."""
    return _page(request, token, _row(number))


def _page(request: HttpRequest, token: str, row: Signature, form: ChangeForm | None = None) -> HttpResponse:
    context = yours_page.context(row, token, form)
    return render(request, "petitions/yours.html", context, status=422 if form else 200)


def _row(number: int) -> Signature:
    row = Signature.objects.select_related("petition").filter(pk=number).first()
    if row is None:
        raise signing.Gone
    return row


@_button
def yours_change(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Country and language."""
    try:
        country, language = yours_judge.judge_change(request.POST)
        verbs.change(number, country=country, language=language)
    except Refused as refused:
        row = _row(number)
        return _page(request, token, row, yours_page.form_with(row, refused.errors, request.POST))
    except verbs.Final:
        return see_other(reverse("yours", args=[token]))
    return _back(token, "saved")


@_button
def yours_start_news(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """News on, by the words beside the button."""
    try:
        is_on = verbs.start_news(number, shown=yours_judge.judge_shown(request.POST))
    except (Refused, wordings.UnknownWording):
        row = _row(number)
        return _page(request, token, row, yours_page.form_with(row, {"shown": "news.shown"}))
    return _back(token, "saved" if is_on else "")


@_button
def yours_stop_news(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """News off, however its owner came onto the list."""
    verbs.stop_news(number)
    return _back(token, "saved")


@_button
def yours_copy(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """All data by letter, to the address of the signature."""
    verbs.send_copy(number)
    return _back(token, "copy")


@_button
def yours_withdraw(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The signature leaves the count and the database; a second press finds it gone and says the same."""
    with suppress(signing.Gone):
        signing.withdraw(number)
    return see_other(reverse("withdrawn"))


@_button
def yours_forget(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Name and address go, the support stays."""
    return see_other(reverse("forgotten")) if verbs.keep_support(number) else _back(token, "")


def _back(token: str, said: str) -> HttpResponse:
    """To the own page, where the line with this id lights up."""
    return see_other(reverse("yours", args=[token]) + (f"#{said}" if said else ""))


@require_safe
@public_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """What is gone, and what stays for how long."""
    return render(request, "petitions/forgotten.html", {"backup_days": settings.BACKUP_DAYS})
