"""Anything at all in any field: accepted or refused with words we have, never an error of ours, nothing typed lost.

A few examples each time; HYPOTHESIS_PROFILE=nightly makes it 10,000 for each field and each way.
"""

import re
from html import unescape
from urllib.parse import quote, urlencode
from zlib import crc32

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions import countries, judge, tokens
from petitions.judge import MESSAGES, Clean, Refused
from petitions.models import Letter, Signature
from tests.crawl import FORM, GOOD, browser, post

FIELDS = ("name", "email", "country", "consent", "news", "shown", "contact_time")
PETITION, CHECK = "/en/petition/", "/en/petition/check-your-email/"
PAGES = ("confirm", "withdraw", "not-me", "yours")
ODD = "a@.+- %!\"'<>()[]{}&;=#/\\ßİıäаöñ①ſK０。＠한" + (
    "\r\n\t\x00\x1b\u0085\u00a0\u200b\u200d\u202e\u2028\ufeff\ufffd\u0336\U000e0041"
)
LIKELY = {
    "name": st.sampled_from(["Anna", "O’Brien", "Dr.Müller", "www.x", "a" * 100, "=1+1", "<b>", "1"]),
    "email": st.emails()
    | st.builds("{}@{}".format, st.text(ODD, max_size=70), st.sampled_from(["x.org", "ß.de", "b"])),
    "country": st.sampled_from([*sorted(countries.ALL), "XX", "EL", "UK", "de"]),
    "consent": st.sampled_from(["on", "off", "ON", "1", "true"]),
    "news": st.sampled_from(["on", "off", "ON", "1", "true"]),
    "shown": st.from_regex(r"[0-9]{0,10}(-[0-9]{0,10}){0,3}", fullmatch=True) | st.sampled_from(["1-2-3", "0-0-0"]),
    "contact_time": st.sampled_from(["", " ", "12:00"]),
}
VALUE = {field: re.compile(rf'<input[^>]*\bname="{field}"[^>]*>') for field in ("name", "email", "contact_time")}
# what is posted has no lone surrogate: the wire carries UTF-8 alone, and Django reads anything else as U+FFFD
ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=300) | st.text(ODD, max_size=80)
EVEN_SURROGATES = st.text(st.characters(), max_size=300) | st.text(ODD + "\ud800\udfff", max_size=80)
often = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def typed_in(page: str, field: str) -> str:
    """The value of the one input of this name, as a browser reads it."""
    (control,) = VALUE[field].findall(page)
    value = re.search(r'\bvalue="([^"]*)"', control)
    return unescape(value.group(1)) if value else ""


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
@often
def test_the_judge_finds_words_for_anything(field, data):
    form = QueryDict(mutable=True)
    form.update(GOOD | {field: data.draw(EVEN_SURROGATES | LIKELY[field])})
    found = _judged(form)
    if isinstance(found, Clean):
        assert (bool(found.name.encode()), found.email.isascii(), found.country in countries.ALL) == (True, True, True)
    else:
        assert [(name, key in MESSAGES) for name, key in found.items()] == [(field, True)]


def _judged(form: QueryDict) -> Clean | dict[str, str]:
    try:
        return judge.judge(form)
    except Refused as refused:
        return refused.errors


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
@often
def test_the_petition_takes_anything_in_a_field_and_loses_nothing(petition, field, data):
    drawn = data.draw(ANY_TEXT | LIKELY[field])
    somebody = f"fuzz{crc32(drawn.encode())}@example.org"  # ten thousand times the same row would only get slow
    typed = GOOD | {"email": somebody, field: drawn}
    before = Signature.objects.count(), Letter.objects.count()
    answer = post(PETITION, urlencode(typed).encode())
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert Letter.objects.count() == before[1] + 1
    else:
        assert (Signature.objects.count(), Letter.objects.count()) == before
        page = answer.content.decode()
        kept = {name: typed.get(name, "") for name in VALUE} | {"contact_time": ""}  # the trap is empty again
        assert {name: typed_in(page, name) for name in VALUE} == kept
        assert ("error-summary-title" in page, "Traceback" in page) == (True, False)


@given(typed=ANY_TEXT | LIKELY["email"])
@often
def test_the_form_that_asks_again_takes_anything(petition, typed):
    before = Letter.objects.count()
    answer = post(CHECK, urlencode({"email": typed}).encode())
    assert (answer.status_code, Letter.objects.count() - before) in ((303, 1), (422, 0))
    assert answer.status_code == 303 or typed_in(answer.content.decode(), "email") == typed


@pytest.mark.parametrize("page", PAGES)
@given(data=st.data())
@often
def test_a_link_that_is_not_ours_opens_nothing(sign, page, data):
    token = data.draw(_tokens(_right_one(sign, page)))
    path = f"/en/petition/{page}/{quote(token, safe='')}/"
    look, press = browser().get, post
    act = data.draw(st.sampled_from([look] if page == "yours" else [look, press]))
    assert (act(path).status_code, Signature.objects.count()) == (404, 1)


def _right_one(sign, page: str) -> str:
    row = Signature.objects.first() or sign()
    return tokens.make({"not-me": tokens.NOT_ME}.get(page, page), row.pk, row.asked_at)


@st.composite
def _tokens(draw, right: str) -> str:
    """Any text, or the right token with one sign changed, put in, left out, or in another case."""
    if draw(st.booleans()):
        return draw(st.text(st.characters(codec="utf-8"), max_size=100).filter(lambda text: text != right))
    place, sign = draw(st.integers(0, len(right) - 1)), draw(st.sampled_from("Aa0-_=./+ \x00é" + right))
    cut = draw(st.integers(0, 1))
    near = [right[:place] + sign + right[place + cut :], right[:place], right[place:], right.swapcase()]
    token = draw(st.sampled_from(near))
    return token if token != right else right + sign


PIECES = [*FIELDS, "=", "&", ";", "%", "%00", "%ff", "on", "DE", "a@x.org", "[]", "+"]
PIECEWISE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(body=st.binary(max_size=400) | (ANY_TEXT | PIECEWISE).map(str.encode))
@often
def test_any_body_at_all_is_answered(petition, body):
    assert post(PETITION, body, kind=FORM).status_code in (303, 400, 422)
