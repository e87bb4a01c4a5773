"""The letters about news. Each but the first says how to leave, in its words and in headers that mail programs read."""

from urllib.parse import urlsplit

from django.conf import settings

from petitions import news_list, tokens
from petitions.composing import compose
from petitions.letter_message import LetterMessage
from petitions.models import Letter, Mailing, Signature, Subscriber
from petitions.prepared import Link, Page


def confirm(letter: Letter, row: Subscriber, *, to: str) -> LetterMessage:
    """The first letter to an address that was entered for the news: one button that starts it."""
    own: dict[str, object] = {
        "confirm_url": Link("news_confirm", tokens.make(tokens.NEWS_CONFIRM, row.pk, letter.created_at)),
        "language": dict(settings.LANGUAGES).get(row.language, row.language),
    }
    return compose("news_confirm", letter, row.language, to, own)


def welcome(letter: Letter, row: Subscriber, *, to: str) -> LetterMessage:
    """After confirming, and when an address that is on the list is entered again: how the news works."""
    return _with_a_way_out("news_welcome", letter, row, to, {})


def milestone(letter: Letter, mailing: Mailing, row: Subscriber | Signature, *, to: str) -> LetterMessage:
    """So many signatures: the values are the mailing's, so that every copy says the same."""
    own = {
        "milestone": mailing.milestone,
        "countries": mailing.countries,
        "status_what_next": mailing.what_next.get(row.language, ""),
        "petition_url": Page(row.language, "petition"),
    }
    return _with_a_way_out("milestone", letter, row, to, own)


def _with_a_way_out(
    name: str, letter: Letter, row: Subscriber | Signature, to: str, own: dict[str, object]
) -> LetterMessage:
    token = news_list.stop_token(row, letter.created_at)
    headers = {
        "List-Id": f"<news.{urlsplit(settings.SITE_ORIGIN).hostname}>",
        "List-Unsubscribe": f"<{news_list.stop_link(row, row.language, letter.created_at)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    own = own | {"unsubscribe_url": Link("news_unsubscribe", token)}
    return compose(name, letter, row.language, to, own, headers)
