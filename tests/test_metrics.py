"""/metrics: what all processes of the service answered, and the state of the site, for who knows the token."""

import re

import pytest
from django.db import OperationalError, connection

from campaign import alarms, counters, metrics, pages, state
from tests.crawl import GOOD, browser, post

TOKEN = {"authorization": "Bearer s3cret"}
NAME = r"site_[a-z_0-9]+"
LABELS = r'\{[a-z]+="[\w+.-]+"(,[a-z]+="[\w+.-]+")*\}'
LINE = re.compile(rf"# HELP {NAME} [A-Z][^\n]+|# TYPE {NAME} (counter|gauge|histogram)|{NAME}({LABELS})? \d+(\.\d+)?")


@pytest.fixture(autouse=True)
def _token(settings):
    settings.STATUS_TOKEN = "s3cret"


def lines() -> dict[str, float]:
    """Every value of /metrics by its name and labels, as written there."""
    said = browser().get("/metrics", headers=TOKEN).content.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in said if not line.startswith("#"))}


@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer wrong"}, {"authorization": "s3cret"}])
def test_nobody_else_reads_it(db, given):
    answer = browser().get("/metrics", headers=given)
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


def test_every_line_is_one_that_prometheus_reads(petition):
    post("/en/petition/", GOOD)
    said = browser().get("/metrics", headers=TOKEN).content.decode().splitlines()
    assert [line for line in said if not LINE.fullmatch(line)] == []


def test_it_tells_how_pages_were_answered_from_copies(petition):
    before = lines()
    counters.mine[pages.STALE] += 41
    name = 'site_pages_total{how="stale"}'
    assert lines()[name] - before[name] == 41


def test_every_number_of_the_state_is_told_and_explained_but_those_by_provider_and_by_day(petition):
    told = {re.sub("{.*", "", name) for name in lines()}
    facts = set(state.facts()) - {"confirmed_by_provider", "days_to_count", "job_age_seconds"}
    assert (set(metrics.HELP) - {"job_age_seconds"}, {f"site_{name}" for name in facts} - told) == (facts, set())


def test_every_fact_that_rings_is_told_to_prometheus():
    assert {alarm.fact for alarm in alarms.ALARMS} <= set(metrics.HELP)


def test_a_press_of_sign_that_was_thanked_is_counted_and_one_that_was_not_is_none(petition):
    before = lines()
    post("/en/petition/", GOOD)
    post("/en/petition/", {})
    after = lines()
    assert after["site_signatures_total"] - before["site_signatures_total"] == 1


def test_without_a_database_it_answers_and_says_so(db, monkeypatch):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own
    monkeypatch.setattr(state, "facts", away)
    found = lines()
    assert (found["site_database_up"], "site_letters_due" in found, found["site_signatures_total"] >= 0) == (
        0,
        False,
        True,
    )


def test_no_label_knows_an_address_a_token_or_a_language(petition):
    post("/de/petition/", GOOD | {"email": "canary@canary.example", "name": "Canary Person"})
    browser().get("/el/petition/confirm/canarytoken/")
    said = "\n".join(lines())
    found = [
        word for word in ("canary", "Canary", "@", "/", "el", "de") if re.search(rf"(?<![a-z]){word}(?![a-z])", said)
    ]
    assert found == []
