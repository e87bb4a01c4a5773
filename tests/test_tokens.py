"""A personal link opens one thing for one person, and a link that anybody has changed opens nothing."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from petitions import tokens
from petitions.tokens import ExpiredToken, UnknownToken

PURPOSES = (tokens.CONFIRM, tokens.WITHDRAW, tokens.NOT_ME, tokens.YOURS)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def token():
    """A link to confirm row 7, asked for at noon."""
    return tokens.make(tokens.CONFIRM, 7, NOON)


def is_unknown(token: str, purpose: str = tokens.CONFIRM) -> bool:
    try:
        tokens.read(purpose, token, days=None)
    except UnknownToken:
        return True
    return False


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_names_its_row(purpose):
    assert tokens.read(purpose, tokens.make(purpose, 7, NOON), days=None) == 7


def test_the_same_letter_sent_twice_carries_the_same_link(token):
    assert token == tokens.make(tokens.CONFIRM, 7, NOON)


def test_a_link_is_short_and_needs_no_escape_in_an_address(token):
    assert (len(token), set(token) <= set(ALPHABET)) == (38, True)


@pytest.mark.parametrize("made_for", PURPOSES)
@pytest.mark.parametrize("used_for", PURPOSES)
def test_a_link_of_one_purpose_serves_no_other_EM_07(made_for, used_for):
    assert is_unknown(tokens.make(made_for, 7, NOON), used_for) == (made_for != used_for)


def test_every_changed_sign_makes_the_link_unknown_EM_08(token):
    changed = {token[:place] + sign + token[place + 1 :] for place in range(38) for sign in ALPHABET} - {token}
    assert [one for one in changed if not is_unknown(one)] == []
    assert len(changed) == 38 * 63


def test_every_cut_makes_the_link_unknown_EM_08(token):
    assert [length for length in range(38) if not is_unknown(token[:length])] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t + "A", lambda t: t + "=", lambda t: t + "==", lambda t: t + ".", lambda t: t + "/",
        lambda t: t + "%2F",
        lambda t: "A" + t, lambda t: " " + t, lambda t: t + "\n", lambda t: t + "\x00", lambda t: t.lower(),
        lambda t: t.upper(), lambda t: t.swapcase(), lambda t: t[::-1], lambda t: t + t, lambda t: t + "ä",
        lambda t: t.replace("-", "+").replace("_", "/") + "=", lambda t: t[:19] + "\u200b" + t[19:],
        lambda t: "", lambda t: "A", lambda t: "..", lambda t: "A" * 10_000, lambda t: "ä" * 38, lambda t: "A" * 38,
        lambda t: "\ud800" * 38, lambda t: "*" * 38,
    ],
)  # fmt: skip
def test_a_mangled_link_is_unknown_BI_43(token, change):
    assert is_unknown(change(token)) is True


@given(st.text(max_size=60) | st.text(ALPHABET, min_size=36, max_size=40))
def test_a_guessed_link_is_unknown(guess):
    assert is_unknown(guess) is True


def test_a_link_of_one_row_never_opens_the_next():
    seventh, eighth = (tokens.make(tokens.CONFIRM, row, NOON) for row in (7, 8))
    assert is_unknown(eighth[:16] + seventh[16:]) is True


@pytest.mark.parametrize(
    ("age", "is_alive"),
    [(0, True), (14, True), (14.0001, False), (400, False)],
)
def test_a_link_lives_for_14_days_EM_06(token, age, is_alive):
    outcome = nullcontext() if is_alive else pytest.raises(ExpiredToken)
    with time_machine.travel(NOON + timedelta(days=age), tick=False), outcome:
        assert tokens.read(tokens.CONFIRM, token, days=14) == 7


def test_the_way_out_never_expires():
    with time_machine.travel(NOON + timedelta(days=4000)):
        assert tokens.read(tokens.WITHDRAW, tokens.make(tokens.WITHDRAW, 7, NOON), days=None) == 7


def test_an_altered_link_is_unknown_and_not_expired(token):
    with time_machine.travel(NOON + timedelta(days=400)), pytest.raises(UnknownToken):
        tokens.read(tokens.CONFIRM, token[:-1] + ("A" if token[-1] != "A" else "Q"), days=14)


def test_links_of_yesterdays_key_work_while_it_is_a_fallback(token, settings):
    yesterdays, settings.SECRET_KEY = settings.SECRET_KEY, "a new key of today, long enough to be one, and random"
    assert is_unknown(token) is True
    settings.SECRET_KEY_FALLBACKS = ["an older one", yesterdays]
    assert tokens.read(tokens.CONFIRM, token, days=None) == 7


def test_new_links_are_made_with_todays_key_alone(settings):
    settings.SECRET_KEY_FALLBACKS = ["yesterday's"]
    made = tokens.make(tokens.CONFIRM, 7, NOON)
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.read(tokens.CONFIRM, made, days=None) == 7


def test_a_row_number_of_the_largest_kind_fits():
    assert tokens.read(tokens.YOURS, tokens.make(tokens.YOURS, 2**63 - 1, NOON), days=None) == 2**63 - 1


def test_a_link_is_compared_in_constant_time_alone_WB_22(token, monkeypatch):
    compared = []
    monkeypatch.setattr(tokens, "constant_time_compare", lambda one, other: compared.append(one == other))
    assert (is_unknown(token), compared) == (True, [True])  # only this comparison decides: it said no
