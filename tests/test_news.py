"""The reader's verbs: enter an address, confirm it, stop. Nobody is on the list before its owner pressed the button."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import news, news_list, tokens, vault, wordings
from petitions.models import Letter, Signature, Subscriber, Wording
from petitions.news_judge import Clean
from tests import news_states, states
from tests.past import end, move_back
from tests.test_signing_same_answer import statements_of

ANNA = "anna@example.org"
EVERY_STATE = pytest.mark.parametrize("state", news_states.EVERY, ids=lambda state: state.__name__)


def addresses_on_the_list(petition) -> list[str]:
    return [vault.unseal(reader.sealed)[1] for reader in news_list.everyone(petition.pk)]


def link_of(row: Subscriber | Signature) -> str:
    return news_list.stop_link(row, "en", timezone.now()).rstrip("/").rpartition("/")[2]


# --- entering -------------------------------------------------------------------------------------------------------


def test_an_address_that_was_entered_waits_for_its_owner(petition, ask_for_news):
    row = ask_for_news(ANNA, language="mt")
    assert (row.confirmed_at, row.language, vault.unseal(row.sealed)) == (None, "mt", ("", ANNA))
    assert list(Letter.objects.values_list("kind", "subscriber_id")) == [("news", row.pk)]
    assert addresses_on_the_list(petition) == []


def test_entering_twice_is_one_row_and_one_debt_more(ask_for_news):
    first, second = ask_for_news(ANNA), ask_for_news("Anna+news@example.org")
    assert (first.pk, Subscriber.objects.count(), Letter.objects.count()) == (second.pk, 1, 2)


@EVERY_STATE
def test_entering_runs_the_same_statements_for_every_state_of_the_address(petition, ask_for_news, sign, state):
    ask_for_news("warm@example.org")  # the words are known to the process now
    usual = statements_of(lambda: news.subscribe(petition, Clean("nobody@example.org", "en", None), language="en"))
    Subscriber.objects.all().delete()
    state(ask_for_news, sign, ANNA)
    assert statements_of(lambda: news.subscribe(petition, Clean(ANNA, "en", None), language="en")) == usual


@EVERY_STATE
def test_entering_always_owes_exactly_one_letter_more_and_says_nothing(petition, ask_for_news, sign, state):
    state(ask_for_news, sign, ANNA)
    before = Letter.objects.count()
    assert news.subscribe(petition, Clean(ANNA, "en", None), language="en") is None
    assert Letter.objects.count() == before + 1


def test_while_nobody_has_confirmed_the_newest_entry_counts(ask_for_news):
    ask_for_news(ANNA, language="de")
    assert ask_for_news(ANNA, language="el").language == "el"


def test_a_stranger_changes_nothing_about_who_is_on_the_list(ask_for_news, reader):
    before = reader(ANNA, language="de")
    after = ask_for_news("ANNA@example.org", language="el")
    same = ("pk", "language", "confirmed_at", "news_wording_id")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert bytes(after.sealed) == bytes(before.sealed)


def test_each_entry_begins_the_fourteen_days_anew_until_six_letters_went_unanswered(ask_for_news):
    row = move_back(ask_for_news(ANNA), days=3)
    assert ask_for_news(ANNA).asked_at > row.asked_at
    Subscriber.objects.update(unanswered=6)
    row = move_back(Subscriber.objects.get(), days=3)
    assert ask_for_news(ANNA).asked_at == row.asked_at


def test_when_the_last_day_has_come_nothing_is_taken_in(petition, ask_for_news):
    end(petition)
    with pytest.raises(news.Ended):
        ask_for_news(ANNA)
    assert (Subscriber.objects.count(), Letter.objects.count()) == (0, 0)


def test_without_a_public_key_nothing_is_taken_in(ask_for_news, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    with pytest.raises(vault.CannotSeal):
        ask_for_news(ANNA)
    assert Subscriber.objects.count() == 0


# --- the words ------------------------------------------------------------------------------------------------------


def test_the_row_points_at_the_words_of_the_page_PV_08(petition, ask_for_news):
    row = ask_for_news(ANNA, language="de")
    assert (row.news_wording.kind, row.news_wording.language) == ("news_list", "de")
    assert row.news_wording.body == wordings.render(petition, "news_list", "de")


def test_words_of_another_kind_were_never_shown_there(petition, ask_for_news):
    other = Wording.objects.get(petition=petition, kind="news", language="en")
    with pytest.raises(wordings.UnknownWording):
        ask_for_news(ANNA, shown=other.pk)
    assert Subscriber.objects.count() == 0


def test_old_words_that_were_on_a_kept_page_are_what_was_read(petition, ask_for_news):
    old = Wording.objects.get(petition=petition, kind="news_list", language="en")
    Wording.objects.create(petition=petition, kind="news_list", language="en", version=2, sha256="0" * 64, body="New")
    assert ask_for_news(ANNA, shown=old.pk).news_wording == old


# --- confirming -----------------------------------------------------------------------------------------------------


def test_pressing_the_button_puts_the_address_on_the_list_and_owes_the_welcome(petition, ask_for_news):
    row = ask_for_news(ANNA)
    news.confirm(row.pk)
    assert addresses_on_the_list(petition) == [ANNA]
    assert list(Letter.objects.order_by("id").values_list("kind", flat=True)) == ["news", "news_welcome"]


def test_the_second_press_changes_nothing(ask_for_news):
    row = ask_for_news(ANNA)
    news.confirm(row.pk)
    before = list(Subscriber.objects.values_list()), list(Letter.objects.values_list())
    news.confirm(row.pk)
    assert (list(Subscriber.objects.values_list()), list(Letter.objects.values_list())) == before


def test_a_row_that_is_gone_cannot_be_confirmed(petition):
    with pytest.raises(news.Gone):
        news.confirm(12345)


# --- stopping -------------------------------------------------------------------------------------------------------


def test_stopping_deletes_the_row_and_what_was_owed(petition, reader):
    news.stop(reader(ANNA))
    assert (Subscriber.objects.count(), addresses_on_the_list(petition)) == (0, [])
    assert list(Letter.objects.values_list("outcome", "error_class")) == [("dropped", "stopped")] * 2


def test_stopping_twice_is_stopping_once(reader):
    row = reader(ANNA)
    news.stop(row)
    news.stop(row)
    assert settings.ERASURE_JOURNAL.read_text().count("stopped") == 1


def test_the_news_of_a_signature_stops_and_the_signature_stays(petition, sign):
    row = states.confirmed(lambda email: sign(email, news=True), ANNA)
    news.stop(row)
    row.refresh_from_db()
    assert (row.news_wording, row.confirmed_at is None, vault.unseal(row.sealed)[1]) == (None, False, ANNA)
    assert addresses_on_the_list(petition) == []


@pytest.mark.parametrize(("days", "is_known"), [(29, True), (31, False)])
def test_who_leaves_the_news_is_forgotten_with_the_press_once_thirty_days_are_over(sign, days, is_known):
    row = move_back(states.confirmed(lambda email: sign(email, news=True), ANNA), days=days)
    news.stop(row)
    row.refresh_from_db()
    assert (row.sealed is not None, row.forgotten_at is None, row.confirmed_at is None) == (is_known, is_known, False)


@pytest.mark.parametrize("first", [Subscriber, Signature])
def test_who_came_by_both_ways_leaves_by_one_press(petition, reader, confirmed, first):
    reader(ANNA), confirmed(ANNA, news=True), reader("bela@example.org")
    news.stop(first.objects.filter(email_digest=Signature.objects.get().email_digest).get())
    assert addresses_on_the_list(petition) == ["bela@example.org"]
    assert Signature.objects.get().news_wording is None


def test_a_link_to_stop_finds_its_row_and_no_other(reader, confirmed):
    rows = [reader(ANNA), confirmed("bela@example.org", news=True)]
    assert [news.owner_of(link_of(row)) for row in rows] == rows


def test_a_link_whose_row_is_gone_finds_nobody(reader):
    row = reader(ANNA)
    link = link_of(row)
    news.stop(row)
    reader("bela@example.org")
    with pytest.raises(news.Gone):
        news.owner_of(link)


@pytest.mark.parametrize("purpose", [tokens.CONFIRM, tokens.YOURS, tokens.WITHDRAW, tokens.NEWS_CONFIRM])
def test_a_link_for_something_else_stops_nothing_EM_07(reader, purpose):
    with pytest.raises(tokens.UnknownToken):
        news.owner_of(tokens.make(purpose, reader(ANNA).pk, timezone.now() - timedelta(hours=1)))
