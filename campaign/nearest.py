"""Visitors whose language is not live land on the nearest one, with a sentence in their own: `locale/NEAREST.toml`.

The sentence comes by the address (`?asked=sk`), so that pages stay the same for everybody who has the same address.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

FILE = Path(__file__).parent.parent / "locale" / "NEAREST.toml"
RIGHT_TO_LEFT = ("ar",)
KEPT_SECONDS = 300
ASKED = re.compile(r"(?:^|&)asked=([a-z]{2})$")  # we put it at the end


@dataclass(frozen=True)
class Asked:
    """A language that was asked for and is not live. `says` ends before the name of the page's language."""

    code: str
    to: tuple[str, ...]
    says: str

    @property
    def direction(self) -> str:
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"


@cache
def table() -> dict[str, Asked]:
    """By code, read once in a process's life. Raises ValueError or KeyError where the file is broken."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: Asked(code, tuple(row["to"]), row["says"]) for code, row in rows.items()}


def not_live(code: str) -> Asked | None:
    """The row of a language that we know and that is not live; None for every other text."""
    return None if code in settings.LIVE_LANGUAGES else table().get(code)


def nearest(asked: Asked) -> str:
    """The first live language of those its readers know, or else English."""
    return next((code for code in asked.to if code in settings.LIVE_LANGUAGES), settings.LANGUAGE_CODE)


def on_page(request: HttpRequest) -> Asked | None:
    """What the page has to say to a visitor who was led here from another language; every other query is ignored."""
    found = ASKED.search(request.META.get("QUERY_STRING", ""))
    return not_live(found[1]) if found else None


def wishes(request: HttpRequest) -> list[str]:
    """The languages that the browser asks for, the dearest first, without their countries."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return [code.partition("-")[0] for code, _ in asked]


def first_wish(request: HttpRequest) -> Asked | None:
    """The browser's first wish, where that is a language of the table that is not live."""
    return next(map(not_live, wishes(request)), None)


def home(best: str, wish: Asked | None, *, is_wished: bool) -> str:
    """The home page for the door: in the best live language of the browser's list, or in the nearest of its first."""
    if wish is None:
        return f"/{best}/"
    return f"/{best if is_wished else nearest(wish)}/?asked={wish.code}"


def lead(request: HttpRequest) -> HttpResponse | None:
    """The same page in the nearest live language, for an address in a language that is not live; None for others.

    What was typed comes along: a POST is sent again as it is (307).
    """
    first, _, rest = request.path_info.removeprefix("/").partition("/")
    asked = not_live(first.lower())
    if asked is None:
        return None
    query = f"{request.META.get('QUERY_STRING', '')}&asked={asked.code}".removeprefix("&")
    address = f"/{nearest(asked)}/{escape_uri_path(rest)}?{query}"
    response = redirect(address, preserve_request=request.method not in ("GET", "HEAD"))
    response["Cache-Control"] = f"max-age={KEPT_SECONDS}" if request.method in ("GET", "HEAD") else "no-store"
    return response
