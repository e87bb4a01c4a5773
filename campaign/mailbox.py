"""The embedded profile's mail: one JSON file for each letter, and the page that shows them, on this machine only."""

import ipaddress
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from functools import wraps
from pathlib import Path
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

LETTERS_A_PAGE = 50
# A letter's own page: its styles, and nothing else; only our mailbox page may frame it.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


class MailboxBackend(BaseEmailBackend):
    """Puts each message into DATA_DIR/mailbox, whole or not at all. Raises OSError when the folder can't be written."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        kept = 0
        for message in email_messages:
            if message.recipients():
                _keep(_as_letter(message))
                kept += 1
        return kept


def letters() -> Iterator[dict[str, Any]]:
    """Every letter, newest first: id, to, subject, language, sent_at (UTC), headers, text, html, attachments."""
    for path in sorted(_folder().glob("*.json"), reverse=True):
        yield _read(path)


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _folder() -> Path:
    return settings.DATA_DIR / "mailbox"


def _keep(letter: dict[str, Any]) -> None:
    """Written beside and renamed into place, so that a reader, or a crash, never meets half a letter."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{letter['id']}"
    draft.write_text(json.dumps(letter, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, folder / f"{letter['id']}.json")


def _as_letter(message: EmailMessage) -> dict[str, Any]:
    """What a mail server would have got: read back from the finished message, not from our own fields."""
    mime = message.message()
    headers = {name: _decoded(value) for name, value in mime.items()}
    return {
        "id": f"{time.time_ns()}-{uuid.uuid4().hex[:12]}",  # in order of time
        "to": ", ".join(message.recipients()),
        "subject": headers.get("Subject", ""),
        "language": headers.get("Content-Language", ""),
        "sent_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "headers": headers,
        "text": _part(mime, "text/plain"),
        "html": _part(mime, "text/html"),
        "attachments": dict(_files(mime)),
    }


def _decoded(header: Any) -> str:
    return str(make_header(decode_header(str(header))))


def _part(mime: Message, content_type: str) -> str:
    for part in mime.walk():
        if part.get_content_type() == content_type and not part.get_filename():
            content = part.get_payload(decode=True)
            return content.decode(part.get_content_charset("utf-8")) if isinstance(content, bytes) else ""
    return ""


def _files(mime: Message) -> Iterator[tuple[str, str]]:
    """Name and text of each file that goes with the letter; ours are all text."""
    for part in mime.walk():
        content = part.get_payload(decode=True)
        if (name := part.get_filename()) and isinstance(content, bytes):
            yield name, content.decode()


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Loopback, and not handed on by a proxy, which would make the whole world look like loopback."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback and not any(name in request.META for name in _FORWARDED)


def only_here(view: Callable) -> Callable:
    """404 in the grown profile and for everybody from outside; answers are never stored."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.EMBEDDED or not _is_from_this_machine(request):
            raise Http404
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


@require_safe
@only_here
@csp_update({"frame-src": ["'self'"]})
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(list(letters()), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "campaign/mailbox.html", {"page": page})


@require_safe
@only_here
def mailbox_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(list(letters()), safe=False, json_dumps_params={"ensure_ascii": False})


@require_safe
@only_here
def mailbox_html(request: HttpRequest, letter: str) -> HttpResponse:
    """The HTML part as it was sent, but links open in a new tab, because this page stands in a frame."""
    path = _folder() / f"{letter}.json"  # a slug: no dot, no slash
    if not path.exists():
        raise Http404
    page = _read(path)["html"].replace("<head>", '<head><base target="_blank">', 1)
    headers = {"Content-Security-Policy": LETTER_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HttpResponse(page, headers=headers)
