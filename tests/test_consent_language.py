"""The language of the page is the language of the words that were read, and of every letter."""

import pytest
from django.conf import settings

from petitions import outbox, signing
from petitions.letters import confirmation_subject
from petitions.models import Signature
from tests.crawl import GOOD, browser, post


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_letter_comes_in_the_language_of_the_page_and_the_row_points_at_its_words_EM_28(
    petition, language, mailoutbox
):
    page = browser().get(f"/{language}/petition/").content.decode()
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    post(f"/{language}/petition/", GOOD | {"shown": shown, "news": "on"})
    row = Signature.objects.get()
    signing.confirm(row.pk)
    outbox.pay()
    read = (row.petition_wording, row.consent_wording, row.news_wording)
    assert "-".join(str(wording.pk) for wording in read) == shown
    assert {wording.language for wording in read} | {row.language} == {language}
    assert {message.extra_headers["Content-Language"] for message in mailoutbox} == {language}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_first_letter_has_the_subject_that_its_page_announces_EM_28(petition, language, mailoutbox):
    post(f"/{language}/petition/", GOOD)
    outbox.pay()
    assert [message.subject for message in mailoutbox] == [confirmation_subject(language)]
    assert f"/{language}/petition/confirm/" in mailoutbox[0].body
