"""What a request asks for: an address that a published page may answer, in which encoding, and whether it is known."""

from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from campaign import staff_host

Environ = dict[str, Any]
# What newsletters and platforms hang on links; no page of ours reads any query, so with these it is the same page.
IGNORED = {"utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_id", "fbclid", "gclid",
           "msclkid", "igsh", "igshid", "mc_cid", "mc_eid", "twclid", "ttclid", "li_fat_id"}  # fmt: skip


def is_plain(environ: Environ) -> bool:
    """A GET or HEAD to a host of ours that asks for an address and nothing else; any other is for Django to judge."""
    get = environ.get
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and get("CONTENT_LENGTH") in (None, "", "0")
        and "HTTP_TRANSFER_ENCODING" not in environ
        and not get("SCRIPT_NAME")
        and is_same_page(get("QUERY_STRING", ""))
        and has_pages(get("HTTP_HOST", ""))
        and not settings.DEBUG  # who edits templates sees each edit at once
    )


@lru_cache(maxsize=64)
def has_pages(host: str) -> bool:
    """It is ours, and so is the one that pages are made under; the staff's has no public page."""
    return is_our_host(host) and is_our_host(own_host()) and not staff_host.is_staff_host(host)


def is_our_host(host: str) -> bool:
    """By Django's own rule."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def own_host() -> str:
    return urlsplit(settings.SITE_ORIGIN).netloc


@lru_cache(maxsize=256)
def is_same_page(query: str) -> bool:
    """Whether the query holds nothing that a page could mean."""
    return not query or (len(query) < 1000 and {name for name, _ in parse_qsl(query, True)} <= IGNORED)


@lru_cache(maxsize=256)
def best_encoding(wish: str) -> str:
    """Of an Accept-Encoding: br, gzip or nothing."""
    wishes = [part.replace(" ", "").lower().partition(";q=") for part in wish[:200].split(",")]
    wanted = {name for name, _, quality in wishes if quality.strip("0.") or not quality}
    return next((name for name in ("br", "gzip") if name in wanted), "")


def is_known(etag: str, wish: str) -> bool:
    """Whether an If-None-Match names this very answer (a proxy may have weakened the name)."""
    return bool(wish) and (wish.strip() == "*" or etag in {name.strip().removeprefix("W/") for name in wish.split(",")})
