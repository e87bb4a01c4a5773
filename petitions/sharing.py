"""Texts to pass on, and the plain links that carry them: no script of a network, no token, nothing about a person.

Every function speaks the language that is active. What a network is told is what stands in the link, and only once
somebody presses it.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from petitions import qr

TEXTS = {
    # Translators: share.t1, text to pass on, familiar, max:200
    "t1": _(
        "Ask the EU for a strong, lasting law to end child sexual abuse online, with safeguards for privacy. "
        "My signature is on it. Is yours?"
    ),
    # Translators: share.t2, text to pass on, also on the poster, familiar, max:200
    "t2": _(
        "Children have a right to be safe, online as offline. Ask the EU for a lasting law. "
        "You can sign in your language. #ChildSafetyON"
    ),
    # Translators: share.t3, text to pass on, familiar, max:200
    "t3": _(
        "Protection and privacy belong together. #ChildSafetyON asks the EU for both. "
        "Every figure on the page has a source."
    ),
    # Translators: share.t4, text to pass on, familiar, max:200
    "t4": _(
        "Apps should be built with children in mind from the start. "
        "This petition asks the EU to make that the rule. #ChildSafetyON"
    ),
    # Translators: share.t5, text to pass on, familiar, max:200
    "t5": _(
        "We keep children safe at school. The internet needs the same care. "
        "Read the four asks, sign and pass them on. #ChildSafetyON"
    ),
    # Translators: share.t6, text to pass on, off until staff switch it on, familiar, max:200
    "t6": _("Unsure about the EU child safety law? Here are hard questions with fair answers. #ChildSafetyON"),
    # Translators: share.t7, text to pass on, familiar, max:200
    "t7": _("Child safety online is possible. Europe needs a strong law that lasts. Add your name. #ChildSafetyON"),
}
OFF = "t6"  # until staff switch it on
BY_HAND = "t1"  # what the visitor's own device, and whoever copies, is offered first

# Each takes the text in a field of its own, or text and address as one message. Mastodon has thousands of servers: its
# makers' own page asks the visitor for theirs, and what follows the # never leaves the browser. Facebook and LinkedIn
# promise to read the address alone; the text is there for the day they read it.
CHANNELS = {
    "WhatsApp": ("t1", "https://wa.me/?text={both}"),
    "Facebook": ("t2", "https://www.facebook.com/sharer/sharer.php?u={url}&quote={text}"),
    "Telegram": ("t1", "https://t.me/share/url?url={url}&text={text}"),
    "X": ("t7", "https://x.com/intent/post?text={text}&url={url}"),
    "Bluesky": ("t7", "https://bsky.app/intent/compose?text={both}"),
    "Mastodon": ("t7", "https://share.joinmastodon.org/#text={both}"),
    "LinkedIn": ("t3", "https://www.linkedin.com/sharing/share-offsite/?url={url}&text={text}"),
}
MAIL = "mailto:?subject={subject}&body={text}%0D%0A%0D%0A{url}"  # line ends as RFC 6068 writes them


@dataclass(frozen=True)
class Link:
    """One plain link: the network's name, the text that it carries (for the script that changes it), the address."""

    name: str
    text: str
    address: str


@dataclass(frozen=True)
class Sheet:
    """Everything that passes one page on: its address, the texts to choose from, the links."""

    url: str
    text: str
    texts: list[str]
    mail: Link
    links: list[Link]
    code: qr.Code


def sheet(url: str, *, with_questions: bool = False) -> Sheet:
    """The share sheet of one address (absolute, in the reader's language)."""
    texts = [str(TEXTS[key]) for key in text_keys(with_questions=with_questions)]
    links = [link(name, url) for name in CHANNELS]
    return Sheet(url, str(TEXTS[BY_HAND]), texts, mail(url), links, qr.code(url))


def text_keys(*, with_questions: bool = False) -> list[str]:
    """The texts on offer; the one about the hard questions only once staff have switched it on."""
    return [key for key in TEXTS if with_questions or key != OFF]


def link(name: str, url: str) -> Link:
    """A network's link with the network's own text."""
    key, address = CHANNELS[name]
    text = str(TEXTS[key])
    return Link(name, text, address.format(text=encoded(text), url=encoded(url), both=encoded(f"{text} {url}")))


def mail(url: str) -> Link:
    """A letter in the reader's own mail program."""
    # Translators: share.mail.subject, subject of an e-mail to a friend, max:45
    subject = gettext("Would you sign this too?")
    # Translators: share.mail.body, e-mail to a friend, familiar, max:200
    body = gettext(
        "Hello, this petition asks the EU for a lasting law to end child sexual abuse online, "
        "with safeguards for privacy. Would you sign it too?"
    )
    return Link("", body, MAIL.format(subject=encoded(subject), text=encoded(body), url=encoded(url)))


def encoded(text: str) -> str:
    """Exactly what `encodeURIComponent` makes of it, so that the script finds the text in the link."""
    return quote(text, safe="!*'()")
