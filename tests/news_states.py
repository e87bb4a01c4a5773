"""Every state that an address can be in for the news, reached by the product's own verbs."""

from petitions import news, signing
from petitions.models import Letter, Subscriber
from tests import states
from tests.past import move_back


def unknown(ask_for_news, sign, email: str) -> None:
    """Nobody has typed this address yet."""


def entered(ask_for_news, sign, email: str) -> None:
    ask_for_news(email)


def reading(ask_for_news, sign, email: str) -> None:
    row = ask_for_news(email)
    news.confirm(row.pk)
    for letter in Letter.objects.filter(subscriber=row):
        move_back(letter, seconds=1)
    move_back(Subscriber.objects.get(pk=row.pk), seconds=1)


def stopped(ask_for_news, sign, email: str) -> None:
    reading(ask_for_news, sign, email)
    news.stop(Subscriber.objects.get())


def silent(ask_for_news, sign, email: str) -> None:
    states.suppressed(sign, email)


def signed_without_news(ask_for_news, sign, email: str) -> None:
    states.confirmed(sign, email)


def signed_with_news(ask_for_news, sign, email: str) -> None:
    signing.confirm(sign(email, news=True).pk)


def ticked_but_never_confirmed(ask_for_news, sign, email: str) -> None:
    sign(email, news=True)


EVERY = (
    unknown, entered, reading, stopped, silent, signed_without_news, signed_with_news, ticked_but_never_confirmed,
)  # fmt: skip
