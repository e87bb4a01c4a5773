"""Read-only mode: nobody is taken in and everybody is told how long to wait; reading and leaving go on as always."""

from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import OperationalError
from django.urls import get_resolver
from django.utils import timezone

from campaign import taken_in
from campaign.address_map import routes
from petitions import briefly, flagship, read_only, signing, tokens
from petitions.models import Letter, Petition, Signature
from tests.crawl import GOOD, browser, post, public_pages, token_presses
from tests.test_petition_time import WITH_CARD

ADDRESS = {"email": "anna@example.org"}
PRESSES = {
    "petition/": GOOD,
    "petition/check-your-email/": ADDRESS,
    "petition/yours/": ADDRESS,
    "stay-informed/": ADDRESS | {"consent": "on"},
}


def pause(petition, **length) -> None:
    read_only.start(petition, until=timezone.now() + timedelta(**length))
    briefly.forget_everything()


@pytest.fixture
def paused(petition):
    """For twenty minutes from now."""
    pause(petition, minutes=20)


def link(purpose: str, row: Signature, address: str) -> str:
    return f"/en/petition/{address}/{tokens.make(purpose, row.pk, row.confirmed_at or row.asked_at)}/"


@pytest.mark.parametrize("page", PRESSES)
def test_who_presses_a_form_hears_how_long_to_wait_and_keeps_what_was_typed(paused, page):
    answer = post(f"/en/{page}", PRESSES[page])
    words = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "1200", "no-store")
    assert ("Minutes to wait: 20" in words, 'value="anna@example.org"' in words) == (True, True)
    assert (Signature.objects.count(), Letter.objects.count()) == (0, 0)


def test_it_is_said_in_the_language_of_the_page(paused):
    assert "Das Unterschreiben ist kurz unterbrochen" in post("/de/petition/", GOOD).content.decode()


def test_every_public_page_is_there_to_be_read(paused):
    assert {browser().get(page).status_code for page in public_pages()} == {200}


@pytest.mark.parametrize("page", WITH_CARD)
def test_nobody_is_shown_a_form_that_would_take_nothing_in(client, paused, page):
    words = unescape(client.get(f"/en/{page}").content.decode())
    assert ('action="/en/petition/"' in words, words.count(">Signing pauses for a moment</h2>")) == (False, 1)


def test_a_link_is_not_confirmed_now_and_is_confirmed_afterwards(petition, sign):
    row = sign("anna@example.org")
    pause(petition, minutes=20)
    address = link(tokens.CONFIRM, row, "confirm")
    assert (browser().post(address).status_code, browser().get(address).status_code) == (503, 200)
    read_only.stop(petition)
    briefly.forget_everything()
    assert browser().post(address).status_code == 303


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_who_wants_to_leave_leaves_at_once(petition, sign, is_confirmed):
    row = sign("anna@example.org")
    row = signing.confirm(row.pk) if is_confirmed else row
    pause(petition, minutes=20)
    address = link(tokens.WITHDRAW, row, "withdraw") if is_confirmed else link(tokens.NOT_ME, row, "not-me")
    assert browser().post(address).status_code == (303 if is_confirmed else 200)
    assert Signature.objects.count() == 0


def test_every_press_of_the_site_is_either_taking_in_or_leaving():
    found = [pattern for address, pattern in routes(get_resolver().url_patterns, "/") if address.startswith("/en/")]
    pressed = {pattern.name for pattern in found if getattr(pattern.callback, "csrf_exempt", False)}
    assert sorted([*taken_in.TAKEN_IN, *taken_in.LEAVING]) == sorted(pressed)


def test_what_can_be_pressed_on_the_own_page_follows_the_same_rule(petition, sign):
    row = signing.confirm(sign("anna@example.org").pk)
    presses = token_presses(row)
    pause(petition, minutes=20)
    refused = {one.split("/")[-2] for one in presses if browser().post(one).status_code == 503}
    assert refused == {"change", "start-news", "copy"}


def test_it_ends_by_itself_and_copies_of_pages_end_with_it(petition, time_machine):
    pause(petition, minutes=20)
    row = Petition.objects.get()
    assert flagship.next_change(row) == row.paused_until
    time_machine.move_to(row.paused_until)
    briefly.forget_everything()
    assert (flagship.state(row), post("/en/petition/", GOOD).status_code) == (flagship.OPEN, 303)


@pytest.mark.parametrize(("setting", "status", "wait"), [("on", 503, "900"), ("off", 303, None), ("auto", 503, "1200")])
def test_the_environment_stands_above_staff(paused, settings, setting, status, wait):
    settings.READ_ONLY = setting
    answer = post("/en/petition/", GOOD)
    assert (answer.status_code, answer.get("Retry-After")) == (status, wait)


def test_a_foreign_page_is_refused_as_always_and_gets_nothing_back(paused):
    answer = post("/en/petition/", GOOD, origin="https://evil.example", sec_fetch_site="cross-site")
    assert (answer.status_code, b"anna@example.org" in answer.content) == (403, False)


@pytest.mark.parametrize("length", [timedelta(0), timedelta(hours=24, seconds=1), -timedelta(hours=1)])
def test_no_pause_is_longer_than_a_day(petition, length):
    with pytest.raises(read_only.TooLong):
        read_only.start(petition, until=timezone.now() + length)


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (59, 1), (60.5, 2), (1200, 20), (-1, 0)])
def test_people_are_never_told_to_come_back_too_early(petition, seconds, minutes):
    now = timezone.now()
    petition.paused_until = now + timedelta(seconds=seconds)
    assert (read_only.minutes_left(petition, now), settings.READ_ONLY) == (minutes, "auto")


def test_without_a_database_a_press_waits_for_it_once(petition, monkeypatch):
    asked = []

    def away(**_: object) -> None:
        asked.append(1)
        raise OperationalError("away")

    briefly.forget_everything()
    monkeypatch.setattr(Petition.objects, "get", away)
    assert (post("/en/petition/", GOOD).status_code, len(asked)) == (503, 1)
