"""Whatever an address is to us, the web process does the same for it: the same statements, in the same number."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petitions import signing
from petitions.models import Letter
from tests import states

ANNA = "anna@example.org"
# a value: a quoted text, sealed bytes, a number of its own, a savepoint's name; the statement's own words stay
VALUE = re.compile(r"x?'(?:[^']|'')*'(?:::\w+)?|\bNULL\b|\b\d+\b|\"s\d+_x\d+\"", re.IGNORECASE)


def statements_of(act) -> list[str]:
    """The SQL that an act runs, without the values in it."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [VALUE.sub("?", query["sql"]) for query in captured]


@pytest.fixture
def usual(petition, clean):
    """What signing runs for an address that nobody knows."""
    signing.sign(petition, clean("warm@example.org"), language="en")  # the words are known to the process now
    return statements_of(lambda: signing.sign(petition, clean("nobody@example.org"), language="en"))


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_signing_runs_the_same_statements_for_every_state_of_the_address(petition, sign, clean, usual, state):
    state(sign, ANNA)
    assert statements_of(lambda: signing.sign(petition, clean(ANNA), language="en")) == usual


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_signing_always_owes_exactly_one_letter_more(petition, sign, clean, state):
    state(sign, ANNA)
    before = Letter.objects.count()
    signing.sign(petition, clean(ANNA), language="en")
    assert Letter.objects.count() == before + 1


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_asking_again_runs_one_and_the_same_statement_for_every_state(petition, sign, state):
    state(sign, ANNA)
    usual = statements_of(lambda: signing.ask_again(petition, "nobody@example.org", language="en"))
    ours = statements_of(lambda: signing.ask_again(petition, ANNA, language="en"))
    assert (len(ours), ours) == (1, usual)


@pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
def test_no_verb_of_the_web_says_anything_about_the_address(petition, sign, clean, state):
    state(sign, ANNA)
    assert signing.sign(petition, clean(ANNA), language="en") is None
    assert signing.ask_again(petition, ANNA, language="en") is None


def test_signing_never_asks_first_whether_the_address_is_known(usual):
    assert [statement for statement in usual if statement.lstrip().upper().startswith("SELECT")] == []
