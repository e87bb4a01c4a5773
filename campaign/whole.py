"""Answers in one piece: a server hands bytes that it has on at once, but asks an iterator for more, and for an end.

Granian took 200 of 900 µs for that with each answer of Django's.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http.response import HttpResponseBase

from campaign.asked import Environ


def in_one_piece(django: Callable[..., HttpResponseBase]) -> Callable[..., Iterable[bytes]]:
    """The same application; what streams (a file, an export) goes on streaming."""

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = django(environ, start_response)
        if not isinstance(response, HttpResponseBase) or response.streaming:
            return response
        try:
            return [response.content]  # type: ignore[attr-defined]
        finally:
            response.close()

    return application
