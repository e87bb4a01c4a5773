"""Who confirms and how soon, by mail provider: a provider that drops our letters is seen, and nobody's name is."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from petitions import briefly, mail_health
from petitions.mail_health import Bucket
from petitions.models import Signature

HOUR = timedelta(hours=1)


@pytest.fixture
def people(sign, petition):
    """people("gmail.com", asked=60, confirmed=50, after=90): made three hours ago, confirmed so many seconds later."""

    def act(domain: str, *, asked: int, confirmed: int, after: float = 60, ago: timedelta = 3 * HOUR) -> None:
        row = sign(f"one@{domain}")
        made = timezone.now() - ago
        model = {field.attname: getattr(row, field.attname) for field in Signature._meta.concrete_fields}
        Signature.objects.filter(pk=row.pk).delete()
        made_new = {"id": None, "created_at": made, "asked_at": made, "unanswered": 1}
        rows = [Signature(**model | made_new | {"email_digest": f"{domain}{number}"}) for number in range(asked)]
        for row in rows[:confirmed]:
            row.confirmed_at = made + timedelta(seconds=after)
        Signature.objects.bulk_create(rows)
        briefly.forget_everything()

    return act


def found() -> dict[str, Bucket]:
    return {bucket.provider: bucket for bucket in mail_health.buckets()}


def suspicious() -> list[str]:
    return [bucket.provider for bucket in mail_health.suspicious()]


def test_each_provider_has_its_numbers(people):
    people("gmail.com", asked=60, confirmed=45, after=90)
    people("web.de", asked=4, confirmed=0)
    assert found() == {"google": Bucket("google", 60, 45, 90), "gmx": Bucket("gmx", 4, 0, None)}
    assert (found()["google"].percent, found()["gmx"].percent) == (75, 0)


def test_a_provider_that_confirms_less_than_half_as_often_as_the_others_is_an_alarm(people):
    people("gmail.com", asked=200, confirmed=160)
    people("web.de", asked=50, confirmed=19)  # 38 %, the others 80 %
    assert suspicious() == ["gmx"]


def test_one_that_confirms_half_as_often_is_none(people):
    people("gmail.com", asked=200, confirmed=160)
    people("web.de", asked=50, confirmed=20)  # 40 %
    assert suspicious() == []


def test_fewer_than_fifty_are_no_alarm(people):
    people("gmail.com", asked=200, confirmed=160)
    people("web.de", asked=49, confirmed=0)
    assert suspicious() == []


def test_made_up_addresses_are_seen_even_when_they_are_nearly_everybody(people):
    """The share of all would be theirs; they are compared with the rest."""
    people("catch-all.eu", asked=5_000, confirmed=50)
    people("gmail.com", asked=60, confirmed=48)
    assert suspicious() == ["other"]


def test_a_provider_that_takes_ten_times_as_long_is_an_alarm(people):
    people("gmail.com", asked=100, confirmed=80, after=60)
    people("web.de", asked=60, confirmed=48, after=660)
    people("posteo.de", asked=60, confirmed=48, after=500)
    assert [(bucket.provider, bucket.hardly_confirms) for bucket in mail_health.suspicious()] == [("gmx", False)]


def test_who_had_less_than_an_hour_and_who_is_from_the_day_before_is_left_out(people):
    people("gmail.com", asked=10, confirmed=10, ago=timedelta(minutes=59))
    people("web.de", asked=10, confirmed=10, ago=timedelta(hours=24, minutes=1))
    people("posteo.de", asked=10, confirmed=10, ago=timedelta(minutes=61))
    assert list(found()) == ["posteo"]


def test_who_presses_sign_again_after_confirming_took_no_less_than_no_time(people):
    people("gmail.com", asked=10, confirmed=10, after=90)
    Signature.objects.update(asked_at=F("confirmed_at") + HOUR)
    briefly.forget_everything()
    assert found() == {"google": Bucket("google", 10, 10, 90)}


def test_forgotten_rows_are_not_there(people, petition):
    people("gmail.com", asked=10, confirmed=10)
    Signature.objects.all().delete()
    briefly.forget_everything()
    assert found() == {}


def test_machines_read_numbers_and_no_domain(people):
    people("catch-all.eu", asked=3, confirmed=1, after=45)
    assert dict(mail_health.numbers()) == {"other": {"asked": 3, "confirmed": 1, "median_seconds": 45}}
