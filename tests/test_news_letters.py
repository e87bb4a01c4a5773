"""The letters about news as they leave us: a way out in each, in its words and for mail programs, and no name."""

import email
import re
from email import policy
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import flagship, news, news_letters, news_list, outbox
from petitions.models import Letter, Mailing
from tests.crawl import browser
from tests.languages import ONE_OF_EACH_KIND
from tests.test_letters import TELLING

ANNA, NAME = "Canary.Address+canarytag@example.org", "Canary Nameson"
WITH_A_WAY_OUT = ("welcome", "milestone", "milestone to a signature")
EVERY_LANGUAGE = pytest.mark.parametrize("language", ONE_OF_EACH_KIND)


@pytest.fixture
def written(petition, ask_for_news, confirmed):
    """written("milestone", "de"): the message for an address full of canaries."""

    def act(kind: str, language: str):
        if kind.endswith("signature"):
            row = confirmed(ANNA, name=NAME, language=language, news=True)
        else:
            row = ask_for_news(ANNA, language=language)
        letter = Letter.objects.select_related("petition").order_by("id").first()
        mailing = Mailing(milestone=10_000, countries=12, what_next={language: "The next step."})
        write = {"confirm": news_letters.confirm, "welcome": news_letters.welcome}.get(kind)
        return write(letter, row, to=ANNA) if write else news_letters.milestone(letter, mailing, row, to=ANNA)

    return act


def parsed(message):
    return email.message_from_bytes(message.message().as_bytes(), policy=policy.default)


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", WITH_A_WAY_OUT)
def test_a_news_letter_tells_mail_programs_how_to_leave_it(written, kind, language):
    message = written(kind, language)
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    said = {name: parsed(message)[name] for name in ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")}
    assert said == {
        "List-Id": f"<news.{urlsplit(settings.SITE_ORIGIN).hostname}>",
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert link.startswith(f"{settings.SITE_ORIGIN}/{language}/stay-informed/unsubscribe/")


@pytest.mark.parametrize("kind", WITH_A_WAY_OUT)
def test_the_link_in_the_words_is_the_link_of_the_headers_and_opens(written, kind):
    message = written(kind, "en")
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    text, html = parsed(message).iter_parts()
    assert f"Leave the news: {link}\n" in text.get_content()
    assert f'href="{link}"' in html.get_content()
    assert browser().get(link.removeprefix(settings.SITE_ORIGIN)).status_code == 200


def test_the_first_letter_asks_and_promises_nothing_else(written):
    message = written("confirm", "en")
    assert [name for name in message.extra_headers if name.startswith("List-")] == []
    links = re.findall(r"/stay-informed/(\w+)/", message.body)
    assert links == ["confirm"]


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", ["confirm", *WITH_A_WAY_OUT])
def test_no_letter_about_news_tells_on_a_locked_phone_what_it_is_about(written, kind, language):
    message = written(kind, language)
    assert TELLING.search(message.subject) is None
    first = message.body.split("\n\n")[1]
    assert TELLING.search(first) is None or "milestone" in kind


@EVERY_LANGUAGE
@pytest.mark.parametrize("kind", ["confirm", *WITH_A_WAY_OUT])
def test_no_letter_about_news_holds_what_somebody_typed_EM_12(written, kind, language):
    raw = written(kind, language).message()
    bodies = "".join(part.get_payload(decode=True).decode() for part in raw.walk() if not part.is_multipart())
    assert [word for word in (ANNA, NAME, "Canary", "canarytag") if word in bodies] == []
    assert raw["To"] == ANNA


def test_a_milestone_says_its_numbers_in_the_readers_way_of_writing(written):
    assert written("milestone", "de").body.count("10.000") == 1
    message = written("milestone", "en")
    assert message.subject == "Signatures: 10,000"
    assert [line for line in message.body.splitlines() if ":" in line][:3] == [
        "Signatures: 10,000", "Countries: 12", "What happens next: The next step.",
    ]  # fmt: skip


def test_a_line_without_a_value_is_left_out(petition, reader):
    row = reader(ANNA)
    letter = Letter.objects.select_related("petition").first()
    body = news_letters.milestone(letter, Mailing(milestone=100, countries=0), row, to=ANNA).body
    assert [line for line in ("Countries", "What happens next") if line in body] == []


def test_the_whole_way_by_real_letters(ask_for_news, mailoutbox, petition):
    ask_for_news(ANNA)
    outbox.pay()
    [confirm] = mailoutbox
    link = re.search(r"https?://\S+/confirm/\S+", confirm.body).group().removeprefix(settings.SITE_ORIGIN)
    assert browser().post(link).status_code == 303
    outbox.pay()
    leave = mailoutbox[-1].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_ORIGIN)
    assert len(list(news_list.everyone(petition.pk))) == 1
    assert browser().post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(news_list.everyone(petition.pk)) == []


def test_a_link_in_a_news_letter_works_for_as_long_as_its_row_is_there(reader):
    row = reader(ANNA)
    old = news_list.stop_link(row, "en", timezone.now().replace(year=2020)).rstrip("/").rpartition("/")[2]
    assert news.owner_of(old) == row
    assert flagship.flagship().pk == row.petition_id
