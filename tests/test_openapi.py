"""The description of the open data is true: schemathesis asks the real site what the description allows, and more."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import schemathesis
from django.conf import settings
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import GenerationConfig
from schemathesis.core.failures import FailureGroup

from campaign import open_data
from campaign.address_map import routes
from campaign.pages import PublishedPages
from petitions import api, flagship, snapshot
from petitions.models import Tally

ADDRESS = "/api/v1/openapi.json"
CASES = 300
MODES = list(GenerationMode)  # what the description allows, and what it does not
QUERIES = st.dictionaries(st.sampled_from(["utm_source", "since", "country"]), st.text("aä&=%\x00 ", max_size=5))
HURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]


@pytest.fixture
def schema(django_itself, petition):
    """The description as the whole site serves it, published pages and all, with some countries shown."""
    for code, number in {"DE": 5000, "FR": 40, "IT": 6, "ES": 7}.items():
        Tally.objects.create(petition=petition, day=date(2026, 11, 25), country=code, language="en",
                             confirmed=number, counted_at=timezone.now())  # fmt: skip
    snapshot.take(petition, datetime(2026, 11, 26, 14, tzinfo=UTC))
    site = PublishedPages(django_itself)

    def unpacked(environ, start_response):
        """The client of these tests asks for packed answers and can't unpack them."""
        return site(environ | {"HTTP_ACCEPT_ENCODING": ""}, start_response)

    return schemathesis.openapi.from_wsgi(ADDRESS, unpacked)


def operations(schema) -> list:
    return [found.ok() for found in schema.get_all_operations()]


def known(schema) -> Iterator[st.SearchStrategy]:
    """Questions about the petition that there is, with something added that no page reads."""
    for operation in operations(schema):
        named = {"slug": flagship.SLUG} if "{slug}" in operation.path else None
        yield st.builds(with_query, operation.as_strategy(path_parameters=named), QUERIES)


def with_query(case, query: dict[str, str]):
    case.query = query
    return case


def fuzzed(schema) -> Iterator[st.SearchStrategy]:
    """Questions made of the description; most are about petitions that there are not."""
    return (operation.as_strategy(mode) for operation in operations(schema) for mode in MODES)


def ask(schema, cases: int) -> Counter[int]:
    """Ask by chance, the same each time; status → answers. Raises FailureGroup at the first that isn't as described."""
    said: Counter[int] = Counter()

    @seeded(2026)
    @how(max_examples=cases, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=HURRIED)
    @given(st.booleans().flatmap(lambda is_known: st.one_of(known(schema) if is_known else fuzzed(schema))))
    def once(case) -> None:
        said[case.call_and_validate().status_code] += 1

    once()
    return said


def test_three_hundred_questions_by_chance_are_answered_as_described(schema):
    said = ask(schema, CASES)
    assert sum(said.values()) >= CASES
    assert set(said) == {200, 404}
    assert min(said.values()) > CASES // 10


def test_each_edge_of_the_description_is_answered_as_described(schema):
    said: Counter[int] = Counter()
    for operation in operations(schema):
        for case in schema.iter_coverage_cases(operation, generation_modes=MODES, generation_config=GenerationConfig()):
            said[case.call_and_validate().status_code] += 1
    assert set(said) == {200, 404, 405}


def test_a_number_below_ten_would_be_found(schema, monkeypatch):
    monkeypatch.setattr(api, "_countries", lambda row: [{"country": "MT", "confirmed": 9, "per_million": 16.1}] * 27)
    with pytest.raises(FailureGroup, match="9 is less than the minimum of 10"):
        ask(schema, CASES)


def test_every_address_of_the_open_data_is_described_and_no_other(schema):
    described = {path.replace("{slug}", "<slug:slug>") for path in open_data.description()["paths"]}
    assert described == {route for route, _ in routes(get_resolver().url_patterns, "/") if route.startswith("/api/")}


def test_the_description_names_this_site(client, petition):
    answer = client.get(ADDRESS)
    assert answer.json()["servers"] == [{"url": settings.SITE_ORIGIN}]
    assert (answer["Access-Control-Allow-Origin"], "max-age" in answer["Cache-Control"]) == ("*", True)
