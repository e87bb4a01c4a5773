"""Who is on the news list: only people who confirmed, each once, and nobody whom we must leave alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import bounces, erasure, news_list, vault
from petitions.models import Signature, Subscriber, Suppression
from tests import news_states, states
from tests.past import end

ANNA = "anna@example.org"
ON_IT = (news_states.reading, news_states.signed_with_news)


def on_the_list(petition, **chosen) -> list[tuple[str, str]]:
    """Address and language of each; the count that staff see agrees."""
    found = [(vault.unseal(one.sealed)[1], one.language) for one in news_list.everyone(petition.pk, **chosen)]
    assert chosen or news_list.count(petition.pk) == len(found)
    return found


@pytest.mark.parametrize("state", news_states.EVERY, ids=lambda state: state.__name__)
def test_on_the_list_is_who_confirmed_one_way_or_the_other_and_nobody_else(petition, ask_for_news, sign, state):
    state(ask_for_news, sign, ANNA)
    assert on_the_list(petition) == ([(ANNA, "en")] if state in ON_IT else [])


def test_who_came_by_both_ways_stands_there_once_in_the_language_chosen_for_the_news(petition, reader, confirmed):
    confirmed("Anna+a@example.org", news=True, language="de")
    reader(ANNA, language="el")
    assert on_the_list(petition) == [(ANNA, "el")]


def test_an_entry_that_nobody_confirmed_takes_nobody_off_the_list(petition, ask_for_news, confirmed):
    confirmed(ANNA, news=True, language="de")
    ask_for_news(ANNA, language="el")
    assert on_the_list(petition) == [(ANNA, "de")]


def test_a_signature_that_is_set_aside_gets_no_news(petition, sign):
    states.held(lambda email: sign(email, news=True), ANNA)
    assert on_the_list(petition) == []


@pytest.mark.parametrize("kind", ["bounced", "complained"])
def test_a_mailbox_that_bounces_or_complains_gets_no_news(petition, reader, confirmed, kind):
    reader(ANNA), confirmed("bela@example.org", news=True)
    for email in (ANNA, "bela@example.org"):
        bounces.record(kind, email)
    assert on_the_list(petition) == []


def test_a_mailbox_that_bounced_long_ago_is_tried_again(petition, reader):
    reader(ANNA)
    bounces.record("bounced", ANNA)
    Suppression.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert on_the_list(petition) == [(ANNA, "en")]


def test_a_complaint_ends_the_news_for_good_and_leaves_the_signature(petition, reader, confirmed):
    reader(ANNA), confirmed(ANNA, news=True)
    bounces.record("complained", ANNA)
    assert (Subscriber.objects.count(), Signature.objects.get().news_wording) == (0, None)
    bounces.record("complained", ANNA)


def test_the_list_can_be_asked_by_language(petition, reader, confirmed):
    reader(ANNA, language="de"), reader("bela@example.org"), confirmed("cora@example.org", news=True, language="de")
    assert on_the_list(petition, language="de") == [(ANNA, "de"), ("cora@example.org", "de")]


def test_on_the_last_day_nobody_is_on_it(petition, reader, confirmed):
    reader(ANNA), confirmed("bela@example.org", news=True)
    end(petition)
    erasure.forget_expired()
    assert on_the_list(petition) == []


def test_somebody_gets_news_who_chose_it_in_either_way(confirmed, reader):
    ticked, row = confirmed(ANNA, news=True), confirmed("bela@example.org")
    assert (news_list.gets_news(ticked), news_list.gets_news(row)) == (True, False)
    reader("bela@example.org")
    assert news_list.gets_news(row) is True
