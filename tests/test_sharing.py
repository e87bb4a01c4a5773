"""What is passed on: texts, links that carry exactly them, and the code that a telephone reads."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from campaign.living.models import Switch
from campaign.living.switches import SHARE_QUESTIONS
from petitions import qr, sharing

LIVE = settings.LIVE_LANGUAGES
PAGE = "https://childsafety.example.org/el/petition/?a=1&b=ü#τέλος"
ODD = "Ναι & όχι? 50 % für #Käthe + 1 = it’s “γεια” (ż/ħ)\nneue Zeile"
each_language = pytest.mark.parametrize("language", LIVE)
each_channel = pytest.mark.parametrize("name", sharing.CHANNELS)


def carried(address: str) -> list[str]:
    """What the other side reads, in the order text, address; what follows the # counts for Mastodon alone."""
    parts = urlsplit(address)
    fields = parse_qs(parts.fragment if parts.netloc == "share.joinmastodon.org" else parts.query)
    assert all(len(values) == 1 for values in fields.values())
    return [fields[key][0] for key in ("text", "quote", "subject", "body", "url", "u") if key in fields]


def as_read(address: str) -> str:
    return " ".join(carried(address))


@each_language
@each_channel
def test_every_link_says_exactly_its_text_and_the_address(language, name):
    with translation.override(language):
        link = sharing.link(name, PAGE)
        assert as_read(link.address) == f"{gettext(str(sharing.TEXTS[sharing.CHANNELS[name][0]]))} {PAGE}"


@each_language
def test_the_letter_has_its_own_subject_and_words_and_ends_with_the_address(language):
    with translation.override(language):
        subject, body = carried(sharing.mail(PAGE).address)
        assert subject == gettext("Would you sign this too?")
        assert body.split("\r\n\r\n") == [sharing.mail(PAGE).text, PAGE]


@each_channel
def test_no_sign_of_any_language_is_lost_on_the_way(monkeypatch, name):
    monkeypatch.setitem(sharing.TEXTS, sharing.CHANNELS[name][0], ODD)
    assert as_read(sharing.link(name, PAGE).address) == f"{ODD} {PAGE}"


def test_each_network_gets_the_text_that_was_written_for_it():
    given = {name: key for name, (key, _) in sharing.CHANNELS.items()}
    first = dict.fromkeys(("WhatsApp", "Telegram"), "t1")
    short = dict.fromkeys(("X", "Bluesky", "Mastodon"), "t7")
    assert given == first | short | {"Facebook": "t2", "LinkedIn": "t3"}


def test_the_text_about_hard_questions_is_off_until_staff_switch_it_on():
    assert sharing.text_keys() == ["t1", "t2", "t3", "t4", "t5", "t7"]
    assert sharing.text_keys(with_questions=True) == ["t1", "t2", "t3", "t4", "t5", "t6", "t7"]
    assert len(sharing.sheet(PAGE, with_questions=True).texts) == 7


@each_language
def test_no_text_is_longer_than_a_message_may_be(language):
    with translation.override(language):
        assert {key: len(str(text)) for key, text in sharing.TEXTS.items() if len(str(text)) > 200} == {}


def test_the_script_finds_the_text_in_the_link_because_both_encode_alike():
    assert sharing.encoded("AZaz09-_.!~*'()") == "AZaz09-_.!~*'()"  # what encodeURIComponent leaves alone
    assert sharing.encoded(" ,;/?:@&=+$#é") == "%20%2C%3B%2F%3F%3A%40%26%3D%2B%24%23%C3%A9"
    assert all(sharing.encoded(link.text) in link.address for link in sharing.sheet(PAGE).links)


@each_language
def test_the_page_of_thanks_passes_on_the_petition_in_the_readers_language(petition, language):
    html = Client().get(f"/{language}/petition/thank-you/").content.decode()
    page = f"{settings.SITE_ORIGIN}/{language}/petition/"
    with translation.override(language):
        sheet = sharing.sheet(page)
    assert [unquote(link.address).count(page) for link in [sheet.mail, *sheet.links]] == [1] * 8
    assert [link.name for link in sheet.links if escape(link.address) not in html] == []


def test_any_page_can_be_passed_on_in_the_readers_language(petition):
    html = Client().get("/de/petition/countries/").content.decode()
    with translation.override("de"):
        sheet = sharing.sheet(f"{settings.SITE_ORIGIN}/de/petition/countries/")
    assert [link.name for link in [sheet.mail, *sheet.links] if escape(link.address) not in html] == []


def test_staff_switch_the_text_about_hard_questions_on(petition):
    words = escape(str(sharing.TEXTS["t6"]))
    assert words not in Client().get("/en/petition/thank-you/").content.decode()
    Switch.objects.update_or_create(key=SHARE_QUESTIONS, defaults={"is_on": True, "changed_by": "Ada"})
    assert words in Client().get("/en/petition/thank-you/").content.decode()


# --- the code -------------------------------------------------------------------------------------------------------


def drawn(code: qr.Code, *, scale: int = 4) -> memoryview:
    """The path of a code as a picture: white, and black where one of its bars lies."""
    rows = [bytearray(b"\xff" * code.size * scale) for _ in range(code.size * scale)]
    for bar in code.path.removeprefix("M").split("M"):
        corner, run = bar.split("h", 1)
        (x, y), width = map(int, corner.split()), int(run.split("v")[0])
        for row in rows[y * scale : (y + 1) * scale]:
            row[x * scale : (x + width) * scale] = bytes(width * scale)
    return memoryview(b"".join(rows)).cast("B", [len(rows), len(rows)])


@pytest.mark.parametrize("address", [PAGE, *(f"https://childsafety.example.org/{code}/petition/" for code in LIVE)])
def test_another_programme_reads_the_address_from_the_drawn_code(address):
    [read] = zxingcpp.read_barcodes(drawn(qr.code(address)))
    assert (read.text, read.format.name) == (address, "QRCode")


def test_a_code_can_be_read_with_a_thumb_on_it():
    code = qr.code("https://childsafety.example.org/mt/petition/")
    picture = bytearray(drawn(code))
    side = code.size * 4
    for y in range(side // 2, side // 2 + 24):  # a sixth of its width, in the middle
        picture[y * side + side // 2 : y * side + side // 2 + 24] = bytes(24)
    [read] = zxingcpp.read_barcodes(memoryview(bytes(picture)).cast("B", [side, side]))
    assert read.text == code.address


def test_four_modules_around_a_code_stay_white():
    code = qr.code(PAGE)
    side = code.size * 4
    rows = [bytes(drawn(code))[y * side : (y + 1) * side] for y in range(side)]
    edges = [*rows[:16], *rows[-16:], *(row[:16] + row[-16:] for row in rows)]
    assert set(b"".join(edges)) == {255}
    assert 0 in rows[16][16:-16]
