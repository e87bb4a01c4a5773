"""The copy of one person's data as a file: every column that we hold, as data and in words (GDPR Art. 15 and 20).

A column that is added to a row and not described here fails a test: nothing is held that its owner is not told.
"""

import json
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db.models import Model, QuerySet

from petitions import countries
from petitions.models import Signature, Subscriber, Wording

FORMAT = "child-safety-on/data-copy/1"
Words = Callable[[Signature], str]

# Column → what it is. The file is read by machines and their people, so these are in English like its names; the letter
# beside it says the same in the supporter's language.
SIGNATURE = {
    "id": "The number of your signature in our database; the list of deleted numbers holds such numbers alone.",
    "petition": "The petition that you signed, by its name in addresses.",
    "email_digest": "Coded fingerprint of your address (HMAC-SHA256 with a secret key), so that you count once.",
    "mailbox_digest": "Coded fingerprint of your mailbox, so that nobody can fill it with our letters.",
    "domain_digest": "Coded fingerprint of the part of your address after the @: false signatures often share it.",
    "provider": "The kind of mail provider that your address belongs to.",
    "sealed": "Your name and address, locked: the website can write them, only the sender of letters reads them.",
    "country": "The country where you live, as you chose it (ISO 3166-1).",
    "language": "The language of the page on which you signed, or the one that you chose later; letters come in it.",
    "petition_wording": "The text of the petition that was on the page when you signed.",
    "consent_wording": "The text of the consent that you ticked.",
    "news_wording": "The text at the tick or button for news; empty: you get none through your signature.",
    "created_at": "When you first pressed Sign.",
    "asked_at": "When you last pressed Sign or asked for the letter; unconfirmed data is deleted 14 days after it.",
    "confirmed_at": "When you confirmed; empty: you have not.",
    "held_at": "Since when your signature is set aside and does not count; empty: it is not.",
    "held_reason": "Why it is set aside: speed, provider, pattern or report.",
    "holding": "The number of the decision to set it aside together with others.",
    "forgotten_at": "When name and address were forgotten; empty: they are not.",
    "answered_at": "When we last decided to answer you by letter.",
    "answered_by": "The number of that letter.",
    "reminded_at": "When the one reminder to confirm was owed.",
    "unanswered": "How many letters were sent to you while you had not confirmed.",
}  # fmt: skip
SUBSCRIBER = {
    "id": "The number of your address on the list for news.",
    "petition": "The petition that the news is about.",
    "email_digest": "Coded fingerprint of your address, so that you get each message once.",
    "mailbox_digest": "Coded fingerprint of your mailbox, so that nobody can fill it with our letters.",
    "sealed": "Your address, locked.",
    "language": "The language of the news.",
    "news_wording": "The text that you ticked on the page Stay informed.",
    "created_at": "When your address was first entered for the news.",
    "asked_at": "When it was last entered.",
    "confirmed_at": "When you confirmed; empty: you have not, and get no news through this entry.",
    "answered_at": "When we last decided to answer such an entry by letter.",
    "answered_by": "The number of that letter.",
    "unanswered": "How many letters were sent to this entry while it was not confirmed.",
}
LETTER = {
    "id": "The number of the letter's record, which is deleted 24 hours after it is closed.",
    "kind": "What the letter is for.",
    "created_at": "Since when we owe it.",
    "closed_at": "When it was sent or given up; empty: it is still owed.",
    "outcome": "sent, dropped, expired or failed; empty: it is still owed.",
}
# "Locked" in our rows; here it is opened for its owner alone.
OPENED = ("name", "email")
LINKS_TO_WORDINGS = ("petition_wording", "consent_wording", "news_wording")


def as_json(signature: Signature, *, name: str, email: str) -> str:
    """The file's text: UTF-8, indented, the same for the same rows."""
    return json.dumps(contents(signature, name=name, email=email), ensure_ascii=False, indent=1) + "\n"


def contents(signature: Signature, *, name: str, email: str) -> dict[str, object]:
    """Everything about one signature and its owner, as JSON can hold it."""
    in_words = {
        "country": countries.names(signature.language)[signature.country],
        "language": language_name(signature.language),
        "held_reason": signature.get_held_reason_display(),
    }
    return {
        "format": FORMAT,
        "name": name,
        "email": email,
        "signature": _described(signature, SIGNATURE, in_words),
        "texts": [_text(wording) for wording in _wordings(signature)],
        "news_list": [_described(row, SUBSCRIBER, {}) for row in _subscribers(signature)],
        "letters": [_described(letter, LETTER, {}) for letter in signature.letters.order_by("pk")],
    }


def language_name(code: str) -> str:
    """A language by its own name; the code where it is none of ours."""
    return dict(settings.LANGUAGES).get(code, code)


def _subscribers(signature: Signature) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(petition_id=signature.petition_id, email_digest=signature.email_digest)


def _described(row: Model, columns: dict[str, str], in_words: dict[str, str]) -> dict[str, dict[str, object]]:
    found = {}
    for column, about in columns.items():
        words = {"in_words": in_words[column]} if in_words.get(column) else {}
        found[column] = {"value": _value(row, column), **words, "about": about}
    return found


def _value(row: Model, column: str) -> object:
    """As JSON can hold it: moments in UTC, a petition by its name, a locked value by the names of what is in it."""
    if column == "sealed":
        return "opened in this file: name, email"
    if column == "petition":
        return str(getattr(row, column))
    value = getattr(row, f"{column}_id" if hasattr(row, f"{column}_id") else column)
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _wordings(signature: Signature) -> list[Wording]:
    rows = [signature, *_subscribers(signature)]
    numbers = [getattr(row, f"{link}_id", None) for row in rows for link in LINKS_TO_WORDINGS]
    return list(Wording.objects.filter(pk__in=[number for number in numbers if number is not None]).order_by("pk"))


def _text(wording: Wording) -> dict[str, object]:
    return {
        "id": wording.pk,
        "kind": wording.kind,
        "language": wording.language,
        "version": wording.version,
        "sha256": wording.sha256,
        "text": wording.body,
    }
