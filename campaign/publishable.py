"""Which addresses are public pages: read from the map, by the one mark that `petitions.public_pages` leaves."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from campaign.address_map import routes
from petitions import flagship


def is_public(path: str) -> bool:
    """Whether a view that is marked answers here; never an address with a token in it, whatever its view says."""
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    return getattr(match.func, "is_public_page", False) and "token" not in match.kwargs


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
