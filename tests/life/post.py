"""The mail server of a life, in every mood, and the letters that it has taken."""

import re
import smtplib
import struct
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core import mail

from petitions import tokens

# ok: taken. busy: 451. unknown: 550. cut: taken, but its word is lost. no_login, refused: nobody's letter is taken.
MOODS = ("ok", "busy", "unknown", "cut", "no_login", "refused")
GLOBAL = ("no_login", "refused")
PURPOSES = {
    "confirm": tokens.CONFIRM, "withdraw": tokens.WITHDRAW, "not-me": tokens.NOT_ME, "yours": tokens.YOURS,
}  # fmt: skip


class Server:
    """Django's locmem backend with moods: one for each letter in turn, the last one for all that follow."""

    def __init__(self, moods: tuple[str, ...] = ("ok",)) -> None:
        self.moods, self.taken = list(moods), 0
        self.locmem = mail.get_connection("django.core.mail.backends.locmem.EmailBackend")

    @property
    def mood(self) -> str:
        return self.moods[min(self.taken, len(self.moods) - 1)]

    def open(self) -> None:
        if self.mood == "no_login":
            raise smtplib.SMTPAuthenticationError(535, b"no")
        if self.mood == "refused":
            raise ConnectionRefusedError

    def close(self) -> None:
        pass

    def send_messages(self, messages: list) -> None:
        mood, self.taken = self.mood, self.taken + 1
        if mood in GLOBAL:  # said on a connection that was open before
            raise smtplib.SMTPAuthenticationError(535, b"no")
        if mood == "busy":
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (451, b"later")})
        if mood == "unknown":
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})
        self.locmem.send_messages(messages)
        if mood == "cut":
            raise smtplib.SMTPServerDisconnected


@dataclass(frozen=True)
class Link:
    """A personal link out of a letter that was really sent; `issued` is a moment of the model's clock."""

    page: str
    row: int
    issued: float
    language: str
    purpose: str = ""  # where the page has links of two kinds: the one that was asked for

    def is_too_old(self, age: float) -> bool:
        """Only a link that was asked for: it ends after a day."""
        return self.purpose == tokens.YOURS_ASKED and age > 24 * 3600

    def path(self, *, passed: float, page: str = "") -> str:
        """Its address as it would be by now, after `passed` seconds more than the clock shows; or at another page."""
        moment = datetime.fromtimestamp(self.issued - passed, UTC)
        token = tokens.make(self.purpose or PURPOSES[self.page], self.row, moment)
        return f"/{self.language}/petition/{page or self.page}/{token}/"


def links_of(message: mail.EmailMessage, *, passed: float) -> list[Link]:
    """The personal links of a letter; each of them is checked to be rebuilt byte for byte."""
    pattern = rf"{re.escape(settings.SITE_ORIGIN)}(/(\w\w)/petition/({'|'.join(PURPOSES)})/([\w-]{{38}})/)"
    found = []
    for path, language, page, token in sorted(set(re.findall(pattern, message.body))):
        row, issued = struct.unpack(">QI", urlsafe_b64decode(token + "==")[:12])
        purposes = ["", tokens.YOURS_ASKED] if page == "yours" else [""]
        links = [Link(page, row, issued + passed, language, purpose) for purpose in purposes]
        [link] = [link for link in links if link.path(passed=passed) == path]
        found.append(link)
    return found


def number_of(message: mail.EmailMessage) -> int:
    """Which letter's row this is a copy of."""
    return int(re.match(r"<(\d+)\.", message.extra_headers["Message-ID"]).group(1))
