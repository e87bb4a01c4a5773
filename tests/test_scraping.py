"""Who reads the count a thousand times a second costs the database next to nothing."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign.pages import PublishedPages
from tests.crawl import browser

COUNT = "/api/v1/petitions/child-safety-on/count.json"


def readers(pages: PublishedPages, number: int, *, query: str = "") -> set[str]:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": COUNT, "QUERY_STRING": query, "HTTP_HOST": "petition.example"}
    said = []
    for _ in range(number):
        b"".join(pages(dict(environ), lambda status, *_: said.append(status)))
    return set(said)


def test_ten_seconds_of_a_thousand_readers_each_ask_the_database_five_times_at_most_AB_18(settings, django_itself):
    settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://petition.example", ["petition.example"]
    pages, now = PublishedPages(django_itself), [1000.0]
    pages.store.clock = lambda: now[0]
    readers(pages, 1)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(10):
            assert readers(pages, 1000) == {"200 OK"}
            now[0] += 1
    of_the_count = [one["sql"] for one in asked.captured_queries if "petitions_tally" in one["sql"]]
    assert len(of_the_count) <= 5


def test_a_query_that_changes_nothing_buys_no_new_answer_AB_18(settings, django_itself):
    settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://petition.example", ["petition.example"]
    pages = PublishedPages(django_itself)
    readers(pages, 1)
    with CaptureQueriesContext(connection) as asked:
        assert readers(pages, 100, query="utm_source=x") == {"200 OK"}
    assert asked.captured_queries == []


def test_browsers_keep_the_count_for_ten_seconds_and_caches_in_front_for_two_AB_18(petition):
    kept = "public, max-age=10, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400"
    assert browser().get(COUNT)["Cache-Control"] == kept
