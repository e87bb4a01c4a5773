"""Every message we can send: one function each, returning it ready to hand over.

A letter is deterministic: its links, Message-ID, Date and boundary come from stored rows, so a second copy after a
crash is the same bytes. Nothing that a stranger typed stands in it; every letter greets "Hello," and only the copy of
the data holds a name (`yours_letters`, where the letters of the own page stand).
"""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from petitions import counting, countries, tokens, wordings
from petitions.composing import about_us, compose, link_to
from petitions.letter_message import LetterMessage
from petitions.models import Letter, Signature
from petitions.prepared import Link, Page, Word

__all__ = [
    "LetterMessage", "about_us", "already_signed", "compose", "confirmation", "confirmation_subject", "link_to",
    "receipt", "reminder", "withdrawn",
]  # fmt: skip


def confirmation(letter: Letter, signature: Signature, *, to: str) -> LetterMessage:
    """The first letter: one button that confirms, one link for people who never signed."""
    return compose("confirmation", letter, signature.language, to, _first_links(letter, signature))


def reminder(letter: Letter, signature: Signature, *, to: str) -> LetterMessage:
    """The one reminder: the same button, and the day on which everything is deleted."""
    assert signature.asked_at is not None  # noqa: S101 (the state constraint of a waiting row)
    delete_date = counting.day_of(signature.asked_at + timedelta(days=settings.LINK_LIFETIME_DAYS))
    return compose(
        "reminder", letter, signature.language, to, _first_links(letter, signature) | {"delete_date": delete_date}
    )


def already_signed(letter: Letter, signature: Signature, *, to: str) -> LetterMessage:
    """Instead of a second confirmation: nothing has changed."""
    return compose("already_signed", letter, signature.language, to, _own_links(letter, signature))


def receipt(letter: Letter, signature: Signature, *, to: str) -> LetterMessage:
    """After confirming: what was signed, when, and the supporter's own links; no appeal."""
    assert signature.confirmed_at is not None  # noqa: S101 (the payer looked)
    forget_on = signature.confirmed_at + timedelta(days=settings.FORGET_CONFIRMED_AFTER_DAYS)
    context = _own_links(letter, signature) | {
        "wording_url": _wording_page(signature.petition_wording_id),
        "petition_url": Page(signature.language, "petition"),
        "version": wordings.version(signature.petition_wording_id),
        "date": counting.day_of(signature.confirmed_at),
        "country": Word(countries.names(signature.language)[signature.country]),
        "news": signature.news_wording_id is not None,
        "forget_name_on": counting.day_of(forget_on),
    }
    return compose("receipt", letter, signature.language, to, context)


def withdrawn(letter: Letter, *, to: str) -> LetterMessage:
    """The last letter; its row is already gone."""
    return compose("withdrawn", letter, letter.language, to, {"news": letter.with_news})


def confirmation_subject(language: str) -> str:
    """The subject of the confirmation, as "Check your e-mail" announces it."""
    with translation.override(language):
        return render_to_string("letters/confirmation.subject.txt").strip()


def _first_links(letter: Letter, signature: Signature) -> dict[str, object]:
    return {
        "confirm_url": _own_link("confirm", tokens.CONFIRM, letter, signature),
        "not_me_url": _own_link("not_me", tokens.NOT_ME, letter, signature),
        "news": signature.news_wording_id is not None,
    }


def _own_links(letter: Letter, signature: Signature) -> dict[str, object]:
    return {
        "withdraw_url": _own_link("withdraw", tokens.WITHDRAW, letter, signature),
        "yours_url": _own_link("yours", tokens.YOURS, letter, signature),
    }


def _own_link(page: str, purpose: str, letter: Letter, signature: Signature) -> Link:
    return Link(page, tokens.make(purpose, signature.pk, letter.created_at))


def _wording_page(number: int) -> Page:
    """The page of the very words that were read, in the language in which they were read."""
    read = wordings.known(number)
    return Page(read.language, "wording", (read.kind, str(read.version)))
