"""Every letter as it leaves us, byte by byte: one recipient, neutral words, whole links, nothing that anybody typed."""

import email
import re
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from campaign.templatetags import local
from petitions import counting, countries, letters, tokens
from petitions.models import Letter, Signature
from tests.languages import ONE_OF_EACH_KIND
from tests.past import move_back

KINDS = ("confirmation", "reminder", "already_signed", "receipt", "withdrawn")
WITH_BUTTON = ("confirmation", "reminder")
CANARY_ADDRESS, CANARY_NAME = "Canary.Address+canarytag@example.org", "Canary Nameson"
TICKED = (
    "The box for news is ticked too. The same button starts our news, about once a month. You can stop at any time."
)
ABOUT_NEWS = {
    "confirmation": TICKED,
    "reminder": TICKED,
    "receipt": "You will get our news, about once a month. We keep your name and address until you leave the news. "
    "Latest date: %(forget_at)s",
    "withdrawn": "The news has stopped too.",
}
# No subject and no first line may tell, on a locked phone, what this is about.
TELLING = re.compile(r"child|abuse|sexual|safety|csam|eclag|petition|kind|missbrauch|sexuell|sicherheit", re.IGNORECASE)


@pytest.fixture(params=ONE_OF_EACH_KIND)
def language(request):
    return request.param


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def rows(sign, language):
    """A signature full of canaries, confirmed, and the letter that is owed for it."""

    def act(*, news: bool = True) -> tuple[Letter, Signature]:
        row = sign(CANARY_ADDRESS, name=CANARY_NAME, country="FR", language=language, news=news)
        row.confirmed_at = row.created_at + timedelta(minutes=3)
        move_back(Letter.objects.get(), hours=2)  # it has waited: its day and hour are not those of this test
        return Letter.objects.select_related("petition").get(), row

    return act


def write(kind: str, letter: Letter, row: Signature) -> letters.LetterMessage:
    letter.with_news = row.news_wording_id is not None
    if kind == "withdrawn":
        return letters.withdrawn(letter, to=CANARY_ADDRESS)
    return getattr(letters, kind)(letter, row, to=CANARY_ADDRESS)


def received(message: letters.LetterMessage) -> EmailMessage:
    """The message as the other side reads it: from the bytes on the wire."""
    return email.message_from_bytes(message.message().as_bytes(), policy=policy.default)


def parts_of(message: letters.LetterMessage) -> tuple[str, str]:
    """(text, html), decoded."""
    text, html = received(message).iter_parts()
    return text.get_content(), html.get_content()


def links_of(words: str) -> list[str]:
    return sorted(set(re.findall(r"https?://[^\s\"'<>]+", words.replace("&amp;", "&"))))


def link(language: str, page: str, *arguments: str) -> str:
    with translation.override(language):
        return settings.SITE_ORIGIN + reverse(page, args=arguments)


def expected_links(kind: str, letter: Letter, row: Signature) -> list[str]:
    personal = {
        "confirmation": {"confirm": tokens.CONFIRM, "not_me": tokens.NOT_ME},
        "reminder": {"confirm": tokens.CONFIRM, "not_me": tokens.NOT_ME},
        "already_signed": {"withdraw": tokens.WITHDRAW, "yours": tokens.YOURS},
        "receipt": {"withdraw": tokens.WITHDRAW, "yours": tokens.YOURS},
        "withdrawn": {},
    }[kind]
    own = [
        link(row.language, page, tokens.make(purpose, row.pk, letter.created_at)) for page, purpose in personal.items()
    ]
    read = row.petition_wording
    words = link(read.language, "wording", read.kind, str(read.version))
    pages = [link(row.language, "petition"), words] if kind == "receipt" else []
    return sorted([*own, *pages, link(row.language, "help"), settings.SITE_ORIGIN])


def test_a_letter_goes_to_one_person_from_us_and_answers_come_to_us(rows, kind):
    message = received(write(kind, *rows()))
    headers = [(name, message.get_all(name, [])) for name in ("To", "Cc", "Bcc", "From", "Reply-To")]
    assert [(name, [str(value) for value in values]) for name, values in headers] == [
        ("To", [CANARY_ADDRESS]), ("Cc", []), ("Bcc", []),
        ("From", [settings.DEFAULT_FROM_EMAIL]), ("Reply-To", [settings.CONTROLLER["contact_email"]]),
    ]  # fmt: skip


def test_a_subject_is_short_single_and_gives_nothing_away(rows, kind):
    subjects = received(write(kind, *rows())).get_all("Subject")
    assert (len(subjects), len(subjects[0]) <= 45, TELLING.findall(subjects[0])) == (1, True, [])


def test_the_first_line_under_the_greeting_gives_nothing_away(rows, kind):
    text, html = parts_of(write(kind, *rows()))
    preheader = re.search(r'<div class="preheader"[^>]*>([^<]+)</div>', html).group(1)
    assert TELLING.findall(text.splitlines()[2]) == TELLING.findall(preheader) == []
    assert len(preheader) <= 90


def test_machines_are_told_that_a_machine_wrote_this_and_people_in_which_language(rows, kind):
    letter, row = rows()
    message = received(write(kind, letter, row))
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", row.language)
    assert message["List-Unsubscribe"] is None


def test_date_and_number_of_a_letter_come_from_its_row(rows, kind):
    letter, row = rows()
    message = received(write(kind, letter, row))
    assert message["Date"].datetime == letter.created_at.replace(microsecond=0)
    assert message["Message-ID"].startswith(f"<{letter.pk}.")
    assert message["Message-ID"].endswith("@" + settings.DEFAULT_FROM_EMAIL.partition("@")[2].rstrip(">") + ">")


def test_the_same_letter_written_twice_is_the_same_bytes(rows, kind):
    letter, row = rows()
    first = write(kind, letter, row).message().as_bytes()
    again = write(kind, Letter.objects.select_related("petition").get(), row).message().as_bytes()
    assert first == again


def test_another_letter_to_the_same_person_has_another_number(rows, kind):
    letter, row = rows()
    first = received(write(kind, letter, row))
    letter.pk += 1
    second = received(write(kind, letter, row))
    assert len({first["Message-ID"], second["Message-ID"]}) == 2


def test_plain_text_comes_before_html_and_there_is_nothing_else(rows, kind):
    message = received(write(kind, *rows()))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize("news", [True, False], ids=["news", "no-news"])
def test_both_parts_hold_the_same_links_whole(rows, kind, news):
    letter, row = rows(news=news)
    text, html = parts_of(write(kind, letter, row))
    assert links_of(text) == links_of(html) == expected_links(kind, letter, row)


def test_every_link_of_the_html_part_is_also_written_out(rows, kind):
    html = parts_of(write(kind, *rows()))[1]
    visible = re.sub(r"<[^>]+>", " ", html)
    assert [target for target in re.findall(r'href="(http[^"]+)"', html) if target not in visible] == []


def test_every_link_leads_to_our_own_site(rows, kind):
    targets = re.findall(r'href="([^"]+)"', parts_of(write(kind, *rows()))[1])
    assert [target for target in targets if not target.startswith(settings.SITE_ORIGIN)] == []


def test_a_letter_holds_nothing_that_was_typed_but_the_address_on_its_envelope(rows, kind):
    message = received(write(kind, *rows()))
    del message["To"]
    raw = message.as_bytes() + b"".join(part.get_payload(decode=True) for part in message.iter_parts())
    assert re.findall(rb"canary|nameson", raw, re.IGNORECASE) == []


def test_a_letter_is_light_and_loads_nothing(rows, kind):
    message = write(kind, *rows())
    assert len(message.message().as_bytes()) < 30_000
    assert re.findall(r"<img|<script|<link|<iframe|url\(|@import|src=|background=", parts_of(message)[1]) == []


def test_no_line_is_longer_than_mail_allows(rows, kind):
    raw = write(kind, *rows()).message().as_bytes(linesep="\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_a_letter_keeps_its_dark_dress(rows, kind):
    assert "@media (prefers-color-scheme: dark)" in parts_of(write(kind, *rows()))[1]


def test_a_button_carries_its_own_style(rows, kind):
    buttons = re.findall(r'<a class="button-link"[^>]*>', parts_of(write(kind, *rows()))[1])
    assert len(buttons) == (1 if kind in WITH_BUTTON else 0)
    assert [button for button in buttons if "background" not in button or "padding" not in button] == []


def test_the_page_of_a_letter_says_in_which_language_and_direction_it_is(rows, kind):
    letter, row = rows()
    assert f'<html lang="{row.language}" dir="ltr"' in parts_of(write(kind, letter, row))[1]


def test_a_provider_is_told_to_rewrite_no_link_and_to_add_no_pixel(rows, kind):
    message = write(kind, *rows())
    assert (message.track_clicks, message.track_opens) == (False, False)


def test_news_are_mentioned_to_those_who_chose_them_alone(rows, kind):
    letter, row = rows(news=False)
    without = parts_of(write(kind, letter, row))[0]
    row.news_wording_id = row.consent_wording_id
    with_news = parts_of(write(kind, letter, row))[0]
    with translation.override(row.language):
        sentence = translation.gettext(ABOUT_NEWS.get(kind, "-")).partition("%(")[0]
    assert (sentence in without, sentence in with_news, with_news == without) == (
        (False, True, False) if kind in ABOUT_NEWS else (True, True, True)
    )


def test_every_personal_link_opens_the_page_of_its_purpose(rows, kind, client):
    text = parts_of(write(kind, *rows()))[0]
    pages = [target for target in links_of(text) if re.search(r"/(confirm|not-me|withdraw|yours)/", target)]
    assert [client.get(page.removeprefix(settings.SITE_ORIGIN)).status_code for page in pages] == [200] * len(pages)


def test_every_letter_greets_without_a_name(rows, kind):
    letter, row = rows()
    text = parts_of(write(kind, letter, row))[0]
    with translation.override(row.language):
        assert text.startswith(translation.gettext("Hello,") + "\n")


def test_a_receipt_names_version_day_and_country_and_the_day_of_forgetting(rows):
    letter, row = rows(news=False)
    text = parts_of(write("receipt", letter, row))[0]
    days = [counting.day_of(row.confirmed_at), counting.day_of(row.confirmed_at + timedelta(days=30))]
    with translation.override(row.language):
        said = [countries.names(row.language)["FR"], *map(local.longdate, days)]
    assert re.findall(": (1|" + "|".join(said) + r")\n", text) == ["1", said[1], said[0], said[2]]


def test_a_reminder_names_the_day_on_which_everything_is_deleted(rows):
    letter, row = rows()
    text = parts_of(write("reminder", letter, row))[0]
    with translation.override(row.language):
        day = local.longdate(counting.day_of(row.asked_at + timedelta(days=14)))
    assert text.count(f": {day}\n") == 1
