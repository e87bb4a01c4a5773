"""Logging in to the staff area: slow for whoever guesses, never locked for its owner, and over after a while."""

import time

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from campaign import staff_delay, staff_sessions
from campaign.models import StaffAct
from campaign.second_factor import device_of
from campaign.staff_settings import of_staff
from tests.factor import code_of, with_factor

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)


COOKIES = ["__Host-staff", "__Host-staff-form"]
# A network of its own for each test: Redis remembers, as it should.
NETWORKS = (f"10.77.{number}.9" for number in range(256))


def log_in(client, name="ana", password="a long password", *, network):
    return client.post("/staff/login/", {"username": name, "password": password}, REMOTE_ADDR=network)


def give_code(client, account):
    return client.post("/staff/code/", {"code": code_of(device_of(account))})


@pytest.fixture
def ana(db):
    account = User.objects.create_user("ana", "ana@example.org", password="a long password", is_staff=True)
    with_factor(account)
    return account


@pytest.fixture
def network():
    return next(NETWORKS)


@pytest.fixture
def stranger(ana, same_origin):
    return Client(headers=same_origin)


def test_fifty_wrong_passwords_from_one_network_do_not_stop_the_owner_at_another_WB_14(stranger, network):
    guesses = (log_in(stranger, password=f"guess {number}", network=network) for number in range(50))
    said = ["Please wait" in answer.content.decode() for answer in guesses]
    assert said[:6] == [False] * 6
    assert said[-1] is True
    assert log_in(stranger, network=next(NETWORKS)).status_code == 302


@pytest.fixture
def patient(monkeypatch):
    """Ten minutes at once, so that a slow machine doesn't outwait the delay."""
    monkeypatch.setattr(staff_delay, "delay", lambda tries: 600 if tries > staff_delay.FREE else 0)


def test_while_one_has_to_wait_not_even_the_right_password_enters_and_then_it_does(stranger, network, patient):
    for number in range(6):
        log_in(stranger, password=f"guess {number}", network=network)
    assert log_in(stranger, network=network).status_code == 200
    staff_delay.forget(staff_delay.key_of("ana", network))
    assert log_in(stranger, network=network).status_code == 302


def test_knocking_on_while_one_has_to_wait_makes_it_no_longer(monkeypatch, settings):
    settings.REDIS_URL = ""
    for _ in range(staff_delay.FREE + 1):
        staff_delay.take_a_try("knocking")
    for _ in range(100):
        with pytest.raises(staff_delay.Wait) as wait:
            staff_delay.take_a_try("knocking")
    assert wait.value.seconds <= 2
    later = time.monotonic() + 3
    monkeypatch.setattr(staff_delay.time, "monotonic", lambda: later)
    staff_delay.take_a_try("knocking")


def test_without_redis_a_process_counts_by_itself(stranger, network, patient, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0" if settings.REDIS_URL else ""
    answers = [log_in(stranger, password=f"guess {number}", network=network) for number in range(8)]
    assert ["Please wait" in answer.content.decode() for answer in answers] == [False] * 6 + [True] * 2


def test_the_wait_doubles_and_ends_at_fifteen_minutes():
    assert [staff_delay.delay(tries) for tries in (1, 5, 6, 7, 8, 14, 15, 1000)] == [0, 0, 2, 4, 8, 512, 900, 900]


def test_a_name_that_nobody_has_is_slowed_down_in_the_same_words(stranger, network, patient):
    for name in ("ana", "ghost"):
        said = [log_in(stranger, name, f"guess {number}", network=network).content.decode() for number in range(8)]
        assert ["Please wait" in words for words in said] == [False] * 6 + [True] * 2
    assert list(StaffAct.objects.values_list("by_name", "act").order_by().distinct()) == [("ana", "login-failed")]


def test_the_key_of_a_try_holds_neither_name_nor_address():
    key = staff_delay.key_of("Ana ", "192.0.2.1")
    assert key == staff_delay.key_of("ana", "192.0.2.1")
    assert key != staff_delay.key_of("ana", "192.0.2.2")
    assert [word for word in ("ana", "192.0") if word in key] == []  # "192" alone can stand in any hash


def test_logging_in_gives_a_new_session_key_WB_15(stranger, network, settings):
    stranger.get("/staff/login/")
    session = stranger.session
    session["before"] = True
    session.save()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    log_in(stranger, network=network)
    assert stranger.session.session_key != session.session_key


def test_a_login_ends_after_thirty_quiet_minutes_WB_15(stranger, ana, network, clock):
    log_in(stranger, network=network)
    give_code(stranger, ana)
    clock(minutes=29)
    assert stranger.get("/staff/").status_code == 200
    clock(minutes=29)
    assert stranger.get("/staff/").status_code == 200
    clock(minutes=30)
    answer = stranger.get("/staff/export/")
    assert answer["Location"] == "/staff/login/?next=%2Fstaff%2Fexport%2F&over=quiet"
    assert "after 30 quiet minutes" in stranger.get(answer["Location"]).content.decode()
    assert stranger.get("/staff/").status_code == 302


def test_a_login_ends_after_eight_hours_however_busy_WB_15(stranger, ana, network, clock):
    log_in(stranger, network=network)
    give_code(stranger, ana)
    for _ in range(23):
        clock(minutes=20)
        assert stranger.get("/staff/").status_code == 200
    clock(minutes=20)
    assert stranger.get("/staff/").status_code == 302


def test_over_https_both_cookies_belong_to_this_host_and_to_no_script_WB_15(stranger, ana, network):
    assert [of_staff(secure=True)[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF")] == COOKIES
    with override_settings(**of_staff(secure=True)):
        stranger.get("/staff/login/")
        log_in(stranger, network=network)
        give_code(stranger, ana)
    sent = {name: cookie for name, cookie in stranger.cookies.items() if cookie.value}
    assert sorted(sent) == COOKIES
    rules = ("path", "domain", "secure", "httponly", "samesite")
    assert [[cookie[rule] for rule in rules] for cookie in sent.values()] == [["/", "", True, True, "Strict"]] * 2


def test_without_https_browsers_would_refuse_such_names(ana):
    plain = of_staff(secure=False)
    assert [plain[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF")] == ["staff", "staff-form"]
    assert (plain["SESSION_COOKIE_SECURE"], plain["SESSION_COOKIE_HTTPONLY"]) == (False, True)


def test_an_idle_login_that_was_stolen_is_worth_nothing_after_its_time_WB_15(stranger, ana, network, clock, settings):
    log_in(stranger, network=network)
    give_code(stranger, ana)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stranger.session.session_key
    assert thief.get("/staff/").status_code == 200
    clock(hours=8)
    assert thief.get("/staff/").status_code == 302
    assert stranger.get("/staff/").status_code == 302


def test_the_row_of_a_login_is_gone_within_the_hour_after_its_eight_hours(stranger, ana, network, clock):
    log_in(stranger, network=network)
    key = stranger.session.session_key
    clock(hours=7, minutes=59)
    staff_sessions.forget_old()
    assert Session.objects.filter(session_key=key).exists()
    clock(minutes=2)
    staff_sessions.forget_old()
    assert not Session.objects.filter(session_key=key).exists()
