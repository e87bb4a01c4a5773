"""The supporter's pages. GET looks, POST acts: mail scanners open links, so opening one never changes a row."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from petitions import card, letters, limits, signing, tokens, vault, wordings
from petitions.answers import Unavailable, address_of, no_store, page_language, pause, see_other, unknown_link
from petitions.flagship import flagship
from petitions.forms import ResendForm, SignForm
from petitions.judge import Refused, RepeatedField, judge, judge_email
from petitions.models import Signature
from petitions.public_pages import public_page


@csrf_exempt
@public_page
def petition(request: HttpRequest) -> HttpResponse:
    """The petition with its form; a POST signs."""
    return no_store(_sign(request)) if request.method == "POST" else _petition_page(request)


def _petition_page(request: HttpRequest, *, form: SignForm | None = None, status: int = 200) -> HttpResponse:
    return render(request, "petitions/petition.html", card.context(form), status=status)


def _sign(request: HttpRequest) -> HttpResponse:
    try:
        limits.check(request, "sign")
        signing.sign(flagship(), judge(request.POST), language=page_language())
    except Refused as refused:
        return _mend(request, refused.errors)
    except wordings.UnknownWording:
        return _mend(request, {"shown": "shown.unknown"})
    except limits.TooMany as many:
        form = card.blank_form(request.POST)
        return pause(form, many.minutes, lambda form: _petition_page(request, form=form, status=429))
    except RepeatedField:
        return HttpResponseBadRequest()
    except signing.Closed:
        return _petition_page(request, status=410)
    except (vault.CannotSeal, wordings.NothingRecorded) as missing:
        raise Unavailable from missing
    return see_other(address_of("check_your_email"))


def _mend(request: HttpRequest, errors: dict[str, str], *, status: int = 422) -> HttpResponse:
    """The page again with everything that was typed, and with what to mend."""
    data = request.POST.copy()
    if "shown" in errors:
        data.pop("shown", None)  # the ids of the words that the page shows now
        data["shown"] = card.blank_form().initial["shown"]
    form = card.blank_form(data)
    form.carry(errors)
    return _petition_page(request, form=form, status=status)


@csrf_exempt
@public_page
def check_your_email(request: HttpRequest) -> HttpResponse:
    """One constant page after signing; a POST of an address asks for the letter again, same answer for everybody."""
    if request.method == "POST":
        return no_store(_send_again(request))
    return _check_page(request, ResendForm(action=reverse("check_your_email")))


def _send_again(request: HttpRequest) -> HttpResponse:
    action = reverse("check_your_email")
    try:
        limits.check(request, "resend")
        signing.ask_again(flagship(), judge_email(request.POST), language=page_language())
    except Refused as refused:
        form = ResendForm(request.POST, action=action)
        form.carry(refused.errors)
        return _check_page(request, form, status=422)
    except limits.TooMany as many:
        form = ResendForm(request.POST, action=action)
        return pause(form, many.minutes, lambda form: _check_page(request, form, status=429))
    except RepeatedField:
        return HttpResponseBadRequest()
    except vault.CannotSeal as missing:
        raise Unavailable from missing
    return see_other(action + "#resent")


def _check_page(request: HttpRequest, form: ResendForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "subject": letters.confirmation_subject(page_language())}
    return render(request, "petitions/check_your_email.html", context, status=status)


@csrf_exempt
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it confirms, once or ten times with the same result."""
    try:
        number = tokens.read(tokens.CONFIRM, token, days=settings.LINK_LIFETIME_DAYS)
        if request.method != "POST":
            return render(request, "petitions/confirm.html", {"not_me_url": _not_me_link(_row(number))})
        signature = signing.confirm(number)
    except tokens.ExpiredToken:
        return render(request, "petitions/link_expired.html", card.context(), status=410)
    except signing.TooLate:
        return render(request, "petitions/link_late.html", card.context(), status=410)
    except (tokens.UnknownToken, signing.Gone):
        return unknown_link(request, "petitions/link_invalid.html")
    return see_other(f"{address_of('thank_you')}#{signature.country}")


@csrf_exempt
@never_cache
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """One button; pressing it deletes the signature."""
    try:
        number = tokens.read(tokens.WITHDRAW, token, days=None)
        if request.method != "POST":
            return render(request, "petitions/withdraw.html", {"yours_url": _yours_link(_row(number))})
        signing.withdraw(number)
    except (tokens.UnknownToken, signing.Gone):
        return unknown_link(request, "petitions/withdraw_invalid.html")
    return see_other(reverse("withdrawn"))


@require_safe
@public_page
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What is gone, and what stays for how long."""
    return render(request, "petitions/withdrawn.html", {"backup_days": settings.BACKUP_DAYS})


@csrf_exempt
@never_cache
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """For people who never signed: one button that deletes the entry and stops every further letter."""
    try:
        number = tokens.read(tokens.NOT_ME, token, days=settings.LINK_LIFETIME_DAYS)
        if request.method != "POST":
            return _not_me_page(request, _row(number))
        row = _row(number)
        gone = signing.disown(number)
    except tokens.ExpiredToken:
        return render(request, "petitions/not_me_expired.html", status=410)
    except (tokens.UnknownToken, signing.Gone):
        return unknown_link(request, "petitions/not_me_invalid.html")
    done = {"backup_days": settings.BACKUP_DAYS}
    return render(request, "petitions/not_me_done.html", done) if gone else _not_me_page(request, row)


def _not_me_page(request: HttpRequest, row: Signature) -> HttpResponse:
    if not row.confirmed_at:
        return render(request, "petitions/not_me.html", {"backup_days": settings.BACKUP_DAYS})
    link = reverse("withdraw", args=[tokens.make(tokens.WITHDRAW, row.pk, row.confirmed_at)])
    return render(request, "petitions/not_me_confirmed.html", {"withdraw_url": link})


def _not_me_link(row: Signature) -> str:
    return reverse("not_me", args=[tokens.make(tokens.NOT_ME, row.pk, timezone.now())])


def _yours_link(row: Signature) -> str:
    """The own page, where only the data goes and the support stays; "" where there is nothing of the kind to choose."""
    if not row.sealed or not row.confirmed_at:
        return ""
    return reverse("yours", args=[tokens.make(tokens.YOURS, row.pk, row.confirmed_at)])


def _row(number: int) -> Signature:
    row = Signature.objects.select_related("petition").filter(pk=number).first()
    if row is None:
        raise signing.Gone
    return row
