"""Counting while people confirm and leave: at the end the number is exact, whoever counted when."""

import time
from contextlib import suppress
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from petitions import counting, signing
from petitions.models import Signature, TallyMark
from tests.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refreshed() -> str:
    try:
        counting.refresh()
    except counting.Busy:
        return "busy"
    return "done"


def recounted(petition) -> None:
    with suppress(counting.Busy):
        counting.recount(petition)


def test_people_who_confirm_and_leave_while_three_refreshers_run_are_counted_exactly(petition, sign):
    rows = [sign(f"person{number}@example.org").pk for number in range(24)]

    def act(number: int) -> None:
        if number % 4 == 3:
            for _ in range(5):
                refreshed()
        else:
            for row in rows[number::16]:
                signing.confirm(row)
                if number % 4 == 2:
                    signing.withdraw(row)

    at_once(16, act)
    counting.refresh()
    assert counting.confirmed(petition.pk) == Signature.objects.filter(confirmed_at__isnull=False).count() > 0
    assert (counting.check(petition), TallyMark.objects.count()) == ({}, 0)


def test_whole_days_counted_from_rows_while_people_confirm_and_leave_lose_and_double_nobody(petition, sign):
    """No last recount puts anything right here: the marks alone must have led to the true number."""
    rows = [sign(f"person{number}@example.org").pk for number in range(40)]

    def act(number: int) -> None:
        for row in rows[number::10] if number < 10 else ():
            signing.confirm(row)
            if number % 3 == 2:
                signing.withdraw(row)
        for turn in range(6 if number >= 10 else 0):
            if number % 2:
                counting.mark(petition.pk, timezone.now())
            if turn % 2 and number % 3 == 0:
                recounted(petition)
            refreshed()

    at_once(14, act)
    counting.refresh()
    assert counting.confirmed(petition.pk) == Signature.objects.filter(confirmed_at__isnull=False).count() == 28
    assert (counting.check(petition), TallyMark.objects.count()) == ({}, 0)


def test_a_check_amid_confirmations_and_refreshers_finds_nothing_wrong(petition, sign):
    rows = [sign(f"person{number}@example.org").pk for number in range(32)]

    def act(number: int) -> list:
        if number < 8:
            return [signing.confirm(row) and {} for row in rows[number::8]]
        return [refreshed() and {} if number < 10 else counting.check(petition) for _ in range(12)]

    assert [found for answers in at_once(12, act) for found in answers if found] == []


def test_of_many_refreshers_at_once_each_works_or_says_that_another_does(petition, confirmed):
    confirmed()
    answers = at_once(6, lambda _: refreshed())
    assert (set(answers) <= {"done", "busy"}, "done" in answers) == (True, True)
    assert (counting.confirmed(petition.pk), TallyMark.objects.count()) == (1, 0)


def test_freezing_waits_for_a_refresher_at_work(petition, confirmed):
    confirmed()
    order, at_work = [], Event()

    def act(number: int) -> None:
        if number:
            at_work.wait(10)
        with transaction.atomic():
            if number:
                counting.freeze(petition)
            else:
                counting._only_one()
                at_work.set()
                time.sleep(0.5)
            order.append(number)

    at_once(2, act)
    assert order == [0, 1]
