"""Which addresses are public pages: read from the map, by the one mark that `petitions.public_pages` leaves."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from campaign.address_map import routes
from petitions import flagship


def fresh_seconds(path: str) -> float:
    """How old a copy may be, by the mark of the view that answers here; 0: not public.

    An address with a token in it never is, whatever its view says.
    """
    if path.startswith(settings.STATIC_URL) or not path.isascii():
        return 0
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return 0
    return 0 if "token" in match.kwargs else getattr(match.func, "fresh_seconds", 0)


def is_public(path: str) -> bool:
    return fresh_seconds(path) > 0


def public_paths() -> list[str]:
    """The address of every public page in every live language, and of the numbers about the petition."""
    found: dict[str, None] = {}  # what stands outside the languages is met in each of them
    for code in settings.LIVE_LANGUAGES:
        with translation.override(code):
            found |= dict.fromkeys(_marked())
    return list(found)


def _marked() -> Iterator[str]:
    for route, pattern in routes(get_resolver().url_patterns, "/"):
        address = route.replace("<slug:slug>", flagship.SLUG)
        if getattr(pattern.callback, "is_public_page", False) and "<" not in address:
            yield address
