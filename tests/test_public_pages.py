"""One rule says which pages are public: the view's mark. It holds for caches, for published pages and for the crawl."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, resolve, reverse
from django.utils import timezone

from campaign import publishable
from campaign.living.models import Banner
from campaign.pages import PublishedPages, ask, nobodys_request
from petitions import boundaries, briefly, flagship
from petitions.public_pages import public_page
from tests.copies import PUBLIC
from tests.crawl import browser, public_files, public_pages, token_pages

COUNT = "/api/v1/petitions/child-safety-on/count.json"
OPEN_DATA = {COUNT, COUNT.replace("count", "countries"), COUNT.replace("count.json", "countries.csv")}
OPEN_DATA |= {"/api/v1/openapi.json"}
NOT_PUBLIC = ["/", "/healthz", "/readyz", "/statusz", "/mailbox/", "/mailbox/messages.json", "/staff/", "/staff/login/",
              "/anymail/", "/en/\xc3\xa4/", "/en", "/DE/", "/en/nowhere/", "/xx/petition/", "/static/css/site.css",
              "", "*"]  # fmt: skip


def test_every_page_that_needs_no_letter_is_public_in_every_live_language():
    english = [*public_pages(), *public_files()]
    pages = {page.replace("/en/", f"/{code}/", 1) for page in english for code in settings.LIVE_LANGUAGES}
    assert {*publishable.public_paths()} == pages | OPEN_DATA


def test_every_public_page_is_found_by_its_address_too():
    assert [page for page in publishable.public_paths() if not publishable.is_public(page)] == []


@pytest.mark.parametrize("page", NOT_PUBLIC)
def test_nothing_else_is_public(page):
    assert not publishable.is_public(page)


def test_no_page_behind_a_link_of_a_letter_is_public(sign, confirmed):
    pages = [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]
    assert [page for page in pages if publishable.is_public(page)] == []


def test_a_page_with_a_token_is_not_public_even_if_its_view_says_so(monkeypatch):
    view = public_page(lambda request, token: HttpResponse(token))
    urls = [path("en/mistake/<str:token>/", view)]
    monkeypatch.setattr("campaign.publishable.resolve", lambda asked: urls[0].resolve(asked[1:]))
    assert not publishable.is_public("/en/mistake/x/")


def test_each_public_page_can_be_kept_as_it_is(django_itself):
    answers = {page: ask(django_itself, nobodys_request(page)) for page in publishable.public_paths()}
    assert [(page, one.status) for page, one in answers.items() if not one.may_be_kept()] == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:81", "127.0.0.1"])
def test_a_page_is_the_same_under_each_of_our_hosts_so_one_copy_does_for_all_WB_07(django_itself, host):
    pages = ("/en/", "/de/petition/", "/en/help/", "/en/petition/thank-you/")
    copies = [ask(django_itself, nobodys_request(page)).body for page in pages]  # first: Django's client tidies again
    assert [browser().get(page, headers={"host": host}).content for page in pages] == copies


# --- how long ---------------------------------------------------------------------------------------------------


def seconds_kept(page: str = "/en/") -> int:
    return int(browser().get(page)["Cache-Control"].split("max-age=")[1].split(",")[0])


@pytest.mark.usefixtures("far_from_midnight")
@pytest.mark.parametrize("moment", ["opens_at", "closes_at"])
@pytest.mark.parametrize(("seconds", "kept"), [(13.9, 0), (18.9, 5), (40, 10)])
def test_nobody_keeps_the_oldest_copy_beyond_the_moment_at_which_the_petition_opens_or_closes(
    petition, moment, seconds, kept
):
    setattr(petition, moment, timezone.now() + timedelta(seconds=seconds))
    petition.save()
    rules = browser().get("/en/")["Cache-Control"].split(", ")
    assert set(rules) == {"public", f"max-age={kept}", f"s-maxage={min(kept, 2)}", "stale-if-error=86400"}


@pytest.mark.usefixtures("far_from_midnight")
@pytest.mark.parametrize("days", [-1, 1])
def test_far_from_these_moments_it_is_ten_seconds(petition, days):
    petition.closes_at = timezone.now() + timedelta(days=days)
    petition.opens_at = petition.closes_at - timedelta(days=10)
    petition.save()
    assert seconds_kept() == 10


@pytest.mark.usefixtures("far_from_midnight")
def test_a_page_that_needs_no_row_is_kept_as_long_without_a_database(petition, monkeypatch):
    def away(*_, **__):
        raise OperationalError

    briefly.forget_everything()
    monkeypatch.setattr(type(petition).objects, "get", away)
    assert seconds_kept("/en/help/") == 10


@pytest.mark.usefixtures("far_from_midnight")
@pytest.mark.parametrize(
    ("method", "status", "rule"),
    [("GET", 200, PUBLIC), ("POST", 200, None), ("GET", 404, None)],
)
def test_only_a_page_that_somebody_looked_at_may_be_kept(petition, method, status, rule):
    answer = public_page(lambda request: HttpResponse(status=status))(RequestFactory().generic(method, "/en/"))
    assert answer.get("Cache-Control") == rule


def test_the_next_boundary_is_the_next_of_all(petition):
    now = timezone.now()
    in_hours = [now + timedelta(hours=hours) for hours in (-1, 1, 2)]
    about = {"variant": "milestone", "milestone": 500, "published": True}
    Banner.objects.create(starts_at=in_hours[1], ends_at=in_hours[2], **about)
    moments = [in_hours[1], in_hours[2], boundaries.midnight(now)]
    assert boundaries.next_boundary(now) == min(moments)
    assert boundaries.next_boundary(in_hours[1]) == min(moment for moment in moments if moment > in_hours[1])


@pytest.mark.parametrize(
    ("now", "midnight"), [("2026-11-26T22:59:59", "2026-11-26T23:00"), ("2026-07-01T22:00", "2026-07-02T22:00")]
)
def test_a_day_ends_in_brussels(now, midnight):
    now, midnight = (datetime.fromisoformat(f"{moment}+00:00") for moment in (now, midnight))
    assert boundaries.midnight(now) == midnight


def test_new_dates_end_what_this_process_keeps(django_itself):
    pages = PublishedPages(django_itself)
    briefly.when_forgetting(pages.store.expire)
    copy = pages.find("/en/")
    assert pages.store.is_good(copy)
    briefly.forget_everything()
    assert not pages.store.is_good(copy)


def test_the_next_change_of_a_petition_is_its_opening_then_its_closing_then_none(petition):
    opens, closes = petition.opens_at, petition.closes_at
    hour = timedelta(hours=1)
    assert [flagship.next_change(petition, now) for now in (opens - hour, opens, closes - hour, closes)] == [
        opens, closes, closes, None,
    ]  # fmt: skip


def test_the_mark_survives_what_stands_around_a_view():
    names = ["home", "petition", "check_your_email", "thank_you", "withdrawn", "privacy", "help"]
    assert {resolve(reverse(name)).func.is_public_page for name in names} == {True}
