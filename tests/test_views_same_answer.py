"""No visitor learns from our pages whether an address is known: byte for byte the same answer."""

import pytest

from tests import states
from tests.answers import whole

ANNA = "anna@example.org"
FORM = {"name": "Anna", "email": ANNA, "country": "DE", "consent": "on"}
EVERY_STATE = pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
CHECK = "/en/petition/check-your-email/"


@EVERY_STATE
def test_signing_answers_the_same_whatever_the_address_is_to_us(client, sign, same_origin, state):
    state(sign, ANNA)
    known = client.post("/en/petition/", FORM, headers=same_origin)
    unknown = client.post("/en/petition/", FORM | {"email": "nobody@example.org"}, headers=same_origin)
    assert whole(known) == whole(unknown)


@EVERY_STATE
def test_asking_again_answers_the_same_whatever_the_address_is_to_us(client, sign, same_origin, state):
    state(sign, ANNA)
    known = client.post(CHECK, {"email": ANNA}, headers=same_origin)
    unknown = client.post(CHECK, {"email": "nobody@example.org"}, headers=same_origin)
    assert (whole(known), known.status_code, known["Location"]) == (whole(unknown), 303, f"{CHECK}#resent")


def test_signing_answers_the_same_when_the_mailbox_has_had_its_letters(client, sign, same_origin, petition):
    answers = {str(whole(client.post("/en/petition/", FORM, headers=same_origin))) for _ in range(12)}
    assert len(answers) == 1


def test_the_next_step_is_one_constant_page(client, sign):
    before = whole(client.get(CHECK))
    states.confirmed(sign, ANNA)
    assert (whole(client.get(CHECK)), whole(client.get(CHECK, {"email": ANNA}))) == (before, before)


@pytest.mark.parametrize("typed", ["", "anna@", '"><b>anna</b>@x', "anna@example.org,bela@example.org"])
def test_an_address_that_is_none_is_kept_for_mending_and_harmless(client, petition, same_origin, typed):
    answer = client.post(CHECK, {"email": typed}, headers=same_origin)
    assert (answer.status_code, b"<b>anna" in answer.content, answer.get("Location", "")) == (
        422, False, "",
    )  # fmt: skip


def test_two_addresses_at_once_are_a_bad_request(client, petition, same_origin):
    answer = client.post(CHECK, {"email": [ANNA, "bela@example.org"]}, headers=same_origin)
    assert answer.status_code == 400


def test_asking_again_from_a_foreign_page_is_refused(client, petition):
    assert client.post(CHECK, {"email": ANNA}, headers={"origin": "https://evil.example"}).status_code == 403


def test_asking_too_often_is_answered_with_a_pause(client, petition, same_origin, monkeypatch):
    monkeypatch.setattr("petitions.limits.WINDOWS", ((600, 1),))
    ask = {"headers": same_origin, "REMOTE_ADDR": "192.0.2.9"}
    answers = [client.post(CHECK, {"email": ANNA}, **ask) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert (int(answers[1]["Retry-After"]) % 60, ANNA.encode() in answers[1].content) == (0, True)
