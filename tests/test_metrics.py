"""/metrics: what this process answered from copies, and the state of the site, for who knows the token."""

import re

import pytest

from campaign import health, pages

TOKEN = {"authorization": "Bearer s3cret"}
LINE = re.compile(r'# TYPE site_\w+ (counter|gauge)|site_\w+(\{process="\d+",how="\w+"\})? \d+')


@pytest.fixture(autouse=True)
def _token(settings):
    settings.STATUS_TOKEN = "s3cret"


@pytest.mark.parametrize("given", [{}, {"authorization": "Bearer wrong"}, {"authorization": "s3cret"}])
def test_nobody_else_reads_it(client, db, given):
    answer = client.get("/metrics", headers=given)
    assert (answer.status_code, answer.content, answer["WWW-Authenticate"]) == (401, b"", "Bearer")


def test_every_line_is_one_that_prometheus_reads(client, petition):
    answer = client.get("/metrics", headers=TOKEN)
    lines = answer.content.decode().splitlines()
    assert (answer.status_code, [line for line in lines if not LINE.fullmatch(line)]) == (200, [])


def test_it_tells_how_pages_were_answered_and_every_number_of_statusz(client, petition, monkeypatch):
    monkeypatch.setitem(pages.COUNTS, "stale", 41)
    said = client.get("/metrics", headers=TOKEN).content.decode()
    numbers = {name for name, value in health.facts().items() if isinstance(value, int)}
    assert re.search(r'site_pages_total\{process="\d+",how="stale"\} 41\n', said)
    assert set(re.findall(r"^site_(\w+) \d", said, re.MULTILINE)) == numbers
