"""A machine must wait; a school, an office or a household never notices; and a dead counter stops nobody."""

import time
from contextlib import suppress

import pytest
import redis
import time_machine
from django.conf import settings as site
from django.test import RequestFactory

from petitions import limits
from petitions.limits import TooMany, check, networks, visitor
from petitions.models import Signature
from tests.crawl import GOOD, post
from tests.faults.lab.valkey import Valkey

PROXY = "10.0.0.1"
NOON = "2026-11-25T12:00:00+00:00"


@pytest.fixture(autouse=True)
def _counting_here(settings, monkeypatch):
    """Each test starts with an empty book of its own; the clock stands, so that no window ends in the middle."""
    settings.REDIS_URL, settings.LIMIT_LOOPBACK, settings.TRUSTED_PROXIES = "", True, [PROXY]
    settings.SURGE = "off"
    monkeypatch.setattr(limits, "_closed_until", 0.0)
    with time_machine.travel(NOON, tick=False):
        yield


def asked_by(address: str, **headers: str):
    """A request as the web server hands it on: through our proxy, which wrote the last address."""
    return RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={"x-forwarded-for": address} | headers)


def accepted(addresses, action: str = "sign") -> int:
    """How many of these tries in a row are accepted."""
    count = 0
    for address in addresses:
        with suppress(TooMany):
            check(asked_by(address), action)
            count += 1
    return count


# --- who is asking --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remote", "forwarded", "seen"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (PROXY, "203.0.113.7", "203.0.113.7"),
        (PROXY, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (PROXY, "198.51.100.1,198.51.100.2,  203.0.113.7 ", "203.0.113.7"),
        (PROXY, "198.51.100.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (PROXY, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (PROXY, "", PROXY),
        (PROXY, " , ,", PROXY),
        (PROXY, "10.0.0.1, 10.0.0.1", PROXY),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "unknown", "unknown"),
        (PROXY, "203.0.113.7:1234", "203.0.113.7:1234"),
        ("10.0.0.2", "198.51.100.1", "10.0.0.2"),
        ("", "198.51.100.1", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxy_wrote_is_believed_AB_06(remote, forwarded, seen):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert visitor(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == seen


@pytest.mark.parametrize("header", ["forwarded", "x-real-ip", "client-ip", "true-client-ip", "cf-connecting-ip", "via"])
def test_no_other_header_names_a_visitor_AB_06(header):
    assert visitor(asked_by("203.0.113.7", **{header: "for=198.51.100.1"})) == "203.0.113.7"


def test_a_network_of_proxies_is_trusted_as_one(settings):
    settings.TRUSTED_PROXIES = ["172.30.77.0/24", "fd00::/8"]
    request = RequestFactory().get("/", REMOTE_ADDR="172.30.77.9", headers={"x-forwarded-for": "203.0.113.7, fd00::5"})
    assert visitor(request) == "203.0.113.7"


def test_invented_addresses_do_not_buy_more_tries_AB_06():
    assert accepted(f"198.51.100.{n}, 203.0.113.7" for n in range(100)) == 60


@pytest.mark.parametrize("rubbish", ["unknown", "999.1.1.1", "a" * 9_999, "\0", "::g", "10.0.0.0/8"])
def test_unreadable_addresses_share_one_bucket(rubbish):
    assert networks(rubbish) == networks("0.0.0.0")


# --- how many -------------------------------------------------------------------------------------------------------


def test_a_household_may_try_sixty_times_a_minute():
    assert accepted(["203.0.113.7"] * 100) == 60


def test_a_household_may_try_six_hundred_times_in_ten_minutes():
    total = 0
    for minute in range(12):
        with time_machine.travel(f"2026-11-25T12:{minute % 10:02}:30+00:00", tick=False):
            total += accepted(["203.0.113.7"] * 60)
    assert total == 600


def test_after_the_window_the_tries_are_fresh():
    assert accepted(["203.0.113.7"] * 61) == 60
    with time_machine.travel("2026-11-25T12:01:00+00:00", tick=False):
        assert accepted(["203.0.113.7"] * 61) == 60


def test_a_school_of_three_hundred_signs_behind_one_address_AB_07():
    """Thirty each minute for ten minutes: everybody gets through."""
    total = 0
    for minute in range(10):
        with time_machine.travel(f"2026-11-25T12:{minute:02}:10+00:00", tick=False):
            total += accepted(["203.0.113.7"] * 30)
    assert total == 300


def test_three_hundred_people_of_one_school_are_saved_AB_07(petition, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    answers = []
    for n in range(300):
        with time_machine.travel(f"2026-11-25T12:{n // 30:02}:10+00:00", tick=False):
            pupil = GOOD | {"email": f"pupil{n}@example.org"}
            answers.append(post("/en/petition/", pupil, x_forwarded_for="203.0.113.7"))
    assert {answer.status_code for answer in answers} == {303}
    assert Signature.objects.count() == 300


def test_a_thousand_addresses_of_one_ipv6_household_are_one_visitor_AB_05():
    assert accepted(f"2001:db8:1:2::{n:x}" for n in range(1_000)) == 60


def test_two_hundred_and_fifty_six_households_of_one_provider_share_four_times_that_AB_05():
    assert accepted(f"2001:db8:1:{n:x}::1" for n in range(256) for _ in range(2)) == 240


def test_two_providers_do_not_share_anything_AB_05():
    assert accepted(f"2001:db8:{n:x}:1::1" for n in range(100) for _ in range(3)) == 300


def test_a_network_of_ipv4_neighbours_shares_four_times_a_household():
    assert accepted(f"203.0.113.{n}" for n in range(250) for _ in range(2)) == 240


def test_a_neighbour_of_a_machine_is_not_refused_for_it():
    assert accepted(["203.0.113.7"] * 100) == 60
    assert accepted(["203.0.113.8"] * 30) == 30


@pytest.mark.parametrize(
    ("one", "other"), [("::ffff:203.0.113.7", "203.0.113.7"), ("2001:db8:1:2::1", "2001:DB8:1:2:ffff::9")]
)
def test_one_visitor_has_one_bucket_however_the_address_is_written(one, other):
    assert networks(one) == networks(other)


def test_each_action_has_its_own_tries():
    assert accepted(["203.0.113.7"] * 61, "sign") == 60
    assert accepted(["203.0.113.7"] * 10, "resend") == 10


@pytest.mark.parametrize(("second", "minutes"), [(0, 1), (1, 1), (59, 1)])
def test_who_must_wait_is_told_how_long(second, minutes):
    with time_machine.travel(f"2026-11-25T12:00:{second:02}+00:00", tick=False):
        accepted(["203.0.113.7"] * 60)
        with pytest.raises(TooMany) as many:
            check(asked_by("203.0.113.7"), "sign")
    assert many.value.minutes == minutes


def test_who_filled_the_longer_window_waits_for_it():
    for minute in range(10):
        with time_machine.travel(f"2026-11-25T12:{minute:02}:00+00:00", tick=False):
            accepted(["203.0.113.7"] * 60)
    with time_machine.travel("2026-11-25T12:03:30+00:00", tick=False), pytest.raises(TooMany) as many:
        check(asked_by("203.0.113.7"), "sign")
    assert many.value.minutes == 7


def test_who_must_wait_keeps_every_entry_and_nothing_is_saved(petition, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    accepted_by_others = [post("/en/petition/", {}, x_forwarded_for="203.0.113.7").status_code for _ in range(60)]
    response = post("/en/petition/", GOOD, x_forwarded_for="203.0.113.7")
    assert (set(accepted_by_others), response.status_code, response["Retry-After"]) == ({422}, 429, "60")
    assert ('value="anna@example.org"' in response.content.decode(), Signature.objects.count()) == (True, 0)


@pytest.mark.parametrize(("is_limited", "tries"), [(True, 60), (False, 100)])
def test_the_demo_does_not_limit_its_own_machine(settings, is_limited, tries):
    settings.LIMIT_LOOPBACK, settings.TRUSTED_PROXIES = is_limited, []
    count = 0
    for _ in range(100):
        with suppress(TooMany):
            check(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"), "sign")
            count += 1
    assert count == tries


# --- nothing is kept ------------------------------------------------------------------------------------------------


def test_the_book_holds_no_address_PV_16():
    accepted(["203.0.113.7", "2001:db8::7"])
    assert [key for key in limits._here if "203.0.113" in key or "2001:db8" in key] == []
    assert {len(key) for key in limits._here} == {len("limit:") + 32}


def test_tomorrow_the_same_visitor_is_another_name_PV_16():
    today = limits._bucket("sign", networks("203.0.113.7")[0][0], 60, 1)
    with time_machine.travel("2026-11-26T12:00:00+00:00", tick=False):
        assert limits._bucket("sign", networks("203.0.113.7")[0][0], 60, 1) != today


def test_the_name_means_nothing_without_the_key_PV_16(settings):
    network = networks("203.0.113.7")[0][0]
    before = limits._bucket("sign", network, 60, 1)
    settings.SECRET_KEY = "another key, which nobody knows"
    assert limits._bucket("sign", network, 60, 1) != before


def test_the_own_book_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(limits, "MOST_HERE", 50)
    accepted(f"10.{n}.0.1" for n in range(1, 100))
    with time_machine.travel("2026-11-25T12:30:00+00:00", tick=False):
        monkeypatch.setattr(limits.time, "monotonic", lambda: time.perf_counter() + 10_000)
        accepted(["203.0.113.7"])
    assert len(limits._here) <= 50


# --- the real counter, and its end ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    valkey = Valkey(tmp_path_factory.mktemp("limits"))
    yield valkey.start()
    valkey.stop()


@pytest.fixture
def valkey(server, settings):
    """A counter of our own, running when the test starts and afterwards."""
    settings.REDIS_URL = server.url(0)
    limits._counter.cache_clear()
    redis.Redis.from_url(server.url(0)).flushdb()
    yield server
    server.thaw()
    limits._counter.cache_clear()


def test_all_processes_count_in_one_book(valkey):
    assert accepted(["203.0.113.7"] * 61) == 60
    assert limits._here == {}
    limits._counter.cache_clear()  # another process
    assert accepted(["203.0.113.7"]) == 0


def test_a_counter_that_was_restarted_counts_on(valkey):
    accepted(["203.0.113.7"])
    redis.Redis.from_url(valkey.url(0)).script_flush()  # what a restart does, but for the counts
    assert (accepted(["203.0.113.7"] * 60), limits._here) == (59, {})


def test_the_shared_book_forgets_by_itself_PV_16(valkey):
    accepted(["203.0.113.7", "2001:db8::7"])
    client = redis.Redis.from_url(valkey.url(0))
    lives = [client.ttl(key) for key in client.scan_iter("*")]
    assert (len(lives), min(lives) > 0, max(lives) <= 600) == (8, True, True)
    assert [word for word in (b"203.0.113", b"2001:db8") if word in valkey.dump()] == []


def seconds(action) -> float:
    before = time.perf_counter()
    action()
    return time.perf_counter() - before


def test_a_frozen_counter_costs_one_visitor_a_moment_and_the_next_nothing_AB_10(valkey):
    accepted(["203.0.113.7"])
    valkey.freeze()
    first = seconds(lambda: accepted(["203.0.113.7"]))
    others = seconds(lambda: accepted(f"198.51.{n}.1" for n in range(20)))
    assert first <= 0.5
    assert others <= 0.1


def test_a_frozen_counter_does_not_open_the_door_AB_10(valkey):
    valkey.freeze()
    assert accepted(["203.0.113.7"] * 100) == 60


def test_a_counter_that_comes_back_is_used_again(valkey, monkeypatch):
    valkey.freeze()
    accepted(["203.0.113.7"])
    valkey.thaw()
    monkeypatch.setattr(limits, "_closed_until", 0.0)
    limits._here.clear()
    assert (accepted(["203.0.113.7"]), limits._here) == (1, {})


def test_a_counter_that_was_never_there_stops_nobody(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._counter.cache_clear()
    assert accepted(["203.0.113.7"] * 61) == 60
    limits._counter.cache_clear()


def test_the_log_names_the_failure_and_not_the_visitor(settings, caplog):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._counter.cache_clear()
    accepted(["203.0.113.7"])
    limits._counter.cache_clear()
    assert [record.getMessage() for record in caplog.records] == [
        "limits: Redis unusable (ConnectionError), counting in this process"
    ]


def test_the_tests_know_whose_machine_they_run_on():
    assert site.TRUSTED_PROXIES == [PROXY]
