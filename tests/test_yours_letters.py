"""The letters from the own page as the other side reads them, in every live language."""

import email
import json
import re
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from django.conf import settings

from campaign import catalogs
from petitions import tokens, yours_letters
from petitions.letters import LetterMessage
from petitions.models import Letter, Signature

ADDRESS, NAME = "canary.address@example.org", "Canary Name-Ünïcode"
TELLING = re.compile(r"child|abuse|sexual|safety|csam|eclag|petition|kind|missbrauch|sexuell|sicherheit", re.IGNORECASE)
KINDS = ("link", "copy", "kept")


@pytest.fixture(scope="module", autouse=True)
def compiled():
    catalogs.compile_all()


@pytest.fixture(params=settings.LIVE_LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def write(sign, language):
    """The letter of this kind to somebody who signed in this language: write("copy")."""

    def act(kind: str, *, news: bool = True) -> LetterMessage:
        row = sign(ADDRESS, name=NAME, country="FR", language=language, news=news)
        Signature.objects.filter(pk=row.pk).update(confirmed_at=row.created_at + timedelta(minutes=3))
        row, letter = Signature.objects.get(), Letter.objects.select_related("petition").get()
        letter.granted_at, letter.with_news = letter.created_at + timedelta(hours=1), news
        whom = {"link": (letter, row), "copy": (letter, row), "kept": (letter,)}[kind]
        return getattr(yours_letters, kind)(*whom, to=ADDRESS, **({"name": NAME} if kind == "copy" else {}))

    return act


def received(message: LetterMessage) -> EmailMessage:
    """From the bytes on the wire."""
    return email.message_from_bytes(message.message().as_bytes(), policy=policy.default)


def part(message: LetterMessage, kind: str) -> str:
    return received(message).get_body((kind,)).get_content()


def link_in(message: LetterMessage) -> str:
    return re.search(r"/petition/yours/([^/]+)/", part(message, "plain")).group(1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_copy_is_the_same_bytes(write, kind):
    message = write(kind)
    assert message.message().as_bytes() == message.message().as_bytes()
    assert len(set(re.findall(rb'boundary="([^"]+)"', message.message().as_bytes()))) == (2 if kind == "copy" else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_subject_and_first_line_tell_nobody_what_it_is_about(write, kind):
    message = write(kind)
    first = part(message, "plain").split("\n\n")[1].split(".")[0]
    seen = message.subject + first if kind != "copy" else message.subject
    assert TELLING.findall(seen) == []


@pytest.mark.parametrize("kind", ["link", "kept"])
def test_only_the_copy_holds_the_name(write, kind):
    message = write(kind)
    assert "Canary Name" not in part(message, "plain") + part(message, "html")


def test_the_copy_shows_name_and_address_as_they_were_typed(write):
    message = write("copy")
    assert [NAME in part(message, kind) and ADDRESS in part(message, kind) for kind in ("plain", "html")] == [
        True,
        True,
    ]


def test_the_copy_carries_one_file_that_machines_can_read(write):
    [file] = received(write("copy")).iter_attachments()
    data = json.loads(file.get_content().decode())
    assert (file.get_filename(), file.get_content_type(), data["name"], data["signature"]["country"]["value"]) == (
        "data.json", "application/json", NAME, "FR",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["link", "kept"])
def test_no_other_letter_carries_a_file(write, kind):
    assert list(received(write(kind)).iter_attachments()) == []


def test_a_name_with_signs_of_html_is_shown_and_does_nothing(sign):
    row = sign(ADDRESS, name="Anna <b>&amp; Bela", language="en")
    message = yours_letters.copy(Letter.objects.get(), row, name="Anna <b>&amp; Bela", to=ADDRESS)
    assert "Name: Anna &lt;b&gt;&amp;amp; Bela" in part(message, "html")
    assert "Name: Anna <b>&amp; Bela\n" in part(message, "plain")


def test_the_copy_says_news_and_state_on_lines_of_their_own(sign):
    row = sign(ADDRESS, language="en", news=True)
    text = part(yours_letters.copy(Letter.objects.get(), row, name=NAME, to=ADDRESS), "plain")
    assert "\nNews: on\nState: not yet confirmed\nCoded fingerprint of the address: " in text


def test_the_link_is_that_of_a_day_and_the_copy_s_that_of_the_receipt(write):
    number = Signature.objects.last
    assert tokens.read(tokens.YOURS_ASKED, link_in(write("link")), days=None) == number().pk
    Letter.objects.all().delete()
    assert tokens.read(tokens.YOURS, link_in(write("copy")), days=None) == number().pk


@pytest.mark.parametrize(("news", "lines"), [(True, 1), (False, 0)])
def test_the_last_letter_names_the_news_only_where_it_was_on(write, news, lines, language):
    if language == "en":
        assert part(write("kept", news=news), "plain").count("The news has stopped too.") == lines
