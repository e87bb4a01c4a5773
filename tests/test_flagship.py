"""The petition of this site: one row, three states, and their exact moments."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from petitions import briefly, flagship
from petitions.models import Petition

SECOND = timedelta(seconds=1)


def test_a_petition_is_soon_then_open_then_closed_to_the_second(petition):
    moments = (
        petition.opens_at - SECOND, petition.opens_at, petition.closes_at - SECOND, petition.closes_at,
    )  # fmt: skip
    assert [flagship.state(petition, moment) for moment in moments] == ["soon", "open", "open", "closed"]


def test_a_petition_without_a_word_is_judged_at_this_moment(petition):
    assert flagship.state(petition) == flagship.OPEN


def test_making_sure_of_the_petition_twice_keeps_the_first_one(db):
    closes_at = timezone.now() + timedelta(days=10)
    first = flagship.ensure(closes_at=closes_at)
    second = flagship.ensure(closes_at=closes_at + timedelta(days=300))
    assert (first.pk, second.closes_at, Petition.objects.count()) == (second.pk, closes_at, 1)


def test_everything_is_forgotten_ninety_days_after_closing(petition):
    assert petition.forget_at - petition.closes_at == timedelta(days=90)


def test_the_petition_is_read_at_most_every_few_seconds(petition, django_assert_num_queries):
    flagship.flagship()
    with django_assert_num_queries(0):
        assert flagship.flagship() == petition


def test_what_staff_change_is_seen_five_seconds_later(petition, monkeypatch):
    flagship.flagship()
    Petition.objects.update(goal=5)
    now = briefly.time.monotonic
    monkeypatch.setattr(briefly.time, "monotonic", lambda: now() + 5.1)
    assert flagship.flagship().goal == 5


def test_before_the_release_step_there_is_none(db):
    with pytest.raises(Petition.DoesNotExist):
        flagship.flagship()


@pytest.mark.parametrize(("opens", "closes", "forgets"), [(0, None, 9), (0, 0, 9), (5, 4, 9), (0, 5, 4), (0, 5, None)])
def test_the_database_refuses_a_petition_without_an_end_or_with_its_days_in_disorder(petition, opens, closes, forgets):
    days = {"opens_at": opens, "closes_at": closes, "forget_at": forgets}
    moments = {name: None if day is None else timezone.now() + timedelta(days=day) for name, day in days.items()}
    moments["closes_at"] = moments["opens_at"] if closes == opens else moments["closes_at"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Petition.objects.update(**moments)
