"""No log line ever holds an address, a personal link or a network address, whoever wrote it and however it broke."""

import io
import logging
import time

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from campaign.log_filters import MaskingFormatter, mask
from campaign.log_lines import JsonFormatter
from tests.crawl import GOOD, browser, post, routes, token_pages

TOKEN = "AAAAAAAAAAFrB2ntVQ1gfCrOGgSAM9Ya59ecVA"


@pytest.fixture
def log():
    """log("campaign") writes as the site does and returns what stands in the file so far."""
    file = io.StringIO()
    handler = logging.StreamHandler(file)
    handler.setFormatter(MaskingFormatter())
    logger = logging.getLogger("canary")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, file
    logger.removeHandler(handler)


@pytest.mark.parametrize("action", ["confirm", "withdraw", "not-me", "yours", "unsubscribe"])
@pytest.mark.parametrize("after", ["/", "", "?a=b", " 404", '"', "/x.css"])
def test_a_personal_link_is_masked(action, after):
    masked = mask(f"GET https://petition.example/en/petition/{action}/{TOKEN}{after} done")
    assert masked == f"GET https://petition.example/en/petition/{action}/***{after} done"


@pytest.mark.parametrize("route", [route for route in routes() if "<str:token>" in route])
def test_every_personal_link_of_the_map_is_masked_PV_21(route):
    link, masked = (f'"GET /{route.replace("<str:token>", token)}?a=b" 404' for token in (TOKEN, "***"))
    assert mask(link) == masked


@pytest.mark.parametrize(
    "address",
    ["anna@example.org", "Anna.B+x@Sub.Example.ORG", "anna%40example.org", "ANNA%40EXAMPLE.ORG", "o'hara@example.org",
     "anna@bücher.example", "anna@xn--bcher-kva.example", "a@b", "jörg@example.org", "=1+1@example.org",
     "anna@\x1fexample.org", "an\x1fna@example.org"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "<{}>", "to={} ok", '"{}"', "({})", "['{}']", "email={}&n=x", "RCPT TO:<{}>"])
def test_a_mail_address_is_masked(address, around):
    masked = mask(around.format(address))
    parts = address.lower().replace("%40", "@").split("@")
    assert [part for part in parts if len(part) > 1 and part in masked.lower()] == []


@pytest.mark.parametrize(
    "network",
    ["203.0.113.7", "8.8.8.8", "255.255.255.255", "2001:db8:1:2:3:4:5:6", "2001:DB8::1", "fe80::1", "2001:db8:abcd::",
     "::ffff:203.0.113.7"],
)  # fmt: skip
def test_a_network_address_is_masked(network):
    masked = mask(f"request from {network}, refused")
    assert network not in masked
    assert (masked.startswith("request from "), masked.endswith(", refused")) == (True, True)


def test_this_machine_may_be_named():
    assert mask("listening on 127.0.0.1:8000") == "listening on 127.0.0.1:8000"


@pytest.mark.parametrize("sign", ["\r", "\x1b[2J", "\x00", "\x08", "\x7f", "\x85", "\u2028", "\u2029", "\t"])
def test_a_control_sign_cannot_forge_a_line_WB_25(sign):
    assert set(mask(f"GET /a{sign}b")) & set("\r\x1b\x00\x08\x7f\x85\u2028\u2029\t") == set()


@pytest.mark.parametrize(
    "line",
    ["letter 12 (reply) sent", "recount: child-safety-on 2026-11-25 DE en: tally 3, rows 4", "12:30:45,123 INFO",
     "migration 0001_initial applied", "took 1.25 s", "version 5.2.19", "petition::sign", "12:30 and 11:22:33:44"],
)  # fmt: skip
def test_what_operators_need_stays_readable(line):
    assert mask(line) == line


@pytest.mark.parametrize("part", ["a", "a.", "1.", ":", "a:", "@", "%40", "a@", "::", "/confirm/", "\0", "a%", "f:"])
def test_a_line_of_any_length_is_masked_at_once_WB_20(part):
    before = time.thread_time()
    mask(part * (100_000 // len(part)))
    assert time.thread_time() - before < 0.5  # one long word took minutes


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text):
    assert mask(mask(text)) == mask(text)


def test_an_error_is_masked_with_its_whole_trace(log):
    logger, file = log
    try:
        raise ValueError("no mailbox anna@example.org at 203.0.113.7")
    except ValueError:
        logger.exception("could not pay %s", f"/en/petition/confirm/{TOKEN}/")
    written = file.getvalue()
    assert "Traceback" in written
    assert [canary for canary in ("anna", "203.0.113", TOKEN) if canary in written] == []


def test_arguments_of_a_line_are_masked(log):
    logger, file = log
    logger.error("refused: %s %r", "a@example.org", {"to": "b@c.de"})
    assert [canary for canary in ("a@example", "b@c") if canary in file.getvalue()] == []


def test_a_line_says_when_how_grave_and_who(log):
    logger, file = log
    logger.warning("the mail server is away")
    assert file.getvalue().endswith(" WARNING canary: the mail server is away\n")
    assert file.getvalue().count("\n") == 1


@pytest.mark.parametrize("name", ["django.request", "django.security", "django.server", "petitions.outbox", "celery"])
def test_every_logger_of_the_process_writes_through_the_mask(name):
    handlers = [handler for logger in _and_parents(logging.getLogger(name)) for handler in logger.handlers]
    ours = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    assert ours
    assert {type(handler.formatter) for handler in ours} == {MaskingFormatter if settings.EMBEDDED else JsonFormatter}


def _and_parents(logger):
    while logger:
        yield logger
        logger = logger.parent if logger.propagate else None


@pytest.fixture
def stderr():
    """What the site's own handler writes during a test."""
    handler = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    before = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(before)


def test_a_whole_walk_with_errors_leaves_no_canary_in_the_log_PV_01(sign, monkeypatch, stderr):
    row = sign("canary.person@canary.example", name="Canary Person")
    for page in token_pages(row):
        browser().get(page)
        browser().get(page[:-3] + "/")
        post(page + "?email=canary.person@canary.example")
    monkeypatch.setattr("petitions.signing.sign", lambda *_, **__: 1 / 0)
    post("/en/petition/", GOOD | {"email": "canary.person@canary.example", "name": "Canary Person"})
    written = stderr.getvalue()
    canaries = ["canary", "Canary", *(page.split("/")[-2] for page in token_pages(row))]
    assert [canary for canary in canaries if canary in written] == []
    assert "ZeroDivisionError" in written
