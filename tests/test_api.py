"""The open number: for everybody, from any site, kept for ten seconds."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from petitions import briefly, counting

ADDRESS = "/api/v1/petitions/child-safety-on/count.json"


def test_the_number_has_exactly_three_fields(client, petition, confirmed):
    confirmed()
    counting.refresh()
    said = json.loads(client.get(ADDRESS).content)
    assert (list(said), said["petition"], said["confirmed"]) == (
        ["petition", "confirmed", "as_of"], "child-safety-on", 1,
    )  # fmt: skip


def test_the_moment_is_in_utc_as_rfc_3339_has_it(client, petition):
    as_of = client.get(ADDRESS).json()["as_of"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", as_of)
    assert abs(datetime.fromisoformat(as_of) - datetime.now(UTC)) < timedelta(seconds=5)


def test_any_site_may_read_it_and_anybody_may_keep_it_for_ten_seconds(client, petition):
    answer = client.get(ADDRESS)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=10", "stale-if-error=86400"}
    names = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Content-Type")
    assert [answer[name] for name in names] == ["*", "cross-origin", "application/json"]
    assert (answer.cookies.output(), "Cookie" in answer.get("Vary", "")) == ("", False)


def test_a_new_number_is_there_two_seconds_after_it_was_counted(client, petition, confirmed, monkeypatch):
    assert client.get(ADDRESS).json()["confirmed"] == 0
    confirmed()
    counting.refresh()
    now = briefly.time.monotonic
    monkeypatch.setattr(briefly.time, "monotonic", lambda: now() + 2.1)
    assert client.get(ADDRESS).json()["confirmed"] == 1


def test_who_only_signed_is_not_in_the_number(client, petition, sign):
    sign()
    counting.refresh()
    assert client.get(ADDRESS).json()["confirmed"] == 0


def test_head_tells_the_same_without_the_number(client, petition):
    get, head = client.get(ADDRESS), client.head(ADDRESS)
    assert (head.status_code, head.content, head["Cache-Control"]) == (200, b"", get["Cache-Control"])


@pytest.mark.parametrize("slug", ["another", "child-safety-on-2"])
def test_another_petition_is_not_found(client, petition, slug):
    assert client.get(f"/api/v1/petitions/{slug}/count.json").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_can_write_it(client, petition, same_origin, method):
    assert getattr(client, method)(ADDRESS, headers=same_origin).status_code == 405
