"""Which addresses are public pages: read from the map, by the one mark that `petitions.public_pages` leaves."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

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
            found |= dict.fromkeys(_walk(get_resolver().url_patterns))
    return list(found)


def _walk(patterns: list, start: str = "/") -> Iterator[str]:
    for pattern in patterns:
        here = start + str(pattern.pattern).replace("<slug:slug>", flagship.SLUG)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and getattr(pattern.callback, "is_public_page", False) and "<" not in here:
            yield here
