"""The map of addresses, walked: what stands in `urls.py`, however deep it is included."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def routes(patterns: list, start: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(address as the map writes it, pattern) of every view, in the map's order, in the language that is active."""
    for pattern in patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern
