"""The letters from the own page: its link, the copy of the data, and the last one to who is forgotten and still counts.

The copy is the only letter of all that holds a name: it goes to the sealed address of the row and to no other.
"""

from petitions import counting, countries, data_copy, news_list, tokens, wordings
from petitions.composing import compose, compose_once, link_to
from petitions.letter_message import LetterMessage
from petitions.models import Letter, Signature
from petitions.prepared import Link


def link(letter: Letter, signature: Signature, *, to: str) -> LetterMessage:
    """The link to the own page, for 24 hours from the moment at which the letter was allowed."""
    assert letter.granted_at is not None  # noqa: S101 (the payer asked)
    token = tokens.make(tokens.YOURS_ASKED, signature.pk, letter.granted_at)
    return compose("yours", letter, signature.language, to, {"yours_url": Link("yours", token)})


def kept(letter: Letter, *, to: str) -> LetterMessage:
    """The last letter; its row counts on and knows nobody any more."""
    return compose("kept", letter, letter.language, to, {"news": letter.with_news})


def copy(letter: Letter, signature: Signature, *, name: str, to: str) -> LetterMessage:
    """All that we hold about a signature, in words and as a file."""
    values = _values(letter, signature, name=name, email=to)
    message = compose_once("copy", letter, signature.language, to, values)
    file = data_copy.as_json(signature, name=name, email=to)
    message.attach("data.json", file.encode(), "application/json")
    return message


def _values(letter: Letter, signature: Signature, *, name: str, email: str) -> dict[str, object]:
    assert signature.created_at is not None  # noqa: S101 (the state constraint of a remembered row)
    language, confirmed_at = signature.language, signature.confirmed_at
    token = tokens.make(tokens.YOURS, signature.pk, letter.created_at)
    return {
        "name": name,
        "email": email,
        "country": countries.names(language)[signature.country],
        "language": data_copy.language_name(language),
        "signed_on": counting.day_of(signature.created_at),
        "confirmed_on": counting.day_of(confirmed_at) if confirmed_at else None,
        "version": wordings.version(signature.petition_wording_id),
        "consent_version": wordings.version(signature.consent_wording_id),
        "news_is_on": news_list.gets_news(signature),
        "row": signature,
        "digest_short": signature.email_digest[:12],
        "yours_url": link_to(language, "yours", token),
    }
