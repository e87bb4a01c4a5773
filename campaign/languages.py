"""The live languages and their names, this page in each of them, and Maltese, which Django lacks.

The address decides the language. Only `/` looks at the browser's wish; nothing is remembered.
"""

import re

import django.conf.locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import get_languages

from campaign import nearest

# Names in the language itself (campaign brief §13); Django's own list has other forms and no Maltese.
NATIVE = {
    "bg": "български", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά", "en": "English",
    "es": "español", "et": "eesti", "fi": "suomi", "fr": "français", "ga": "Gaeilge", "hr": "hrvatski",
    "hu": "magyar", "it": "italiano", "lt": "lietuvių", "lv": "latviešu", "mt": "Malti", "nl": "Nederlands",
    "pl": "polski", "pt": "português", "ro": "română", "sk": "slovenčina", "sl": "slovenščina", "sv": "svenska",
}  # fmt: skip

# Language and country as the Open Graph protocol wants them; most are the code twice.
LOCALES = {code: f"{code}_{code.upper()}" for code in NATIVE} | {
    "cs": "cs_CZ", "da": "da_DK", "el": "el_GR", "en": "en_GB", "et": "et_EE", "ga": "ga_IE", "sl": "sl_SI",
    "sv": "sv_SE",
}  # fmt: skip

django.conf.locale.LANG_INFO.setdefault("mt", {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"})


def native_names(codes: list[str]) -> list[tuple[str, str]]:
    """(code, name in the language itself) for the live languages, in the order of their codes.

    Raises KeyError naming a code that is not one of the 24 official languages of the EU.
    """
    return [(code, NATIVE[code]) for code in sorted(codes)]


def this_page_in(request: HttpRequest, code: str) -> str:
    """The address of the same page in another live language: only the first segment changes, never by a lookup."""
    return re.sub(r"^/[a-z]{2}(?=/)", f"/{code}", request.path)


def for_everybody(path: str) -> str:
    """The address for readers of no live language (hreflang `x-default`): the door for a home page, else English."""
    below = path.split("/", 2)[2] if path.count("/") > 1 else ""
    return f"/{settings.LANGUAGE_CODE}/{below}" if below else "/"


def choices_for(request: HttpRequest) -> list[dict[str, object]]:
    """What the language switcher and the head of a page show of each live language, this page's address included."""
    current = translation.get_language()
    return [
        {"code": code, "name": name, "url": this_page_in(request, code), "current": code == current}
        | {"locale": LOCALES[code]}
        for code, name in settings.LANGUAGES
    ]


def best_language(request: HttpRequest) -> HttpResponse:
    """`/`: to the best live language of the browser's wish; never stored by anybody."""
    best = get_language_from_request(request)
    response = redirect(nearest.home(best, nearest.first_wish(request), is_wished=best in nearest.wishes(request)))
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response


class LanguageOfTheAddress(LocaleMiddleware):
    """Django's middleware, plus one canonical spelling: `/DE/…` moves for ever to `/de/…`.

    What is not live leads to the nearest that is. Where the address begins with a live language nothing is left to ask.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        first = _first_part(request)
        if first in get_languages():
            translation.activate(first)
            request.LANGUAGE_CODE = first
            return None
        if first.lower() in get_languages() and request.method in ("GET", "HEAD"):
            return redirect(f"/{first.lower()}{request.path_info[len(first) + 1 :]}", permanent=True)
        request.COOKIES.pop(settings.LANGUAGE_COOKIE_NAME, None)  # not ours, and Django would obey it
        super().process_request(request)
        return nearest.lead(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _first_part(request) in get_languages():
            response.headers.setdefault("Content-Language", translation.get_language())
        else:
            response = super().process_response(request, response)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page and response.headers.get("Vary") == "Accept-Language":
            del response.headers["Vary"]  # a number is the same in every language: one copy for all caches
        return response


def _first_part(request: HttpRequest) -> str:
    return request.path_info[1:].partition("/")[0] if request.path_info.startswith("/") else ""
