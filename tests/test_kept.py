"""Who presses a button while nothing can be taken in keeps what was typed: one more press, later, sends the same."""

import html
import re

import pytest
from django.db import OperationalError
from django.urls import reverse

from petitions import signing, tokens
from petitions.answers import Unavailable
from petitions.models import Signature
from tests.crawl import GOOD, browser, post

PETITION = "/en/petition/"
KEPT = "What you typed is still here, in your browser alone."
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def away(monkeypatch):
    """Signing and confirming fail, until the test calls `away.undo()`."""
    with monkeypatch.context() as patch:
        yield patch


def fail(*_: object, **__: object) -> None:
    raise Unavailable from OperationalError("away")


def break_down(away) -> None:
    for verb in ("sign", "confirm"):
        away.setattr(signing, verb, fail)


def held(page: str) -> dict[str, str]:
    return {html.unescape(name): html.unescape(value) for name, value in FIELD.findall(page)}


def test_who_signed_in_vain_signs_with_one_more_press_and_types_nothing_again(petition, away):
    break_down(away)
    typed = GOOD | {"name": 'Zoë "Zo" O’Neil', "news": "on"}
    answer = post(PETITION, typed)
    page = answer.content.decode()
    assert (answer.status_code, held(page), KEPT in page) == (503, typed, True)
    assert f'<form method="post" action="{PETITION}">' in page
    away.undo()
    assert (post(PETITION, held(page)).status_code, Signature.objects.count()) == (303, 1)


def test_what_was_typed_stands_there_as_text_and_never_as_markup(petition, away):
    break_down(away)
    typed = GOOD | {"name": '"><script>alert(1)</script>', "'><i>": "x"}
    page = post(PETITION, typed).content.decode()
    assert ("<script" in page, "<i>" in page, held(page)) == (False, False, typed)


def test_the_button_of_a_link_is_there_once_more_and_nothing_else(petition, sign, away):
    row = sign("anna@example.org")
    break_down(away)
    link = reverse("confirm", args=[tokens.make(tokens.CONFIRM, row.pk, row.asked_at)])
    page = browser().post(link).content.decode()
    assert (f'action="{link}"' in page, "Try again" in page, held(page), KEPT in page) == (True, True, {}, False)


def test_what_a_foreign_page_sends_is_never_offered_by_ours(petition, away):
    break_down(away)
    answer = browser().post(PETITION, GOOD, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, held(answer.content.decode()), b"<form" in answer.content) == (403, {}, False)


def test_who_only_looked_has_nothing_to_send(petition, monkeypatch):
    monkeypatch.setattr("petitions.card.context", fail)
    answer = browser().get(PETITION)
    assert (answer.status_code, b"<form" in answer.content) == (503, False)


def test_a_password_of_the_staff_area_is_held_by_no_page(db, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.authenticate", fail)
    monkeypatch.setattr("django.contrib.auth.forms.authenticate", fail)
    client = browser()
    client.get("/staff/login/")
    token = next(cookie.value for name, cookie in client.cookies.items() if name.endswith("staff-form"))
    given = {"username": "gina", "password": "a-secret-of-gina", "csrfmiddlewaretoken": token}
    answer = client.post("/staff/login/", given, headers={"Origin": "http://testserver"})
    assert (answer.status_code, b"a-secret-of-gina" in answer.content, b"<form" in answer.content) == (
        503,
        False,
        False,
    )
