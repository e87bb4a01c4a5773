"""The verbs of the own page: what is corrected is counted right, and who is forgotten still counts."""

import logging
import re

import pytest
from django.conf import settings

from petitions import counting, erasure, holding, news, news_list, signing, vault, wordings, yours
from petitions.models import Letter, Signature, Subscriber, TallyMark, Wording
from tests import everything, states
from tests.past import close, move_back

ANNA = "anna@example.org"
MOMENTS = ("created_at", "asked_at", "answered_at", "answered_by", "reminded_at")
EMPTIED = {"sealed": None, "mailbox_digest": "", "domain_digest": "", "provider": "", "unanswered": 0}
EMPTIED |= dict.fromkeys(MOMENTS)
KEPT = ("email_digest", "country", "language", "petition_wording_id", "consent_wording_id")


def cells(petition) -> dict[tuple[str, str], int]:
    counting.refresh()
    assert counting.check(petition) == {}
    return {(country, language): n for _, _, country, language, n in counting.cells()}


def words_for_news(language: str = "en") -> int:
    return Wording.objects.get(kind="news", language=language).pk


def open_kinds() -> list[str]:
    return list(Letter.objects.filter(closed_at=None).order_by("id").values_list("kind", flat=True))


def journal() -> list[str]:
    path = settings.ERASURE_JOURNAL
    return [line.split(" ", 1)[1] for line in path.read_text().splitlines()] if path.exists() else []


# --- change (PV-12) -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [states.confirmed, states.forgotten, states.kept])
def test_a_corrected_country_moves_the_signature_to_its_cell_of_the_same_day_PV_12(petition, sign, state):
    row = state(lambda email: sign(email, country="DE"), ANNA)
    assert cells(petition) == {("DE", "en"): 1}
    yours.change(row.pk, country="FR", language="de")
    assert cells(petition) == {("FR", "de"): 1}
    assert list(counting.by_day(petition.pk)) == [counting.day_of(row.confirmed_at)]


@pytest.mark.parametrize("state", [states.pending, states.held])
def test_correcting_a_signature_that_does_not_count_changes_no_number_PV_12(petition, sign, state):
    row = state(sign, ANNA)
    TallyMark.objects.all().delete()
    yours.change(row.pk, country="FR", language="de")
    assert (TallyMark.objects.count(), cells(petition)) == (0, {})
    assert Signature.objects.values_list("country", "language").get() == ("FR", "de")


def test_a_correction_is_logged_by_number_and_without_values_PV_12(sign, caplog):
    row = states.confirmed(sign, ANNA)
    with caplog.at_level(logging.INFO):
        yours.change(row.pk, country="FR", language="de")
    assert [record.getMessage() for record in caplog.records if record.name == "petitions.yours"] == [
        f"signature {row.pk}: country or language changed by its owner"
    ]


def test_saving_what_is_there_already_changes_nothing(sign):
    row = states.confirmed(sign, ANNA)
    before = everything.rows()
    yours.change(row.pk, country="DE", language="en")
    assert everything.rows() == before


def test_a_number_that_is_final_is_corrected_no_more(petition, sign):
    row = states.confirmed(sign, ANNA)
    close(petition, hours=25)
    with pytest.raises(yours.Final):
        yours.change(row.pk, country="FR", language="en")
    assert Signature.objects.get().country == "DE"


def test_what_waits_for_its_confirmation_is_corrected_as_it_will_count(petition, sign):
    row = sign(ANNA)
    yours.change(row.pk, country="MT", language="de")
    signing.confirm(row.pk)
    assert cells(petition) == {("MT", "de"): 1}


# --- news -----------------------------------------------------------------------------------------------------------


def test_news_is_started_by_the_words_that_stood_beside_the_button(petition, sign):
    row = states.confirmed(sign, ANNA)
    assert yours.start_news(row.pk, shown=words_for_news("de")) is True
    assert Signature.objects.get().news_wording_id == words_for_news("de")
    assert [reader.row.pk for reader in news_list.everyone(petition.pk)] == [row.pk]


def test_a_second_press_keeps_the_words_of_the_first(sign):
    row = states.confirmed(sign, ANNA)
    for language in ("de", "en"):
        yours.start_news(row.pk, shown=words_for_news(language))
    assert Signature.objects.get().news_wording_id == words_for_news("de")


@pytest.mark.parametrize("kind", ["consent", "petition", "news_list"])
def test_words_that_are_not_about_this_news_start_none(sign, kind):
    row = states.confirmed(sign, ANNA)
    with pytest.raises(wordings.UnknownWording):
        yours.start_news(row.pk, shown=Wording.objects.get(kind=kind, language="en").pk)
    assert Signature.objects.get().news_wording is None


@pytest.mark.parametrize("state", [states.forgotten, states.kept])
def test_who_is_forgotten_gets_no_news_from_here(sign, state):
    row = state(sign, ANNA)
    assert yours.start_news(row.pk, shown=words_for_news()) is False
    assert Signature.objects.get().news_wording is None


def test_one_press_stops_the_news_however_it_began(petition, sign, reader):
    row = signing.confirm(sign(ANNA, news=True).pk)
    reader(ANNA)
    yours.stop_news(row.pk)
    yours.stop_news(row.pk)
    assert (news_list.count(petition.pk), Subscriber.objects.count(), Signature.objects.count()) == (0, 0, 1)


# --- copy -----------------------------------------------------------------------------------------------------------


def test_a_copy_is_owed_to_the_mailbox_of_the_signature_once_a_minute(sign):
    row = states.confirmed(sign, ANNA)
    for _ in range(3):
        yours.send_copy(row.pk)
    letter = Letter.objects.get(kind="copy")
    assert (letter.signature_id, letter.mailbox_digest, letter.sealed_to) == (row.pk, row.mailbox_digest, None)


@pytest.mark.parametrize("state", [states.forgotten, states.kept])
def test_of_what_is_forgotten_no_copy_is_owed(sign, state):
    row = state(sign, ANNA)
    yours.send_copy(row.pk)
    assert not Letter.objects.filter(kind="copy").exists()


# --- forget my data, keep my support --------------------------------------------------------------------------------


def test_being_forgotten_empties_exactly_what_the_rule_of_30_days_empties(sign):
    by_wish, by_rule = states.confirmed(sign, ANNA), states.confirmed_days_ago(sign, "bela@example.org", days=31)
    yours.keep_support(by_wish.pk)
    erasure.forget_expired()
    for row in (by_wish, by_rule):
        kept = {column: getattr(row, column) for column in KEPT}
        assert Signature.objects.values(*EMPTIED, *KEPT).get(pk=row.pk) == EMPTIED | kept


def test_every_column_is_either_emptied_or_said_to_stay():
    stays = {"id", "petition", "email_digest", "country", "language", "petition_wording", "consent_wording",
             "news_wording", "confirmed_at", "held_at", "held_reason", "holding", "forgotten_at"}  # fmt: skip
    assert {field.name for field in Signature._meta.concrete_fields} == stays | set(EMPTIED)


def test_who_is_forgotten_counts_as_before(petition, sign):
    row = states.confirmed(sign, ANNA)
    before = cells(petition)
    assert [yours.keep_support(row.pk), yours.keep_support(row.pk)] == [True, True]
    assert cells(petition) == before == {("DE", "en"): 1}


def test_who_was_set_aside_and_is_forgotten_stays_set_aside_and_can_be_released(petition, sign):
    row = states.confirmed(sign, ANNA)
    held = holding.hold(petition, holding.Facts(country="DE"), reason="pattern", by="guardian")
    yours.keep_support(row.pk)
    row.refresh_from_db()
    assert (cells(petition), bool(row.held_at), row.sealed) == ({}, True, None)
    holding.release(held.pk, by="guardian")
    assert cells(petition) == {("DE", "en"): 1}


def test_while_nobody_has_confirmed_there_is_no_support_to_keep(sign):
    row = sign(ANNA)
    before = everything.rows()
    assert (yours.keep_support(row.pk), everything.rows() == before, journal()) == (False, True, [])


def test_the_news_stops_everywhere_for_who_is_forgotten(petition, sign, reader):
    row, subscriber = signing.confirm(sign(ANNA, news=True).pk), reader(ANNA)
    yours.keep_support(row.pk)
    assert (news_list.count(petition.pk), Subscriber.objects.count()) == (0, 0)
    assert Letter.objects.get(kind="kept").with_news is True
    assert journal() == [f"subscriber:{subscriber.pk} kept", f"kept:{row.pk} kept"]


def test_who_had_no_news_is_not_told_that_it_stops(sign):
    yours.keep_support(states.confirmed(sign, ANNA).pk)
    assert Letter.objects.get(kind="kept").with_news is False


def test_every_other_letter_that_was_owed_is_owed_no_longer(petition, sign):
    row = signing.confirm(sign(ANNA).pk)
    yours.send_copy(row.pk)
    signing.ask_for_own_page(petition, ANNA, language="en")
    yours.keep_support(row.pk)
    assert open_kinds() == ["kept"]
    assert Letter.objects.exclude(kind="kept").exclude(sealed_to=None).count() == 0


def test_the_last_letter_alone_still_knows_the_address(sign):
    row = states.confirmed(sign, ANNA)
    yours.keep_support(row.pk)
    yours.keep_support(row.pk)
    letter = Letter.objects.get(kind="kept")
    assert (vault.unseal(letter.sealed_to)[1], letter.signature_id, letter.mailbox_digest) == (ANNA, None, "")


def test_signing_again_after_being_forgotten_changes_nothing(petition, sign):
    row = states.kept(sign, ANNA)
    before = Signature.objects.values().get()
    sign("ANNA+again@example.org", name="Anna Again", country="FR", news=True)
    assert (Signature.objects.values().get(), cells(petition)) == (before, {("DE", "en"): 1})
    assert signing.confirm(row.pk).pk == row.pk


def test_who_was_forgotten_can_still_withdraw(petition, sign):
    row = states.kept(sign, ANNA)
    signing.withdraw(row.pk)
    assert (Signature.objects.count(), cells(petition)) == (0, {})


@pytest.mark.parametrize("verb", [yours.keep_support, yours.send_copy, yours.stop_news])
def test_of_a_row_that_is_gone_every_verb_says_so(sign, verb):
    row = sign(ANNA)
    signing.withdraw(row.pk)
    with pytest.raises(signing.Gone):
        verb(row.pk)


# --- the journal of those who are forgotten and still count ---------------------------------------------------------


def restore(row: Signature) -> None:
    """As a backup of yesterday would: the row is as it was."""
    Signature.objects.filter(pk=row.pk).delete()
    Signature.objects.bulk_create([row])


def test_after_a_restore_they_are_forgotten_again_and_still_count(petition, sign):
    row = signing.confirm(sign(ANNA, news=True).pk)
    backup = Signature.objects.get(pk=row.pk)
    yours.keep_support(row.pk)
    restore(backup)
    assert [erasure.replay_journal(), erasure.replay_journal()] == [1, 0]
    row.refresh_from_db()
    assert (row.sealed, row.mailbox_digest, row.news_wording, bool(row.forgotten_at)) == (None, "", None, True)
    assert cells(petition) == {("DE", "en"): 1}


def test_who_had_not_confirmed_yet_in_the_backup_counts_too_and_is_forgotten(petition, sign):
    row = sign(ANNA)
    backup = move_back(Signature.objects.get(pk=row.pk), days=3)
    signing.confirm(row.pk)
    yours.keep_support(row.pk)
    restore(backup)
    TallyMark.objects.all().delete()  # nor had anybody confirmed in the backup
    assert (erasure.replay_journal(), Signature.objects.get().sealed) == (1, None)
    assert (cells(petition), list(counting.by_day(petition.pk))) == (
        {("DE", "en"): 1}, [counting.day_of(backup.asked_at)],
    )  # fmt: skip


def test_no_new_signature_ever_gets_the_number_of_somebody_who_was_forgotten(sign):
    settings.ERASURE_JOURNAL.write_text(f"2026-01-01T00:00:00Z kept:{10**9} kept\n")
    erasure.replay_journal()
    assert sign(ANNA).pk > 10**9


def test_the_journal_says_nothing_but_numbers_and_why(petition, sign):
    row = states.kept(lambda email: sign(email, name="Canary Name"), "canary@example.org")
    news.stop(row)
    assert [bool(re.fullmatch(r"kept:\d+ kept", line)) for line in journal()] == [True]


# --- how long the data stays ----------------------------------------------------------------------------------------


def test_the_page_names_the_day_on_which_the_name_goes(petition, sign):
    pending, row = sign(ANNA), states.confirmed_days_ago(sign, "bela@example.org", days=10)
    assert yours.forget_day(pending) == counting.day_of(pending.asked_at + 14 * states.DAY)
    assert yours.forget_day(row) == counting.day_of(row.confirmed_at + 30 * states.DAY)


def test_where_the_petition_ends_sooner_the_name_goes_with_it(petition, sign):
    row = states.confirmed(sign, ANNA)
    petition.forget_at = petition.closes_at = row.confirmed_at + 3 * states.DAY
    petition.save()
    row = Signature.objects.get()
    assert yours.forget_day(row) == counting.day_of(petition.forget_at)
