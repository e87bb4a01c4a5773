"""An error is told by its type, its code and its place; whatever it says stays where it happened."""

import smtplib
from dataclasses import asdict
from types import SimpleNamespace

import pytest

from campaign.traces import chain, failures, name
from petitions import addresses

CANARY = "Žofie Canary"


def caught(act) -> BaseException:
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("nothing went wrong")


def fail_with(error: BaseException) -> BaseException:
    def act():
        raise error

    return caught(act)


def a_cause_and_an_effect():
    try:
        int(CANARY)
    except ValueError as cause:
        raise KeyError(CANARY) from cause


def a_second_error():
    try:
        int(CANARY)
    except ValueError:
        raise KeyError(CANARY)  # noqa: B904 (that is what is under test)


def a_hidden_first_error():
    try:
        int(CANARY)
    except ValueError:
        raise KeyError(CANARY) from None


@pytest.mark.parametrize(
    ("act", "types"),
    [
        (a_cause_and_an_effect, ["KeyError", "ValueError"]),
        (a_second_error, ["KeyError", "ValueError"]),
        (a_hidden_first_error, ["KeyError"]),
    ],
)
def test_an_error_is_told_with_what_it_came_from_and_without_its_words(act, types):
    told = failures(caught(act))
    assert ([failure.type for failure in told], CANARY in str(told)) == (types, False)


def test_a_place_is_a_line_of_our_own_code_and_the_innermost_may_be_anybodys():
    (told,) = failures(caught(lambda: addresses.email_digest(None)))
    assert {place.file for place in told.places} == {"petitions/addresses.py"}
    assert set(asdict(told.innermost)) == {"file", "line", "function"}


def test_no_folder_of_a_machine_stands_in_a_place():
    told = failures(caught(lambda: __import__("idna").encode("a" * 100)))
    assert told[0].innermost.file == "site-packages/idna/core.py"


@pytest.mark.parametrize(
    ("error", "whole"),
    [
        (smtplib.SMTPDataError(451, b"mailbox of Anna"), "smtplib.SMTPDataError 451"),
        (ConnectionRefusedError(111, "Anna"), "ConnectionRefusedError 111"),
        (OSError("Anna"), "OSError"),
        (ValueError("Anna"), "ValueError"),
        (UnicodeEncodeError("utf-8", "Anna", 0, 1, "x"), "UnicodeEncodeError"),
    ],
)
def test_a_code_of_a_server_tells_more_and_is_kept(error, whole):
    assert name(error) == whole


@pytest.mark.parametrize("code", ["Anna Example", "anna@example.org", "40P01x", "", None])
def test_a_code_that_is_none_is_left_out(code):
    error = ValueError()
    error.pgcode = code
    assert name(error) == "ValueError"


def test_a_code_of_the_database_is_kept():
    error = ValueError()
    error.pgcode = "40P01"
    assert name(error) == "ValueError 40P01"


def test_errors_in_a_circle_come_to_an_end():
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert [type(error) for error in chain(one)] == [ValueError, KeyError, ValueError, KeyError, ValueError]


def test_an_error_that_never_was_raised_has_no_place():
    (told,) = failures(ValueError(CANARY))
    assert SimpleNamespace(**asdict(told)) == SimpleNamespace(type="ValueError", code="", places=(), innermost=None)
