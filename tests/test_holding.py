"""Hold and release: chosen by facts, seen before it happens, exact on the way back."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from petitions import counting, delivery, erasure, failed_letters, holding, outbox, signing
from petitions.holding import Facts
from petitions.holding_form import HoldForm, in_words
from petitions.models import Holding, Letter, Signature, TallyMark
from tests.crowd import at_once as crowd_at_once
from tests.holders import NOTE, seen_form
from tests.past import close, move_back

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
SPEED = Signature.HeldReason.SPEED


@pytest.fixture
def crowd(confirmed):
    """Three French, two German, all counted."""
    rows = [confirmed(f"{n}@example.org", country="FR" if n < 3 else "DE") for n in range(5)]
    counting.refresh()
    return rows


def count(petition):
    counting.refresh()
    return counting.confirmed(petition.pk)


def at(row, moment):
    """The row was signed, asked and confirmed at this Brussels moment, and counted."""
    moment = datetime.fromisoformat(moment).replace(tzinfo=counting.BRUSSELS)
    Signature.objects.filter(pk=row.pk).update(confirmed_at=moment, created_at=moment, asked_at=moment)
    counting.mark(row.petition_id, moment)


def test_held_signatures_do_not_count_and_released_they_do_again(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    assert (held.count, count(petition)) == (3, 2)
    assert holding.release(held.pk, by="gina") == 3
    assert count(petition) == 5
    assert counting.check(petition) == {}


def test_the_marks_of_every_day_are_there_with_the_hold_itself(petition, crowd):
    for row, day in zip(crowd, ("2026-03-01", "2026-03-02", "2026-03-02"), strict=False):
        at(row, f"{day} 10:00")
    counting.refresh()
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    assert marked() == ["2026-03-01", "2026-03-02"]
    counting.refresh()
    holding.release(held.pk, by="gina")
    assert marked() == ["2026-03-01", "2026-03-02"]


def marked():
    return [str(day) for day in TallyMark.objects.order_by("day").values_list("day", flat=True)]


def test_a_release_gives_back_exactly_its_own(petition, crowd):
    french = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    german = holding.hold(petition, Facts(country="DE"), reason=Signature.HeldReason.REPORT, by="gina")
    holding.release(french.pk, by="gina")
    assert count(petition) == 3
    assert german.signatures.count() == 2
    assert set(Signature.objects.filter(country="FR").values_list("held_at", "held_reason", "holding")) == {
        (None, "", None)
    }


def test_a_hold_writes_down_who_why_by_what_and_how_many(petition, crowd):
    held = holding.hold(petition, Facts(country="FR", within_seconds=60), reason=SPEED, by="gina")
    row = Holding.objects.get(pk=held.pk)
    assert (row.count, row.reason, row.held_by, row.released_at) == (3, "speed", "gina", None)
    assert row.criteria == {"country": "FR", "within_seconds": 60}
    assert in_words(row.criteria) == "country FR, at most 60 seconds after signing"


def test_a_second_hold_or_release_changes_nothing(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    with pytest.raises(holding.NothingToHold):
        holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    assert Holding.objects.count() == 1
    holding.release(held.pk, by="gina")
    with pytest.raises(holding.Released):
        holding.release(held.pk, by="olga")
    assert Holding.objects.get().released_by == "gina"


def test_who_has_not_confirmed_is_not_held_and_may_still_confirm(petition, crowd, sign):
    waiting = sign("late@example.org", country="FR")
    holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    assert signing.confirm(waiting.pk).held_at is None
    assert count(petition) == 3


def test_whoever_withdraws_while_held_is_gone_after_the_release_too(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    signing.withdraw(crowd[0].pk)
    assert holding.release(held.pk, by="gina") == 2
    assert count(petition) == 4


def test_a_name_forgotten_while_held_stays_held_until_it_is_released(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    move_back(crowd[0], days=31)
    erasure.forget_expired()
    counting.recount(petition)
    assert holding.release(held.pk, by="gina") == 3
    counting.recount(petition)
    assert counting.confirmed(petition.pk) == 5


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), 3),
        (Facts(country="FR"), 3),
        (Facts(language="de"), 0),
        (Facts(since=datetime(2026, 3, 29).date(), until=datetime(2026, 3, 29).date()), 2),
        (Facts(since=datetime(2026, 3, 30).date()), 1),
        (Facts(from_hour=3, to_hour=3), 1),
        (Facts(from_hour=23, to_hour=0), 2),
        (Facts(from_hour=4, to_hour=22), 0),
        (Facts(within_seconds=0), 3),
        (Facts(signed_from=datetime(2026, 3, 29, 3, 30, tzinfo=counting.BRUSSELS)), 2),
        (Facts(signed_until=datetime(2026, 3, 29, 3, 29, tzinfo=counting.BRUSSELS)), 1),
    ],
)
def test_days_and_hours_are_those_of_brussels_also_when_the_clocks_change(petition, confirmed, facts, found):
    for email, moment in (("a", "2026-03-29 00:10"), ("b", "2026-03-29 03:30"), ("c", "2026-03-30 23:59")):
        at(confirmed(f"{email}@example.org", country="FR"), moment)
    assert holding.matching(petition, facts).count() == found


def test_seconds_run_from_the_press_of_sign_and_one_more_press_hides_nothing(petition, confirmed):
    row = confirmed("robot@example.org")
    start = timezone.now() - timedelta(hours=1)
    times = {"created_at": start, "asked_at": start, "confirmed_at": start + timedelta(seconds=5)}
    Signature.objects.filter(pk=row.pk).update(**times)
    found = [holding.matching(petition, Facts(within_seconds=seconds)).count() for seconds in (4, 5)]
    Signature.objects.filter(pk=row.pk).update(asked_at=start + timedelta(minutes=9))
    found.append(holding.matching(petition, Facts(within_seconds=5)).count())
    assert found == [0, 1, 1]


def test_all_facts_together_choose_and_hold(petition, confirmed):
    row = confirmed("robot@example.org", country="FR")
    at(row, "2026-03-02 03:30")
    moment = datetime(2026, 3, 2, 3, 30, tzinfo=counting.BRUSSELS)
    facts = Facts(
        country="FR", language="en", since=moment.date(), until=moment.date(), from_hour=3, to_hour=3,
        within_seconds=1, signed_from=moment, signed_until=moment,
    )  # fmt: skip
    assert holding.hold(petition, facts, reason=SPEED, by="gina").signatures.get() == row


@pytest.mark.django_db(transaction=True)
def test_people_who_confirm_and_withdraw_meanwhile_are_counted_right(petition, sign, confirmed):
    leaving = [confirmed(f"leaving{n}@example.org", country="FR").pk for n in range(4)]
    coming = [sign(f"coming{n}@example.org", country="FR").pk for n in range(4)]
    acts = [lambda pk=pk: signing.withdraw(pk) for pk in leaving[:3]]
    acts += [lambda pk=pk: signing.confirm(pk) for pk in coming]
    acts.append(lambda: holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina"))
    crowd_at_once(len(acts), lambda number: acts[number]())
    assert count(petition) == Signature.objects.filter(counting.COUNTS).count()
    holding.release(Holding.objects.get().pk, by="gina")
    assert count(petition) == 5


def test_a_forgotten_signature_has_a_day_and_no_hour(petition, confirmed):
    row = move_back(confirmed("old@example.org"), days=31)
    day = counting.day_of(row.confirmed_at)
    erasure.forget_expired()
    assert holding.matching(petition, Facts(since=day, until=day)).count() == 1
    assert holding.matching(petition, Facts(from_hour=0, to_hour=23)).count() == 0
    assert holding.matching(petition, Facts(within_seconds=86_400)).count() == 0


def test_a_final_number_is_neither_lowered_nor_raised(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    counting.refresh()
    close(petition, days=2)
    erasure.forget_expired()
    with pytest.raises(holding.Final):
        holding.hold(petition, Facts(country="DE"), reason=SPEED, by="gina")
    with pytest.raises(holding.Final):
        holding.release(held.pk, by="gina")
    assert counting.confirmed(petition.pk) == 2


def test_no_row_belongs_to_a_holding_without_being_held(petition, crowd):
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    with pytest.raises(IntegrityError), transaction.atomic():
        held.signatures.update(held_at=None, held_reason="")


# --- the form -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({}, "Choose at least one fact"),
        ({"country": "XX"}, "We know no such code. Choose one from the list."),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "The last day is before the first day. Change one of them."),
        ({"since": "0001-01-01"}, "We have no signatures of that year. Choose another."),
        ({"until": "9999-12-31"}, "We have no signatures of that year. Choose another."),
        ({"signed_from": "9999-12-31T23:59"}, "We have no signatures of that year. Choose another."),
        ({"signed_from": "yesterday"}, "Write the moment as 2026-11-25 22:15."),
        ({"signed_from": "2026-03-02T10:00", "signed_until": "2026-03-02T09:00"}, "before the first one"),
        ({"from_hour": "3"}, "Choose both hours, or none."),
        ({"from_hour": "24", "to_hour": "3"}, "Select a valid choice"),
        ({"within_seconds": "-1"}, "greater than or equal to 0"),
        ({"petition": "no-such", "country": "FR"}, "We have no petition of this name. Choose one from the list."),
    ],
)
def test_facts_that_make_no_sense_are_explained(petition, filled, said):
    form = HoldForm({"petition": petition.slug} | filled)
    assert form.is_valid() is False
    assert said in str(form.errors)


def test_facts_are_read_as_they_were_typed(petition):
    form = HoldForm({"petition": petition.slug, "from_hour": "0", "to_hour": "0", "signed_from": "2026-03-02T10:00"})
    assert form.is_valid() is True
    moment = datetime(2026, 3, 2, 10, tzinfo=counting.BRUSSELS)
    assert form.facts() == Facts(from_hour=0, to_hour=0, signed_from=moment)


# --- the screen -----------------------------------------------------------------------------------------------------


def test_a_preview_shows_the_effect_and_changes_nothing(guardian, petition, crowd):
    html = guardian.get("/staff/holding/", {"petition": petition.slug, "country": "FR"}).content.decode()
    assert "<dt>Count now</dt><dd>5</dd>" in html
    assert "<dt>Would be set aside</dt><dd>3</dd>" in html
    assert "<dt>Would still count</dt><dd>2</dd>" in html
    assert not Holding.objects.exists()


def test_without_a_reason_nothing_is_held(guardian, petition, crowd):
    answer = guardian.post("/staff/holding/", seen_form(petition, country="FR", reason=""))
    assert (answer.status_code, "Choose a reason." in answer.content.decode()) == (400, True)
    assert not Holding.objects.exists()


def test_a_guardian_holds_and_releases(guardian, petition, crowd):
    form = seen_form(petition, country="FR", reason="pattern")
    assert guardian.post("/staff/holding/", form).status_code == 302
    held = Holding.objects.get()
    assert (held.count, held.held_by, held.reason, held.note) == (3, "gina", "pattern", NOTE)
    assert "Many entries of the same make" in guardian.get("/staff/holding/").content.decode()
    assert guardian.post(f"/staff/holding/{held.pk}/release/").status_code == 302
    assert (count(petition), Holding.objects.get().freed) == (5, 3)


def test_releasing_what_is_not_there_is_not_found(guardian):
    assert guardian.post("/staff/holding/999/release/").status_code == 404


# --- letters that failed --------------------------------------------------------------------------------------------


@pytest.fixture
def failed(petition, sign):
    """One failed reply of a row that is there."""
    row = sign("full@example.org")
    letter = Letter.objects.get(signature_id=row.pk)
    outbox.settle(lease(letter), Letter.Outcome.FAILED, error_class="SMTPRecipientsRefused 552")
    return Letter.objects.get(pk=letter.pk)


def lease(letter):
    return next(claimed for claimed in outbox.claim() if claimed.pk == letter.pk)


def test_failed_letters_are_numbers_by_day_and_reason(failed):
    today = counting.day_of(timezone.now())
    assert failed_letters.failures() == [(today, "SMTPRecipientsRefused 552", 1)]


def test_a_failed_letter_is_tried_again_and_arrives(guardian, failed, mailoutbox):
    assert guardian.post("/staff/letters/try-again/").status_code == 302
    outbox.pay()
    assert [message.to for message in mailoutbox] == [["full@example.org"]]
    assert failed_letters.try_again() == 0


def test_a_letter_whose_person_has_gone_is_not_tried_again(failed):
    signing.disown(failed.signature_id)
    assert failed_letters.try_again() == 0


def test_a_letter_that_would_expire_at_once_is_not_tried_again(failed):
    Letter.objects.filter(pk=failed.pk).update(created_at=timezone.now() - timedelta(hours=49))
    assert failed_letters.try_again() == 0


def test_the_page_shows_failures_as_counts_and_no_person(guardian, failed):
    html = guardian.get("/staff/letters/").content.decode()
    assert "SMTPRecipientsRefused 552" in html
    assert "full@" not in html


def test_the_page_says_when_letters_wait_too_long_and_when_a_server_takes_none(guardian, sign):
    row = sign("waiting@example.org")
    assert "waited for more than six minutes" not in guardian.get("/staff/letters/").content.decode()
    Letter.objects.filter(signature_id=row.pk).update(due_at=timezone.now() - timedelta(minutes=7))
    assert "waited for more than six minutes" in guardian.get("/staff/letters/").content.decode()
    outbox.give_back(outbox.claim()[0], seconds=60, error_class=delivery.WAITS)
    assert "the mail server took nobody’s letter" in guardian.get("/staff/letters/").content.decode()


@pytest.fixture
def used_up(sign, settings, mailoutbox):
    """One letter has gone, and two wait because that was the budget of the hour."""
    settings.LETTERS_PER_HOUR = 1
    for name in ("one", "two", "three"):
        sign(f"{name}@example.org")
    outbox.pay()


@pytest.mark.parametrize(("who", "page"), [("guardian", "letters/"), ("owner", "letters/"), ("owner", "")])
def test_who_cares_for_letters_reads_that_they_wait_for_the_hourly_budget(used_up, enter, who, page):
    html = enter(who).get(f"/staff/{page}").content.decode()
    assert "Letters wait: the hourly budget of 1 is used up; waiting: 2." in html


def test_who_cares_for_numbers_alone_does_not_read_about_the_budget(used_up, enter):
    html = enter("counts").get("/staff/").content.decode()
    assert ("<dt>Due now</dt><dd>2</dd>" in html, "hourly budget" in html) == (True, False)


def test_letters_that_wait_for_the_budget_are_not_laid_to_the_mail_server(used_up, guardian):
    Letter.objects.filter(closed_at=None).update(due_at=timezone.now() - timedelta(minutes=7))
    html = guardian.get("/staff/letters/").content.decode()
    assert ("hourly budget" in html, "waited for more than six minutes" in html) == (True, False)


def test_who_was_set_aside_before_anybody_was_counted_does_not_raise_a_final_number(petition, confirmed):
    confirmed(country="FR")
    held = holding.hold(petition, Facts(country="FR"), reason=SPEED, by="gina")
    close(petition, hours=25)
    erasure.forget_expired()
    with pytest.raises(holding.Final):
        holding.release(held.pk, by="gina")
    assert count(petition) == 0
