"""One message as a mail backend takes it, and as the bytes that a mail server gets."""

from email.message import Message
from typing import cast

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart, SafeMIMEText

from petitions.prepared import RawPieces, cut_raw, fill_raw, mark

LONGEST_LINE = 700  # bytes; from 998 on a part is encoded, and nothing can be filled in, whatever is filled in here
_TO, _BOUNDARY, _HEADERS = "to", "boundary", "headers"


class LetterMessage(EmailMultiAlternatives):
    """A message whose MIME boundaries are given, not drawn by chance."""

    boundary = ""
    blank: RawPieces = ()  # its MIME, cut where something is filled in; empty: nobody has made one
    signs: dict[str, str] = {}  # replaced, never changed
    # read by anymail's backends: no link is rewritten and no pixel added by a provider
    track_clicks = False
    track_opens = False

    def message(self) -> SafeMIMEText | SafeMIMEMultipart:  # type: ignore[override]
        mime = cast(SafeMIMEText | SafeMIMEMultipart, super().message())
        for number, part in enumerate(part for part in mime.walk() if part.is_multipart()):
            part.set_boundary(f"{self.boundary}.{number}" if number else self.boundary)
        # A long link to unsubscribe would be folded right after its name, and some mail programs read an empty line.
        mime.policy = mime.policy.clone(max_line_length=998)
        return mime

    def wire(self) -> bytes:
        """`message()` as a mail server gets it: joined from the blank where there is one, else made anew."""
        headers = "".join([f"{name}: {value}\r\n" for name, value in self.extra_headers.items()])
        if not self.blank or self.attachments or not _is_plain(self.to[0], headers):
            return self.message().as_bytes(linesep="\r\n")
        return fill_raw(self.blank, self.signs | {_TO: self.to[0], _BOUNDARY: self.boundary, _HEADERS: headers})


def _is_plain(recipient: str, headers: str) -> bool:
    """Whether these stand in a message as they are: nothing is encoded, folded or refused."""
    lines = [recipient, *headers.split("\r\n")]
    return all(line.isascii() and line.isprintable() and len(line) < LONGEST_LINE for line in lines)


def blank_of(sample: LetterMessage, places: dict[str, str]) -> RawPieces:
    """The MIME of a sample with marks in its two parts (mark → name), cut; () where a part has to be encoded."""
    whole, headers = dict.fromkeys(("Date", "Message-ID"), mark(_HEADERS)), mark(_HEADERS)
    sample.to, sample.boundary, sample.extra_headers = [mark(_TO)], mark(_BOUNDARY), whole
    mime = sample.message()
    if not all(_is_as_it_is(part) for part in mime.walk()):
        return ()
    raw = mime.as_bytes(linesep="\r\n")
    lines = "".join(f"{name}: {value}\r\n" for name, value in whole.items())
    found = {mark(name): name for name in (_TO, _BOUNDARY, _HEADERS)} | places
    return cut_raw(raw.replace(lines.encode(), headers.encode()), found)


def _is_as_it_is(part: Message) -> bool:
    payload = part.get_payload(decode=True)  # None of what holds other parts
    return not isinstance(payload, bytes) or all(len(line) <= LONGEST_LINE for line in payload.splitlines())
