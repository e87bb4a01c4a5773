"""How many signed each version: shown as long as no small number can be worked out, and never by the minute."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import briefly, wordings, wordings_count
from petitions.models import Signature, Wording, WordingCount
from petitions.wordings_count import choose

P, C = "petition", "consent"
SIGNED_IN = ("de", "el", "en", "mt")


@pytest.fixture
def languages(monkeypatch):
    monkeypatch.setattr(settings, "LIVE_LANGUAGES", ("en", "de", "mt"))


def test_where_every_language_has_ten_all_are_told(languages):
    counts = {1: (P, "en", 30), 2: (P, "de", 12), 3: (P, "mt", 10)}
    assert choose(counts) == {1: 30, 2: 12, 3: 10}


def test_a_small_language_hides_behind_another_one_and_behind_ten(languages):
    assert choose({1: (P, "en", 30), 2: (P, "de", 12), 3: (P, "mt", 9)}) == {1: 30}


def test_with_one_large_language_alone_nothing_is_told(languages):
    assert choose({1: (P, "en", 500), 2: (P, "de", 3)}) == {}


def test_a_new_version_with_few_signatures_hides_the_older_ones_of_its_kind(languages):
    counts = {1: (P, "en", 33), 2: (P, "de", 12), 3: (P, "mt", 10), 4: (C, "en", 30), 5: (C, "en", 3)}
    assert choose(counts) == {1: 33, 2: 12, 3: 10}


def test_a_version_that_nobody_signed_hides_nothing(languages):
    counts = {1: (P, "en", 33), 2: (P, "de", 12), 3: (P, "mt", 10), 4: (C, "en", 33), 5: (C, "en", 0)}
    assert choose(counts) == {1: 33, 2: 12, 3: 10, 4: 33}


def test_a_hidden_language_is_told_by_no_other_kind_either(languages):
    counts = {1: (P, "en", 30), 2: (P, "de", 12), 3: (P, "mt", 9), 4: (C, "de", 12), 5: (C, "mt", 9), 6: (C, "en", 30)}
    assert choose(counts) == {1: 30, 6: 30}


# --- from rows ------------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(petition, confirmed):
    """Ten in each of four languages confirmed the day before yesterday, half of them with news."""
    for language in SIGNED_IN:
        for n in range(10):
            confirmed(f"{language}{n}@example.org", language=language, news=n % 2 == 0)
    yesterday = timezone.now() - timedelta(days=2)
    Signature.objects.update(confirmed_at=yesterday, created_at=yesterday, asked_at=yesterday)
    return petition


def told(petition) -> list[int]:
    briefly.forget_everything()
    WordingCount.objects.all().delete()
    wordings_count.take_all()
    shown = wordings_count.public(petition.pk)
    return [shown.get(number, 0) for number in wordings.current(petition.pk, "en")]


def test_each_version_has_its_signatures_and_five_with_news_are_too_few(crowd):
    assert told(crowd) == [10, 10, 0]


def test_who_confirms_today_is_counted_tomorrow(crowd, confirmed):
    confirmed("today@example.org")
    assert told(crowd) == [10, 10, 0]


def test_held_signatures_do_not_count_and_a_hidden_language_takes_a_second_one_along(crowd):
    Signature.objects.filter(language="mt").update(held_at=timezone.now(), held_reason="speed")
    assert told(crowd) == [0, 0, 0]
    languages = {Wording.objects.get(pk=number).language for number in wordings_count.public(crowd.pk)}
    assert languages == set(SIGNED_IN) - {"en", "mt"}


def test_numbers_stand_for_a_day_and_a_second_count_of_it_looks_at_no_signature(crowd, django_assert_num_queries):
    assert told(crowd) == [10, 10, 0]
    Signature.objects.all().delete()
    with django_assert_num_queries(1):
        wordings_count.take_all()
    assert wordings_count.public(crowd.pk) != {}


def test_the_next_day_they_are_counted_anew(crowd):
    told(crowd)
    WordingCount.objects.update(midnight=timezone.now() - timedelta(days=1))
    Signature.objects.filter(language="mt").delete()
    wordings_count.take_all()
    briefly.forget_everything()
    assert {Wording.objects.get(pk=number).language for number in wordings_count.public(crowd.pk)} == {"de", "el"}


def test_before_the_first_count_no_version_has_a_number(crowd):
    assert wordings_count.public(crowd.pk) == {}
