"""The sign card: the same on every page that has one, and honest about words and numbers."""

import pytest
from django.conf import settings
from django.utils import translation

from petitions import briefly, card, counting, wordings
from petitions.models import Wording

PAGES = ("/en/", "/en/petition/")


def test_the_card_knows_form_petition_count_windows_and_version(petition):
    context = card.context()
    assert [*context] == [
        "form",
        "empty_form",
        "petition",
        "petition_state",
        "minutes",
        "count",
        "windows",
        "country",
        "version",
        "code",
    ]
    assert (context["petition"], context["petition_state"], context["count"].confirmed) == (petition, "open", 0)
    assert (len(context["windows"]), context["version"]["number"]) == (27, 1)
    assert context["code"].address == f"{settings.SITE_ORIGIN}/en/petition/"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_form_names_the_words_that_this_page_shows(petition, language):
    with translation.override(language):
        shown = card.blank_form().initial["shown"]
    assert shown == "-".join(map(str, wordings.current(petition.pk, language)))


def test_after_a_change_of_the_text_the_card_shows_the_second_version(petition):
    Wording.objects.filter(language="en", kind="petition").update(sha256="0" * 64)
    wordings.record(petition)
    briefly.forget_everything()
    assert card.context()["version"]["number"] == 2


def test_without_recorded_words_there_is_no_card(petition):
    Wording.objects.all().delete()
    wordings.forget_what_this_process_knows()
    with pytest.raises(wordings.NothingRecorded):
        card.context()


def test_the_number_is_asked_for_once_in_two_seconds(petition, confirmed, django_assert_num_queries):
    assert card.progress(petition.pk).confirmed == 0
    confirmed()
    counting.refresh()
    with django_assert_num_queries(0):
        assert card.progress(petition.pk).confirmed == 0


@pytest.mark.parametrize("page", PAGES)
def test_the_page_with_the_card_costs_no_question_to_the_database_when_it_is_warm(
    client, petition, django_assert_num_queries, page
):
    client.get(page)
    with django_assert_num_queries(0):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("count", "is_shown"), [(99, False), (1_234, True)])
def test_below_a_hundred_a_page_shows_no_number_and_no_bar(client, petition, monkeypatch, page, count, is_shown):
    monkeypatch.setattr(counting, "confirmed", lambda _: count)
    body = client.get(page).content.decode()
    assert ("Signatures:" in body, "1,234" in body) == (is_shown, is_shown)


@pytest.mark.parametrize("page", PAGES)
def test_every_sign_form_posts_to_the_petition_page_without_a_cookie(client, petition, page):
    answer = client.get(page)
    body = answer.content.decode()
    assert ('action="/en/petition/"' in body, "csrfmiddlewaretoken" in body, answer.cookies.output()) == (
        True, False, "",
    )  # fmt: skip
