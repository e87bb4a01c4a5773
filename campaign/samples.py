"""Every page and letter of the site, made for looking at: nobody signs, and nothing stays.

Pages behind the links of letters need a person. One is made up, and the database takes it back at once: everything
here runs in a transaction that is always undone.
"""

import io
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import get_resolver, resolve
from django.utils import timezone, translation

from campaign import errors
from campaign.address_map import routes
from petitions import addresses, flagship, letters, news_letters, signing, tokens, wordings, yours_letters
from petitions.judge import Clean
from petitions.letters import LetterMessage
from petitions.models import Letter, Signature, Subscriber

NAME = "Maria"
# Which link opens the page, by the route's beginning.
PURPOSES = {
    "petition/confirm": tokens.CONFIRM,
    "petition/withdraw": tokens.WITHDRAW,
    "petition/not-me": tokens.NOT_ME,
    "petition/yours": tokens.YOURS,
    "stay-informed/confirm": tokens.NEWS_CONFIRM,
    "stay-informed/unsubscribe": tokens.NEWS_STOP_SIGNED,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Made up, with a letter owed to them and their entry for the news."""

    row: Signature
    letter: Letter
    reader: Subscriber
    to: str


LETTERS: dict[str, Callable[[Person], LetterMessage]] = {
    "confirmation": lambda one: letters.confirmation(one.letter, one.row, to=one.to),
    "reminder": lambda one: letters.reminder(one.letter, one.row, to=one.to),
    "already_signed": lambda one: letters.already_signed(one.letter, one.row, to=one.to),
    "receipt": lambda one: letters.receipt(one.letter, one.row, to=one.to),
    "withdrawn": lambda one: letters.withdrawn(one.letter, to=one.to),
    "yours": lambda one: yours_letters.link(one.letter, one.row, to=one.to),
    "copy": lambda one: yours_letters.copy(one.letter, one.row, name=NAME, to=one.to),
    "kept": lambda one: yours_letters.kept(one.letter, to=one.to),
    "news_confirm": lambda one: news_letters.confirm(one.letter, one.reader, to=one.to),
    "news_welcome": lambda one: news_letters.welcome(one.letter, one.reader, to=one.to),
}


def pages() -> list[str]:
    """What follows the language in the address of every page, in the map's order; `<token>` marks a personal one."""
    with translation.override(settings.LANGUAGE_CODE):
        return list(dict.fromkeys(_pages()))


def _pages() -> Iterator[str]:
    start = f"/{settings.LANGUAGE_CODE}/"
    for route, pattern in routes(get_resolver().url_patterns, "/"):
        if not route.startswith(start) or "." in route:
            continue
        below = route.removeprefix(start).replace("<str:token>", "<token>")
        is_personal = below.removesuffix("/<token>/") in PURPOSES
        if is_personal or ("<" not in below and getattr(pattern.callback, "is_public_page", False)):
            yield below


def page(below: str, language: str) -> str:
    """The HTML of a page of `pages()` in this language. Raises Resolver404 for others."""
    with translation.override(language), undone(language):
        token = _token(below, _made_up(language)) if below.endswith("<token>/") else ""
        return _html(f"/{language}/{below.replace('<token>', token)}")


def error(status: int, language: str) -> str:
    """The HTML of an error page."""
    return errors.page(_request(f"/{language}/"), status, minutes=3).content.decode()


def letter(kind: str, language: str) -> LetterMessage:
    """A letter of `LETTERS` as it would leave us. Raises KeyError for other kinds."""
    write = LETTERS[kind]
    with translation.override(language), undone(language):
        return write(_made_up(language))


@contextmanager
def undone(language: str) -> Iterator[None]:
    """Nothing that is written inside outlives the block; its words count as recorded, or nobody could sign them."""
    new = 0
    with transaction.atomic():
        try:
            new = _record_what_is_new(language)
            yield
        finally:
            transaction.set_rollback(True)
            if new:  # their numbers are nobody's
                wordings.forget_what_this_process_knows()


def _record_what_is_new(language: str) -> int:
    """Nothing for a language that people sign in; so this takes no lock from them."""
    petition = flagship.flagship()
    try:
        wordings.current(petition.pk, language)
        wordings.current_of_list(petition.pk, language)
    except wordings.NothingRecorded:
        words = {(kind.value, language): wordings.render(petition, kind, language) for kind in wordings.RECORDED}
        return wordings.record_texts(petition, words)
    return 0


def _made_up(language: str) -> Person:
    """Somebody who signed and confirmed in this language and entered for the news."""
    address = f"{uuid.uuid4().hex}@example.org"
    petition = flagship.flagship()
    signing.sign(petition, Clean(name=NAME, email=address, country="FR", news=True, shown=None), language=language)
    # by its own address: the newest row may be that of somebody who really signs at this moment
    row = Signature.objects.get(petition=petition, email_digest=addresses.email_digest(address))
    now = timezone.now()
    Signature.objects.filter(pk=row.pk).update(confirmed_at=now + timedelta(minutes=3))
    row.refresh_from_db()
    owed = Letter.objects.select_related("petition").get(signature_id=row.pk)
    owed.granted_at, owed.with_news, owed.language = now, True, language
    return Person(row, owed, _entered(row), address)


def _entered(row: Signature) -> Subscriber:
    whose = {"petition": row.petition, "email_digest": row.email_digest, "mailbox_digest": row.mailbox_digest}
    moments = {"created_at": row.created_at, "asked_at": row.asked_at, "news_wording": row.news_wording}
    return Subscriber.objects.create(**whose, **moments, sealed=row.sealed, language=row.language)


def _token(below: str, one: Person) -> str:
    purpose = PURPOSES[below.removesuffix("/<token>/")]
    return tokens.make(purpose, one.reader.pk if purpose == tokens.NEWS_CONFIRM else one.row.pk, timezone.now())


def _html(path: str) -> str:
    match = resolve(path)
    response: HttpResponseBase = match.func(_request(path), *match.args, **match.kwargs)
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return bytes(getattr(response, "content", b"")).decode()


def _request(path: str) -> HttpRequest:
    """As a browser would ask for it, past all middleware."""
    host = settings.SITE_ORIGIN.partition("://")[2]
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": io.BytesIO(), "HTTP_HOST": host}
    return WSGIRequest({**asked, "SERVER_NAME": host, "SERVER_PORT": "443", "wsgi.url_scheme": "https"})
