"""The pages of the news. GET looks, POST acts, as with signatures; the one-click POST of mail programs acts too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from petitions import flagship, limits, news, news_judge, tokens, vault, wordings
from petitions.answers import Unavailable, no_store, page_language, pause, see_other, unknown_link
from petitions.judge import Refused, RepeatedField
from petitions.models import Subscriber
from petitions.news_forms import NewsForm
from petitions.public_pages import public_page

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # RFC 8058: field and value of the mail program's POST


@csrf_exempt
@public_page
def stay_informed(request: HttpRequest) -> HttpResponse:
    """The form for news by e-mail; a POST subscribes."""
    return no_store(_subscribe(request)) if request.method == "POST" else _form_page(request, _form())


def _form(data: object = None) -> NewsForm:
    petition = flagship.flagship()
    shown = wordings.current_of_list(petition.pk, page_language())
    return NewsForm(data, petition=petition, shown=shown, action=reverse("stay_informed"))


def _form_page(request: HttpRequest, form: NewsForm | None, *, status: int = 200) -> HttpResponse:
    return render(request, "petitions/news_form.html", {"form": form}, status=status)


def _subscribe(request: HttpRequest) -> HttpResponse:
    try:
        limits.check(request, "news")
        news.subscribe(flagship.flagship(), news_judge.judge(request.POST), language=page_language())
    except Refused as refused:
        return _mend(request, refused.errors)
    except wordings.UnknownWording:
        return _mend(request, {"shown": "news.shown"})
    except limits.TooMany as many:
        return pause(_form(request.POST), many.minutes, lambda form: _form_page(request, form, status=429))
    except RepeatedField:
        return HttpResponseBadRequest()
    except news.Ended:
        return _form_page(request, None, status=410)
    except (vault.CannotSeal, wordings.NothingRecorded) as missing:
        raise Unavailable from missing
    return see_other(reverse("news_check"))


def _mend(request: HttpRequest, errors: dict[str, str]) -> HttpResponse:
    """The page again with everything that was typed, and with what to mend."""
    data = request.POST.copy()
    if "shown" in errors:
        data["shown"] = str(_form().initial["shown"])  # the words that the page shows now
    form = _form(data)
    form.carry(errors)
    return _form_page(request, form, status=422)


@require_safe
@public_page
def news_check(request: HttpRequest) -> HttpResponse:
    """One constant page after an address was entered, whatever the address is to us."""
    return render(request, "petitions/news_check.html")


@csrf_exempt
@never_cache
def news_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it starts the news, once or ten times with the same result."""
    try:
        number = tokens.read(tokens.NEWS_CONFIRM, token, days=settings.LINK_LIFETIME_DAYS)
        if request.method != "POST":
            return _confirm_page(request, number)
        news.confirm(number)
    except (tokens.ExpiredToken, news.Gone):
        return render(request, "petitions/news_expired.html", {"form": _form()}, status=410)
    except tokens.UnknownToken:
        return unknown_link(request, "petitions/news_invalid.html")
    return see_other(reverse("news_confirmed"))


def _confirm_page(request: HttpRequest, number: int) -> HttpResponse:
    if not Subscriber.objects.filter(pk=number).exists():
        raise news.Gone
    return render(request, "petitions/news_confirm.html")


@require_safe
@public_page
def news_confirmed(request: HttpRequest) -> HttpResponse:
    """The news has started, for whoever pressed the button."""
    return render(request, "petitions/news_confirmed.html")


@csrf_exempt
@never_cache
def news_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it stops the news. A mail program's one-click POST gets a plain 200, also when repeated."""
    field, value = ONE_CLICK
    one_click = request.method == "POST" and request.POST.get(field) == value
    try:
        row = news.owner_of(token)
        if request.method != "POST":
            return render(request, "petitions/news_unsubscribe.html")
        news.stop(row)
    except news.Gone:
        if not one_click:
            return render(request, "petitions/news_gone.html", status=404)
    except tokens.UnknownToken:
        return unknown_link(request, "petitions/news_invalid.html")
    return no_store(HttpResponse()) if one_click else see_other(reverse("news_stopped"))


@require_safe
@public_page
def news_stopped(request: HttpRequest) -> HttpResponse:
    """What is gone, and what stays for how long."""
    return render(request, "petitions/news_stopped.html", {"backup_days": settings.BACKUP_DAYS})
