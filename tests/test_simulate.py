"""The arithmetic of the day of a million signatures; nothing is measured here."""

from tests.load import simulate
from tests.load.simulate import Hour
from tests.load.wrk import Load


def a_load(requests: int, *, bad: int = 0, size: float = 0) -> Load:
    return Load(requests=requests, per_second=requests / 5, p50=1, p99=2, bad=bad, size=size)


def an_hour(signed: int, *, owed: int = 0) -> Hour:
    reading = a_load(50_000, size=12_500)
    return Hour(20, a_load(signed), None, reading, {"proxy": 0.5, "web": 0.25}, owed, log_bytes=signed * 20_480)


def test_half_of_a_million_people_come_in_the_two_hours_of_the_evening():
    assert len(simulate.HOURS) == 24
    assert (sum(simulate.HOURS), sum(simulate.HOURS[20:22])) == (1000, 500)


def test_a_sample_counts_as_often_as_an_hour_has_it():
    lines = simulate.whole_day([an_hour(100), an_hour(300)], 5)
    assert lines[1:] == [
        "computed for the day: 288,000 signatures, 72 million pages",
        "core hours: proxy 1.0, web 0.5; together 1.5 of the 48 that two cores have",
        "a page 12.2 KB with its head: 1.00 Gbit/s at 10,000 a second",
        "write-ahead log: 20.0 KB a signature with all that follows from it, 20 GB for a million",
    ]


def test_what_was_not_thanked_is_said():
    hour = Hour(3, a_load(10, bad=2), None, a_load(100, bad=1), {"web": 0.1}, 0, 0)
    assert simulate.whole_day([hour], 5)[0].endswith("2 presses without thanks, 1 pages not there")
