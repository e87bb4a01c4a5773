"""The links of every letter in every live language, as they come out of the mail program at the other end (EM-20)."""

import email
import re
from email import encoders, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from petitions import news, outbox, reminders, signing, yours
from petitions.models import Letter
from tests.languages import ONE_OF_EACH_KIND
from tests.past import move_back
from tests.states import confirmed as confirm_for

LINK = re.compile(rb"https://petition\.example/[^\s<>\"']+")
ENCODINGS = {"quoted-printable": encoders.encode_quopri, "base64": encoders.encode_base64}


class Hrefs(HTMLParser):
    """The links of an HTML part as a mail program follows them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


@pytest.fixture(params=ONE_OF_EACH_KIND)
def sent(request, petition, sign, ask_for_news, mailoutbox):
    """Every kind of letter in one language, by kind, as Django hands it to the mail server."""
    language = request.param

    def write(name: str, **fields):
        return sign(f"{name}@example.org", language=language, **fields)

    row = write("anna", news=True)
    outbox.pay()
    move_back(row, hours=49)
    reminders.owe_reminders()
    for name in ("bea", "carla", "dora", "ella"):
        confirm_for(lambda address: write(address.split("@")[0]), f"{name}@example.org")
    outbox.pay()
    signing.ask_again(petition, "bea@example.org", language=language)
    signing.ask_for_own_page(petition, "carla@example.org", language=language)
    rows = {letter.signature_id: letter for letter in Letter.objects.filter(kind="receipt").order_by("id")}
    yours.send_copy(sorted(rows)[1])
    yours.keep_support(sorted(rows)[2])
    signing.withdraw(sorted(rows)[3])
    reader = ask_for_news("reader@example.org", language=language)
    outbox.pay()
    news.confirm(reader.pk)
    outbox.pay()
    return list(mailoutbox)


def read(raw: bytes) -> tuple[bytes, str]:
    """(plain text as bytes, HTML), decoded as a mail program does."""
    message = email.message_from_bytes(raw, policy=policy.default)
    return message.get_body(("plain",)).get_payload(decode=True), message.get_body(("html",)).get_content()


def in_encoding(raw: bytes, encoding: str) -> bytes:
    """The same letter after a server on the way has encoded its parts anew, in lines of 76."""
    message = email.message_from_bytes(raw)
    for part in message.walk():
        if part.get_content_maintype() != "text":
            continue
        body = part.get_payload(decode=True)
        del part["Content-Transfer-Encoding"]
        part.set_payload(body)
        ENCODINGS[encoding](part)
    return message.as_bytes()


def test_these_are_all_kinds_of_letters_but_the_milestone(sent):
    kinds = set(Letter.objects.filter(outcome="sent").values_list("kind", flat=True))
    assert kinds == set(Letter.Kind.values) - {Letter.Kind.MILESTONE}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_link_survives_being_encoded_on_the_way_EM_20(sent, encoding):
    for message in sent:
        raw = message.message().as_bytes()
        assert LINK.findall(read(in_encoding(raw, encoding))[0]) == LINK.findall(message.body.encode())
        assert read(in_encoding(raw, encoding)) == read(raw)


def test_text_and_html_lead_to_the_same_places_byte_for_byte_EM_20(sent):
    for message in sent:
        text, html = read(message.message().as_bytes())
        written = {link.decode() for link in LINK.findall(text)}
        followed = {link for link in Hrefs(html).found if link.startswith("https://petition.example/")}
        assert (bool(written), followed - written) == (True, set())


def test_no_line_on_the_wire_is_longer_than_mail_allows_EM_20(sent):
    for message in sent:
        wire = message.message().as_bytes(linesep="\r\n")
        assert max(map(len, wire.split(b"\r\n"))) <= 998


def test_a_plain_text_program_finds_the_end_of_every_link_EM_20(sent):
    """A full stop or a bracket right behind a link would become part of it."""
    for message in sent:
        text = read(message.message().as_bytes())[0]
        assert [link for link in LINK.findall(text) if link[-1:] in b".,;:!?)]}>"] == []
        ends = [text[found.end() : found.end() + 1] for found in LINK.finditer(text)]
        assert {end for end in ends if end not in (b"\n", b"\r", b"")} == set()


# --- machines that answer, and providers that count -----------------------------------------------------------------


def test_every_letter_tells_machines_not_to_answer_EM_23(sent):
    for message in sent:
        parsed: EmailMessage = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert (parsed["Auto-Submitted"], parsed["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
        assert len(parsed.get_all("To")) == len(parsed.get_all("Subject")) == 1


def test_every_letter_asks_for_no_tracking_EM_21(sent):
    assert {(message.track_clicks, message.track_opens) for message in sent} == {(False, False)}
