"""The language of a staff person: the chosen one, else what the browser asks for. Of the staff area alone.

The choice is a row of the account, so that it comes along to every browser and into the daily summary; from the login
on it stands in the session too, and no page asks the database for it.
"""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from campaign import nearest
from campaign.languages import NATIVE
from campaign.models import StaffLanguage

CODES = ("en", "de", "fr")
CHOICES = [(code, NATIVE[code]) for code in CODES]
AREA = "/staff/"
PUBLIC_URLS = "campaign.public_urls"  # the map of a public host beside which there is a staff host
_KEY = "language"


def of(request: HttpRequest) -> str:
    """One of CODES: as chosen, else as the browser wishes. Without a database it is the browser's wish."""
    try:
        chosen = request.session.get(_KEY, "")
    except (AttributeError, Error):  # no session yet, where a host is refused; or nobody can read it
        chosen = ""
    return chosen if chosen in CODES else wished(request)


def wished(request: HttpRequest) -> str:
    """The first of CODES that the browser asks for, the dearest first; English when it asks for none of them."""
    return next((code for code in nearest.wishes(request) if code in CODES), "en")


def of_account(number: int | None) -> str:
    """What this account has chosen, or nothing. One query."""
    found = StaffLanguage.objects.filter(account_id=number).values_list("language", flat=True).first()
    return found or ""


def remember(request: HttpRequest) -> None:
    """Somebody has just logged in: from now on in the language of the account."""
    if chosen := of_account(request.user.pk):
        request.session[_KEY] = chosen


def choose(request: HttpRequest, language: str) -> None:
    """From the next page on in this language, also after the next login. The second call changes nothing."""
    StaffLanguage.objects.update_or_create(account_id=request.user.pk, defaults={"language": language})
    request.session[_KEY] = language


class StaffLanguageOfThePerson:
    """Answers every address of the staff area in the language of whoever asks; leaves public addresses alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(AREA) or getattr(request, "urlconf", "") == PUBLIC_URLS:
            return self.get_response(request)
        language = of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
