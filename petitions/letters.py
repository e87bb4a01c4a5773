"""Every message we can send: one function each, returning it ready to hand over.

A letter is deterministic: its links, Message-ID, Date and boundary come from stored rows, so a second copy after a
crash is the same bytes. Nothing that a stranger typed stands in it; every letter greets "Hello," and only the copy of
the data holds a name (`yours_letters`, where the letters of the own page stand).
"""

from datetime import timedelta
from email.message import Message
from email.utils import format_datetime, parseaddr
from functools import lru_cache

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from petitions import counting, countries, tokens, wordings
from petitions.models import Letter, Petition, Signature


class LetterMessage(EmailMultiAlternatives):
    """A message whose MIME boundaries are given, not drawn by chance."""

    boundary = ""
    # read by anymail's backends: no link is rewritten and no pixel added by a provider
    track_clicks = False
    track_opens = False

    def message(self) -> Message:  # type: ignore[override]
        mime = super().message()
        for number, part in enumerate(part for part in mime.walk() if part.is_multipart()):
            part.set_boundary(f"{self.boundary}.{number}" if number else self.boundary)
        # A long link to unsubscribe would be folded right after its name, and some mail programs read an empty line.
        mime.policy = mime.policy.clone(max_line_length=998)
        return mime


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
        "wording_url": _wording_link(signature.petition_wording_id),
        "petition_url": link_to(signature.language, "petition"),
        "version": wordings.version(signature.petition_wording_id),
        "date": counting.day_of(signature.confirmed_at),
        "country": countries.names(signature.language)[signature.country],
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
    def link(page: str, purpose: str) -> str:
        return link_to(signature.language, page, tokens.make(purpose, signature.pk, letter.created_at))

    return {
        "confirm_url": link("confirm", tokens.CONFIRM),
        "not_me_url": link("not_me", tokens.NOT_ME),
        "news": signature.news_wording_id is not None,
    }


def _own_links(letter: Letter, signature: Signature) -> dict[str, object]:
    def link(page: str, purpose: str) -> str:
        return link_to(signature.language, page, tokens.make(purpose, signature.pk, letter.created_at))

    return {"withdraw_url": link("withdraw", tokens.WITHDRAW), "yours_url": link("yours", tokens.YOURS)}


def _wording_link(number: int) -> str:
    """The page of the very words that were read, in the language in which they were read."""
    read = wordings.known(number)
    return link_to(read.language, "wording", read.kind, str(read.version))


def link_to(language: str, page: str, *arguments: str) -> str:
    """The whole address of a page in a language."""
    with translation.override(language):
        return settings.SITE_ORIGIN + reverse(page, args=arguments)


def compose(name: str, letter: Letter, language: str, to: str, own: dict[str, object]) -> LetterMessage:
    """The message of the templates letters/<name>.*, with `own` beside what every letter knows."""
    with translation.override(language):
        context = _common(letter.petition, language) | own
        subject = render_to_string(f"letters/{name}.subject.txt", context).strip()
        text = render_to_string(f"letters/{name}.txt", context).strip() + "\n"
        html = _inliner().inline(render_to_string(f"letters/{name}.html", context))
    message = LetterMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=_headers(letter, language))
    message.reply_to = [settings.CONTROLLER["contact_email"]]
    message.attach_alternative(html, "text/html")
    message.boundary = f"=_{_fingerprint(letter, 'boundary')}"
    return message


def _common(petition: Petition, language: str) -> dict[str, object]:
    return {
        "site": about_us(),
        "petition_title": render_to_string("petitions/words/title.txt").strip(),
        "help_url": link_to(language, "help"),
        "forget_at": petition.forget_at,
        "backup_days": settings.BACKUP_DAYS,
        "LANGUAGE_CODE": language,
        "LANGUAGE_BIDI": translation.get_language_bidi(),
    }


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
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return {
        "Message-ID": f"<{letter.pk}.{_fingerprint(letter, 'message-id')}@{domain}>",
        "Date": format_datetime(letter.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }


def _fingerprint(letter: Letter, use: str) -> str:
    return salted_hmac(f"petitions.letters.{use}", str(letter.pk), algorithm="sha256").hexdigest()[:32]


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    # keep_at_rules: without it the dark-mode rules are dropped
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
