"""A batch is granted and read at once, and every letter of it is as it would have been alone."""

import random
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from petitions import ahead, bounces, outbox, reminders, signing, turns, yours
from petitions.models import Letter, Petition, Signature
from tests import past, states
from tests.crowd import at_once

SPELLINGS = ("anna", "a.nna", "an.na", "ann.a")
PEOPLE = [
    f"{name}@{domain}" for name in (*SPELLINGS, "ben", "carla") for domain in ("gmail.com", "small.eu", "tiny.eu")
]


def outcomes() -> list[tuple]:
    """What became of every debt and every row, moments apart."""
    letters = Letter.objects.order_by("id")
    rows = Signature.objects.order_by("id").values_list("id", "answered_by", "unanswered", "asked_at")
    said = [(x.pk, x.outcome, x.error_class, x.granted_at is None, x.attempts, x.leased_by == "") for x in letters]
    return [*said, *rows]


def some_evening(chance: random.Random, sign, petition) -> None:
    """People press, some twice, some in other spellings; some have confirmed, been silenced, or never answered."""
    for email in chance.choices(PEOPLE, k=14):
        row = sign(email)
        dice = chance.random()
        if dice < 0.15:
            signing.confirm(row.pk)
            sign(email)
        elif dice < 0.3:
            signing.ask_again(petition, email, language="en")
        elif dice < 0.4:
            Signature.objects.filter(pk=row.pk).update(unanswered=chance.choice([5, 6]))
        elif dice < 0.5:
            bounces.record(chance.choice(["bounced", "complained"]), email)
        elif dice < 0.6:
            outbox.pay()


@pytest.mark.parametrize("seed", range(12))
def test_with_or_without_looking_ahead_the_same_letters_leave(sign, petition, settings, monkeypatch, seed):
    settings.DOMAIN_LETTERS_PER_HOUR, found = 2, []
    some_evening(random.Random(seed), sign, petition)
    for looks_ahead in (False, True):
        with transaction.atomic(), monkeypatch.context() as patch:
            if not looks_ahead:
                patch.setattr(ahead, "grant", lambda batch: None)
                patch.setattr(ahead, "read", lambda batch: None)
            sent = outbox.pay()
            found.append([sent, *outcomes()])
            transaction.set_rollback(True)
    assert found[0] == found[1]


def test_a_batch_of_letters_is_granted_before_the_first_of_them_is_written(sign, monkeypatch):
    for number in range(20):
        sign(f"person{number}@example.org")
    write, granted = outbox.replies.write, []

    def watching(letter):
        granted.append(Letter.objects.exclude(granted_at=None).count())
        return write(letter)

    monkeypatch.setattr(outbox.replies, "write", watching)
    assert (outbox.pay(), granted) == (20, [20] * 20)


def test_a_letter_costs_the_database_three_statements_and_its_share_of_the_batch(
    sign, mailoutbox, django_assert_max_num_queries
):
    for number in range(60):
        sign(f"person{number}@example.org")
    with django_assert_max_num_queries(60 * (3 if connection.vendor == "postgresql" else 6) + 3 * 18 + 10):
        assert outbox.pay() == 60


def test_the_budget_of_a_domain_is_counted_from_its_index(sign, monkeypatch):
    for number in range(3):
        sign(f"person{number}@small{number}.eu")
    run, plans = ahead._run, []

    def explained(statement, letters, **parts):
        if statement == ahead._GRANT and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            plans.extend(run(f"EXPLAIN {statement}", letters, **parts))
        return run(statement, letters, **parts)

    monkeypatch.setattr(ahead, "_run", explained)
    outbox.pay()
    assert ("letter_domain_budget" in str(plans)) == (connection.vendor == "postgresql")


def leave(row: Signature) -> None:
    signing.disown(row.pk)


def confirm(row: Signature) -> None:
    signing.confirm(row.pk)
    Letter.objects.filter(kind="receipt").delete()


def sign_in_german(row: Signature) -> None:
    Signature.objects.filter(pk=row.pk).update(language="de")


def never_answer(row: Signature) -> None:
    Signature.objects.filter(pk=row.pk).update(unanswered=6)


def close_the_petition(row: Signature) -> None:
    past.close(Petition.objects.get(pk=row.petition_id), seconds=1)


def complain(row: Signature) -> None:
    bounces.record("complained", "anna@example.org")


def bounce(row: Signature) -> None:
    bounces.record("bounced", "anna@example.org")


@pytest.mark.parametrize(
    ("act", "subjects"),
    [(leave, []), (confirm, []), (complain, []), (bounce, []), (never_answer, []), (close_the_petition, []),
     (sign_in_german, ["Bitte bestätigen Sie Ihre Unterschrift"])],
)  # fmt: skip
def test_what_somebody_does_after_the_batch_was_read_holds(sign, mailoutbox, monkeypatch, act, subjects):
    row, read = sign("anna@example.org"), ahead.read
    monkeypatch.setattr(ahead, "read", lambda batch: (read(batch), act(row)))
    outbox.pay()
    assert [message.subject for message in mailoutbox] == subjects


def test_a_receipt_names_the_country_that_somebody_has_just_changed_to(confirmed, mailoutbox, monkeypatch):
    row, read = confirmed("anna@example.org", country="FR"), ahead.read
    Letter.objects.exclude(kind="receipt").delete()
    monkeypatch.setattr(ahead, "read", lambda batch: (read(batch), yours.change(row.pk, country="MT", language="en")))
    outbox.pay()
    assert [("Malta" in message.body, "France" in message.body) for message in mailoutbox] == [(True, False)]


def test_a_letter_that_was_granted_and_given_back_takes_no_second_place(sign, mailoutbox, monkeypatch):
    sign("anna@example.org")
    ahead.grant(batch := outbox.claim())
    before = outcomes()
    ahead.grant(outbox.claim() or batch)
    outbox.give_back(batch[0], seconds=0)
    assert (outbox.pay(), before[0][3], Letter.objects.exclude(granted_at=None).count()) == (1, False, 1)


def test_whoever_is_left_alone_takes_no_place(sign, monkeypatch):
    sign("anna@small.eu"), sign("ben@tiny.eu")
    bounces.record("bounced", "anna@small.eu")
    ahead.grant(outbox.claim())
    assert [letter.granted_at is None for letter in Letter.objects.order_by("id")] == [True, False]


@pytest.mark.parametrize(("most", "granted"), [(0, 4), (4, 4), (3, 4), (2, 1), (1, 1)])
def test_neighbours_in_one_domain_are_granted_together_while_it_has_room_for_all_of_them(sign, settings, most, granted):
    settings.DOMAIN_LETTERS_PER_HOUR = most
    for email in ("anna@small.eu", "ben@small.eu", "carla@small.eu", "dora@gmail.com"):
        sign(email)
    ahead.grant(outbox.claim())
    assert Letter.objects.exclude(granted_at=None).count() == granted


def test_places_that_the_hour_has_already_used_are_counted_for_all_of_them(sign, settings):
    settings.DOMAIN_LETTERS_PER_HOUR = 3
    sign("anna@small.eu")
    outbox.pay()
    sign("ben@small.eu"), sign("carla@small.eu"), sign("dora@small.eu")
    ahead.grant(outbox.claim())
    assert Letter.objects.exclude(granted_at=None).count() == 1


def test_only_first_letters_are_granted_ahead(sign, confirmed, petition):
    reminders._owe_reminder(sign("ben@example.org"))
    states.withdrawn(sign, "carla@example.org")
    signing.ask_for_own_page(petition, "anna@example.org", language="en")
    confirmed("dora@example.org")
    ahead.grant(outbox.claim())
    assert list(Letter.objects.exclude(granted_at=None).values_list("kind", flat=True)) == ["reply"]


HELD = {
    "row": lambda row: signing.locked(row.pk),
    "mailbox": lambda row: turns.take_for(row.mailbox_digest),
    "domain": lambda row: turns.take_for(f"domain:{row.domain_digest}"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize("take", HELD.values(), ids=HELD)
def test_who_is_at_somebody_s_row_or_budget_is_not_waited_for_and_that_letter_goes_alone(sign, take):
    row, other, seen, done = sign("anna@small.eu"), sign("ben@tiny.eu"), threading.Event(), threading.Event()

    def hold(number: int) -> list[int]:
        if number == 0:
            with transaction.atomic():
                take(row)
                seen.set()
                done.wait(10)
            return []
        seen.wait(10)
        ahead.grant(outbox.claim())
        done.set()
        return list(Letter.objects.exclude(granted_at=None).values_list("signature_id", flat=True))

    assert at_once(2, hold) == [[], [other.pk]]


@pytest.mark.django_db(transaction=True)
def test_payers_whose_batches_overlap_keep_every_budget(sign, settings, mailoutbox):
    settings.DOMAIN_LETTERS_PER_HOUR = 5
    for email in PEOPLE * 3:
        sign(email)
    Letter.objects.update(created_at=F("created_at") + timedelta(microseconds=1))
    at_once(6, lambda _: outbox.pay())
    sent = Letter.objects.filter(outcome="sent")
    mailboxes, domains = ([getattr(x, of) for x in sent] for of in ("mailbox_digest", "domain_digest"))
    assert max(mailboxes.count(one) for one in set(mailboxes)) == 3
    assert {domains.count(one) for one in set(domains) - {""}} == {5}
    assert len({letter.signature_id for letter in sent}) == len(sent) == len(mailoutbox)
