"""From templates to a message: made once for all letters of one kind, language and facts, then filled in (`prepared`).

What a blank says is what its recipe says: another setting, date or wording is another recipe. Other words (a catalogue
that is compiled anew) forget all blanks, as they forget whatever a process remembers.
"""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import NamedTuple

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from petitions import prepared
from petitions.briefly import when_forgetting
from petitions.letter_message import LetterMessage, blank_of
from petitions.models import Letter
from petitions.prepared import Link, Page, Pieces, RawPieces, Word

BLANKS = 200  # kept at once, some 40 KB each: kinds × languages × news or none × days of receipts


def compose(
    name: str, letter: Letter, language: str, to: str, own: dict[str, object], headers: dict[str, str] | None = None
) -> LetterMessage:
    """The message of the templates letters/<name>.*, with `own` beside what every letter knows.

    A Link or a Word in `own` is this letter's alone; all else is a fact that many share, and must be hashable.
    """
    make = _blank.__wrapped__ if settings.DEBUG else _blank  # who edits a template sees it in the next letter
    return _filled(make, name, letter, language, to, own, headers or {})


def compose_once(name: str, letter: Letter, language: str, to: str, own: dict[str, object]) -> LetterMessage:
    """The same for a letter that is like no other, such as the copy of one's data: nothing of it is kept."""
    return _filled(_blank.__wrapped__, name, letter, language, to, own, {})


class Blank(NamedTuple):
    """A letter with places to fill in; `wire` is empty where MIME has to encode it."""

    subject: str
    text: Pieces
    html: Pieces
    wire: RawPieces


class Recipe(NamedTuple):
    """Everything that a blank is made of; so a blank is never older than what it says."""

    name: str
    language: str
    forget_at: datetime
    facts: tuple[tuple[str, object], ...]
    shapes: tuple[prepared.Shape, ...]
    us: tuple[object, ...]


@lru_cache(maxsize=BLANKS)
def _blank(recipe: Recipe) -> Blank:
    with translation.override(recipe.language):
        in_text, in_html = _context(recipe, is_html=False), _context(recipe, is_html=True)
        subject = render_to_string(f"letters/{recipe.name}.subject.txt", in_text).strip()
        text = render_to_string(f"letters/{recipe.name}.txt", in_text).strip() + "\n"
        html = _inliner().inline(render_to_string(f"letters/{recipe.name}.html", in_html))
    places = prepared.places(recipe.shapes)
    wire = blank_of(_message(subject, text, html, to="", headers={}), places)
    return Blank(subject, prepared.cut(text, places), prepared.cut(html, places), wire)


when_forgetting(_blank.cache_clear)  # other words


def _filled(
    make: Callable[[Recipe], Blank],
    name: str, letter: Letter, language: str, to: str, own: dict[str, object], headers: dict[str, str],
) -> LetterMessage:  # fmt: skip
    facts, different = prepared.parted(own)
    recipe = Recipe(name, language, letter.petition.forget_at, tuple(facts.items()), prepared.shapes(different), _us())
    blank, signs = make(recipe), prepared.signs(different)
    text, html = prepared.fill(blank.text, signs), prepared.fill(blank.html, signs)
    message = _message(blank.subject, text, html, to=to, headers=_headers(letter, language) | headers)
    message.boundary = f"=_{_fingerprint(letter, 'boundary')}"
    message.blank, message.signs = blank.wire, signs
    return message


def _message(subject: str, text: str, html: str, *, to: str, headers: dict[str, str]) -> LetterMessage:
    message = LetterMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    message.reply_to = [settings.CONTROLLER["contact_email"]]
    message.attach_alternative(html, "text/html")
    return message


def _us() -> tuple[object, ...]:
    """All settings that a letter says something about."""
    us = (settings.SITE_NAME, settings.SITE_ORIGIN, settings.DEFAULT_FROM_EMAIL, settings.BACKUP_DAYS)
    return (*us, *settings.CONTROLLER.values())


def _context(recipe: Recipe, *, is_html: bool) -> dict[str, object]:
    own = prepared.marked(recipe.shapes, is_html=is_html)
    words = {name: value.text for name, value in own.items() if isinstance(value, Word)}
    links = {
        name: link_to(recipe.language, value.page, value.token)
        for name, value in own.items()
        if isinstance(value, Link)
    }
    facts = {name: _written_out(value) for name, value in recipe.facts}
    return _common(recipe.forget_at, recipe.language) | facts | words | links


def _written_out(fact: object) -> object:
    return link_to(fact.language, fact.name, *fact.arguments) if isinstance(fact, Page) else fact


def _common(forget_at: datetime, language: str) -> dict[str, object]:
    return {
        "site": about_us(),
        "petition_title": render_to_string("petitions/words/title.txt").strip(),
        "help_url": link_to(language, "help"),
        "forget_at": forget_at,
        "backup_days": settings.BACKUP_DAYS,
        "LANGUAGE_CODE": language,
        "LANGUAGE_BIDI": translation.get_language_bidi(),
    }


def link_to(language: str, page: str, *arguments: str) -> str:
    """The whole address of a page in a language."""
    with translation.override(language):
        return settings.SITE_ORIGIN + reverse(page, args=arguments)


def about_us() -> dict[str, str]:
    """Who runs this site, for letters and pages alike."""
    us = settings.CONTROLLER
    return {
        "name": settings.SITE_NAME,
        "controller": us["name"],
        "postal_address": us["address"],
        "contact_email": us["contact_email"],
        "privacy_email": us["privacy_email"],
        "dpo_email": us["dpo_email"],
        "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or us["name"],
        "origin": settings.SITE_ORIGIN,
        "url": settings.SITE_ORIGIN + "/",
        "independent": us["independent"],
    }


def _headers(letter: Letter, language: str) -> dict[str, str]:
    return {
        "Message-ID": f"<{letter.pk}.{_fingerprint(letter, 'message-id')}@{_domain_of(settings.DEFAULT_FROM_EMAIL)}>",
        "Date": format_datetime(letter.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _fingerprint(letter: Letter, use: str) -> str:
    return salted_hmac(f"petitions.letters.{use}", str(letter.pk), algorithm="sha256").hexdigest()[:32]


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    # keep_at_rules: without it the dark-mode rules are dropped
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
