"""What a debt about news becomes at the moment it is paid: which letter, or nothing, and why nothing.

As with signatures, only the worker decides whether an address is on the list: nobody can watch it there.
"""

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage

from petitions import news_letters, news_list
from petitions.models import Letter, Signature, Subscriber
from petitions.replies import ANSWER_ONCE_IN, MAX_UNANSWERED, NothingToSay, address_in, grant

KINDS = (Letter.Kind.NEWS, Letter.Kind.NEWS_WELCOME, Letter.Kind.MILESTONE)
WELCOME_ONCE_IN = timedelta(hours=24)  # who is on the list and is entered again, by whomever


def write(letter: Letter) -> EmailMessage:
    """The message for a claimed letter, the same bytes each time. Raises NothingToSay, or vault.CannotOpen."""
    return _WRITERS[letter.kind](letter)


def _write_reply(letter: Letter) -> EmailMessage:
    """An address was entered: the button that starts the news, or for whom it has started the welcome once more."""
    row = _subscriber(letter)
    rows = Subscriber.objects.filter(pk=row.pk)
    if row.confirmed_at is None:
        if row.unanswered >= MAX_UNANSWERED:
            raise NothingToSay("unanswered")
        grant(letter, answers=rows, once_in=ANSWER_ONCE_IN)
        return news_letters.confirm(letter, row, to=address_in(row.sealed))
    if row.confirmed_at >= letter.created_at:
        raise NothingToSay("confirmed")  # its owner pressed the button of another copy meanwhile
    grant(letter, answers=rows, once_in=WELCOME_ONCE_IN)
    return news_letters.welcome(letter, row, to=address_in(row.sealed))


def _write_welcome(letter: Letter) -> EmailMessage:
    row = _subscriber(letter)
    return news_letters.welcome(letter, row, to=address_in(row.sealed))


def _write_milestone(letter: Letter) -> EmailMessage:
    row = _reader(letter)
    if row is None:
        raise NothingToSay("left")
    assert letter.mailing is not None  # noqa: S101 (of this kind all have one)
    return news_letters.milestone(letter, letter.mailing, row, to=address_in(row.sealed))


def _reader(letter: Letter) -> Subscriber | Signature | None:
    """Whom the letter is for, if they are still on the list."""
    if letter.subscriber_id is not None:
        return news_list.subscribers(letter.petition_id).filter(pk=letter.subscriber_id).first()
    return news_list.signed(letter.petition_id).filter(pk__in=_known(letter.signature_id)).first()


def _subscriber(letter: Letter) -> Subscriber:
    row = Subscriber.objects.filter(pk__in=_known(letter.subscriber_id)).first()
    if row is None:
        raise NothingToSay("gone")
    return row


def _known(number: int | None) -> list[int]:
    return [] if number is None else [number]


_WRITERS: dict[str, Callable[[Letter], EmailMessage]] = {
    Letter.Kind.NEWS: _write_reply,
    Letter.Kind.NEWS_WELCOME: _write_welcome,
    Letter.Kind.MILESTONE: _write_milestone,
}
