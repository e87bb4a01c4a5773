"""The open numbers: for everybody, from any site, kept for ten seconds."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from petitions import briefly, counting, snapshot
from petitions.countries import EU
from petitions.models import Tally
from tests.attack import Attacker
from tests.copies import PUBLIC
from tests.growth import growth

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


@pytest.mark.usefixtures("far_from_midnight")
def test_any_site_may_read_it_and_anybody_may_keep_it_for_ten_seconds(client, petition):
    answer = client.get(ADDRESS)
    assert answer["Cache-Control"] == "public, max-age=10, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"
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


# --- countries ------------------------------------------------------------------------------------------------------

COUNTRIES = "/api/v1/petitions/child-safety-on/countries"
HOUR = datetime(2026, 11, 26, 14, tzinfo=UTC)


@pytest.fixture
def counted(petition):
    """France with 137 of the 150 who signed until 14 o'clock, the others hidden."""
    for code, number in {"FR": 137, "IT": 6, "ES": 7}.items():
        Tally.objects.create(
            petition=petition, day=HOUR.date(), country=code, language="en", confirmed=number, counted_at=HOUR
        )
    snapshot.take(petition, HOUR)


def test_each_country_of_the_union_has_its_numbers_or_null(client, counted):
    said = client.get(f"{COUNTRIES}.json").json()
    assert {name: said[name] for name in ("petition", "as_of", "confirmed")} == {
        "petition": "child-safety-on", "as_of": "2026-11-26T14:00:00Z", "confirmed": 150,
    }  # fmt: skip
    shown = {"country": "FR", "confirmed": 137, "per_million": 2.0}
    assert said["countries"] == [
        shown if code == "FR" else {"country": code, "confirmed": None, "per_million": None} for code in sorted(EU)
    ]


def test_the_table_says_the_same_with_empty_cells(client, counted):
    lines = client.get(f"{COUNTRIES}.csv").content.decode().split("\r\n")
    assert (lines[0], len(lines), lines[-1]) == ("country,confirmed,per_million,as_of", 29, "")
    assert [line for line in lines if line.startswith(("ES", "FR"))] == [
        "ES,,,2026-11-26T14:00:00Z", "FR,137,2.0,2026-11-26T14:00:00Z",
    ]  # fmt: skip


def test_before_the_first_hour_there_is_no_number_and_no_time(client, petition):
    said = client.get(f"{COUNTRIES}.json").json()
    assert (said["as_of"], said["confirmed"], {row["confirmed"] for row in said["countries"]}) == (None, None, {None})


@pytest.mark.usefixtures("far_from_midnight")
@pytest.mark.parametrize(("ending", "kind"), [("json", "application/json"), ("csv", "text/csv; charset=utf-8")])
def test_any_site_may_read_countries_and_anybody_may_keep_them(client, counted, ending, kind):
    answer = client.get(f"{COUNTRIES}.{ending}")
    assert set(answer["Cache-Control"].split(", ")) == {*PUBLIC.split(", ")}
    names = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Content-Type")
    assert [answer[name] for name in names] == ["*", "cross-origin", kind]
    assert (answer.cookies.output(), "Cookie" in answer.get("Vary", "")) == ("", False)


def test_the_table_is_saved_under_a_name_of_its_own(client, counted):
    assert client.get(f"{COUNTRIES}.csv")["Content-Disposition"] == (
        'attachment; filename="child-safety-on-countries.csv"'
    )


def test_sixty_hours_of_files_and_counts_give_no_hidden_number_away_PV_22(client, petition):
    """From what is really served, as somebody would collect it."""
    truth, files, totals = growth(11), [], []
    for number, numbers in enumerate(truth):
        Tally.objects.all().delete()
        Tally.objects.bulk_create(
            Tally(petition=petition, day=HOUR.date(), country=code, language="en", confirmed=n, counted_at=HOUR)
            for code, n in numbers.items()
        )
        snapshot.take(petition, HOUR + timedelta(hours=number))
        briefly.forget_everything()
        rows = client.get(f"{COUNTRIES}.json").json()["countries"]
        files.append({row["country"]: row["confirmed"] for row in rows if row["confirmed"]})
        totals.append(client.get(ADDRESS).json()["confirmed"])
    assert (Attacker(files, totals, EU).recovered(truth), min(map(len, files[20:])) > 5) == ([], True)


# --- when it says no ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["count.json", "countries.json", "countries.csv", "nothing.json"])
def test_what_is_not_there_is_said_in_a_sentence(client, petition, path):
    answer = client.get(f"/api/v1/petitions/another/{path}")
    assert (answer.status_code, answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == (
        404, "application/json", "*",
    )  # fmt: skip
    assert answer.json() == {"error": "There is nothing at this address. All addresses stand in /api/v1/openapi.json."}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", [ADDRESS, f"{COUNTRIES}.json", f"{COUNTRIES}.csv", "/api/v1/openapi.json"])
def test_who_wants_to_write_from_wherever_hears_what_can_be_done(client, petition, method, path):
    answer = getattr(client, method)(path, headers={"origin": "https://other.example"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json() == {"error": "These numbers can only be read: use GET or HEAD."}


def test_when_the_database_is_away_it_is_a_short_break(client, petition, monkeypatch):
    monkeypatch.setattr(snapshot, "newest", lambda petition: (_ for _ in ()).throw(OperationalError))
    answer = client.get(f"{COUNTRIES}.json")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert answer.json() == {"error": "We are on a short break. Please try again later."}
