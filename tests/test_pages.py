"""Published pages: readers get a page that was made for nobody, at once, small, and even when the database is away."""

import gzip
import random
import threading
import time
from pathlib import Path

import brotli
import pytest

from campaign import asked, copies
from tests.copies import PAGE, PUBLIC, WORDS, Got, Site


@pytest.fixture(autouse=True)
def _our_hosts(settings):
    settings.ALLOWED_HOSTS, settings.SITE_ORIGIN = ["petition.example"], "https://petition.example"
    asked.has_pages.cache_clear()
    yield
    asked.has_pages.cache_clear()


@pytest.fixture
def site() -> Site:
    return Site()


# --- made once ------------------------------------------------------------------------------------------------------


def test_a_page_is_made_once_for_all_readers_of_ten_seconds(site):
    bodies = {site.get().body for _ in range(5)}
    site.clock.now += 9.9
    assert (bodies | {site.get().body}, site.made(), site.django.closed) == ({WORDS}, 1, 1)


@pytest.mark.parametrize("fresh", [10, 2])
def test_a_page_is_as_old_as_its_view_allows_and_no_older(site, fresh):
    site.fresh = fresh
    site.get()
    site.clock.now += fresh + 0.1
    site.django.body = b"new"
    assert (site.get().body, site.made()) == (b"new", 2)


@pytest.mark.parametrize(("seconds", "made"), [(3.9, 1), (4.1, 2)])
def test_a_page_ends_at_the_moment_at_which_it_changes_by_itself(site, seconds, made):
    site.boundary = site.clock.now + 4
    site.get()
    site.clock.now += seconds
    site.boundary = None
    site.get()
    assert site.made() == made


def test_changed_words_and_dates_show_at_once(site):
    site.get()
    site.store.expire()
    site.get()
    assert site.made() == 2


def test_what_was_begun_before_a_change_is_made_once_more_after_it(site):
    site.django.before = site.store.expire
    site.get()
    site.django.before = lambda: None
    site.get(), site.get()
    assert site.made() == 2


def crowd(site: Site, readers: int) -> list[Got]:
    got = []
    threads = [threading.Thread(target=lambda: got.append(site.get())) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return got


@pytest.mark.parametrize("has_old_page", [True, False])
def test_twenty_readers_at_the_moment_of_expiry_cost_one_page(site, has_old_page):
    if has_old_page:
        site.get()
        site.clock.now += 11
    before = site.made()
    site.django.before = lambda: time.sleep(0.2)
    assert {got.body for got in crowd(site, 20)} == {WORDS}
    assert site.made() - before == 1


def second_reader(site: Site, *, waits: bool) -> bytes:
    """What somebody gets while somebody else is making the page."""
    started, may_go_on = threading.Event(), threading.Event()
    site.django.before = lambda: (started.set(), may_go_on.wait(5))
    site.django.body = b"new"
    maker = threading.Thread(target=site.get)
    maker.start()
    started.wait(5)
    if waits:
        threading.Timer(0.2, may_go_on.set).start()
    got = site.get().body
    may_go_on.set()
    maker.join(5)
    return got


@pytest.mark.parametrize(("age", "waits"), [(11, False), (59, False), (61, True)])
def test_while_one_makes_the_page_the_others_read_the_old_one_of_a_minute_at_most(site, age, waits):
    site.get()
    site.clock.now += age
    assert second_reader(site, waits=waits) == (b"new" if waits else WORDS)


def test_nobody_reads_an_old_page_across_the_moment_at_which_it_changes(site):
    site.boundary = site.clock.now + 4
    site.get()
    site.clock.now += 5
    site.boundary = None
    assert second_reader(site, waits=True) == b"new"


def test_nobody_reads_an_old_page_once_staff_have_changed_it(site):
    site.get()
    site.store.expire()
    assert second_reader(site, waits=True) == b"new"


# --- for nobody -----------------------------------------------------------------------------------------------------


def test_what_a_visitor_sends_never_reaches_the_making_of_a_page(site):
    sent = {"cookie": "staff=1", "accept_language": "de", "x_forwarded_host": "evil.example", "user_agent": "evil"}
    site.get(query="utm_source=letter", host="petition.example:8443", **sent)
    (asked_for,) = site.django.asked
    assert [key for key in asked_for if key.startswith("HTTP_")] == ["HTTP_HOST"]
    assert (asked_for["HTTP_HOST"], asked_for["QUERY_STRING"]) == ("petition.example", "")


@pytest.mark.parametrize(
    "odd",
    [
        {"method": "POST"}, {"method": "PUT"}, {"method": "OPTIONS"}, {"query": "page=2"},
        {"query": "utm_source=a&email=a@example.org"}, {"host": "evil.example"}, {"host": ""}, {"host": "a b"},
        {"host": "petition.example:80:80"}, {"transfer_encoding": "chunked"}, {"content_length": "5"},
        {"script_name": "/below"},
        {"path": "/de/petition/"}, {"path": "/static/en/"}, {"path": "/en/\xc3\xa4/"}, {"path": ""},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_asked_in_an_unusual_way_goes_to_django_as_it_came(site, odd):
    site.get()
    site.get(**odd, user_agent="mine")
    came = site.django.asked[-1]
    assert (site.made(), came["HTTP_USER_AGENT"], came["HTTP_HOST"]) == (2, "mine", odd.get("host", "petition.example"))


def test_a_site_whose_own_name_is_not_among_its_hosts_keeps_no_page(site, settings):
    settings.SITE_ORIGIN = "https://elsewhere.example"
    site.get(), site.get()
    assert site.made() == 2


def test_in_development_every_request_goes_to_django(site, settings):
    settings.DEBUG = True
    site.get(), site.get()
    assert site.made() == 2


@pytest.mark.parametrize(
    "says",
    [
        {"Cache-Control": "private, no-store"}, {"Cache-Control": "no-store"}, {"Cache-Control": ""},
        {"Cache-Control": "public, no-cache"}, {"Set-Cookie": "a=b"}, {"Vary": "Cookie"}, {"Content-Encoding": "br"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_the_same_for_everybody_is_never_kept(site, says):
    site.django.headers |= says
    assert (site.get().body, site.get().body, site.made()) == (WORDS, WORDS, 2)


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "302 Found", "206 Partial Content"])
def test_only_a_whole_page_is_kept(site, status):
    site.django.status = status
    assert ([site.get().status for _ in range(2)], site.made()) == ([int(status[:3])] * 2, 2)


def test_a_page_that_is_gone_is_gone(site):
    site.get()
    site.clock.now += 11
    site.django.break_down("404 Not Found")
    assert (site.get().status, site.store.copies.get(PAGE)) == (404, None)


# --- when nothing new can be made -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error"])
def test_in_an_outage_the_last_page_is_served_and_says_its_age_FT_14(site, status):
    site.get()
    site.clock.now += 3600
    site.django.break_down(status)
    got = site.get()
    assert (got.status, got.body, got.headers["Age"]) == (200, WORDS, "3600")
    assert got.headers["Cache-Status"] == "published; hit; ttl=-3591; detail=outage"
    assert "Retry-After" not in got.headers


def test_an_exception_under_us_is_an_outage_too(site):
    site.get()
    site.clock.now += 11
    site.django.before = lambda: 1 / 0
    assert (site.get().status, site.get(path="/en/new/").status) == (200, 500)


def test_who_comes_during_an_outage_does_not_wait_for_the_next_try(site):
    site.get()
    site.clock.now += 11
    site.django.break_down()
    for _ in range(10):
        site.get()
    assert site.made() == 2
    site.clock.now += 5.1
    assert (site.get().status, site.made()) == (200, 3)


def test_a_database_that_vanished_holds_up_one_page_and_not_each_in_turn(site):
    site.get(), site.get(path="/en/")
    site.clock.now += 11
    site.django.break_down()
    site.django.before = lambda: setattr(site.clock, "now", site.clock.now + 4)  # so long nobody answered
    pages = [site.get().status, site.get(path="/en/").status]
    assert (pages, site.made()) == ([200, 200], 3)


def test_when_the_outage_is_over_pages_are_new_again(site):
    site.get()
    site.clock.now += 11
    healthy = dict(site.django.headers)
    site.django.break_down()
    site.get()
    site.clock.now += 6
    site.django.status, site.django.body, site.django.headers = "200 OK", b"new", healthy
    got = site.get()
    assert (got.body, "Age" in got.headers) == (b"new", False)


def test_after_a_day_a_page_is_too_old_to_be_shown(site):
    site.get()
    site.clock.now += 24 * 3600 + 1
    site.django.break_down()
    got = site.get()
    assert (got.status, got.headers["Retry-After"]) == (503, "60")


def test_a_page_that_nobody_ever_saw_is_on_a_short_break(site):
    site.django.break_down()
    assert ([site.get().status for _ in range(2)], site.made()) == ([503, 503], 2)


# --- small, and known -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=1.0", "br"), ("gzip;q=0.0", None), ("identity", None), ("*", None), ("x" * 5000, None), ("BR", "br"),
    ],
)  # fmt: skip
def test_each_browser_gets_the_page_in_the_smallest_way_that_it_reads(site, wish, encoding):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    got = site.get(accept_encoding=wish)
    assert (got.headers.get("Content-Encoding"), unpack(got.body)) == (encoding, WORDS)
    assert (got.headers["Vary"], got.headers["Content-Length"]) == ("Accept-Encoding", str(len(got.body)))


def test_nothing_is_compressed_twice_while_the_page_stays_the_same(site, monkeypatch):
    site.get(accept_encoding="br")
    monkeypatch.setattr(copies, "_packed", lambda body: pytest.fail("it was compressed again"))
    site.clock.now += 11
    site.django.headers["Cache-Control"] = "public, max-age=0"
    got = site.get(accept_encoding="br")
    assert (got.headers["Cache-Control"], brotli.decompress(got.body), site.made()) == ("public, max-age=0", WORDS, 2)


def test_a_page_that_says_the_same_for_long_is_made_as_small_as_can_be_and_once(site, monkeypatch):
    site.django.body = Path(copies.__file__).read_bytes()
    first = site.get(accept_encoding="br")
    site.pages.visit(PAGE)
    assert site.get(accept_encoding="br").headers == first.headers
    site.clock.now += 601
    site.pages.visit(PAGE)
    monkeypatch.setattr(copies.brotli, "compress", lambda *_, **__: pytest.fail("it was compressed again"))
    site.pages.visit(PAGE)
    smaller = site.get(accept_encoding="br")
    assert (len(smaller.body) < len(first.body), smaller.headers["ETag"] != first.headers["ETag"]) == (True, True)
    assert (brotli.decompress(smaller.body), site.get().body) == (site.django.body, site.django.body)


def test_uncompressed_pages_are_not_kept_but_for_those_at_hand(site):
    site.get(), site.get()
    assert (set(site.store.copies[PAGE].packed), copies._whole.cache_info().maxsize) == ({"br", "gzip"}, 128)


def test_a_number_of_few_bytes_is_the_same_answer_for_all(site):
    site.django.body = b'{"confirmed": 1}'
    got = site.get(accept_encoding="br, gzip")
    assert (got.body, got.headers.get("Vary"), got.headers.get("Content-Encoding")) == (site.django.body, None, None)


def test_every_encoding_has_a_strong_name_of_its_own(site):
    names = [site.get(accept_encoding=wish).headers["ETag"] for wish in ("br", "gzip", "")]
    assert (len(set(names)), [name for name in names if not name.startswith('"')]) == (3, [])


@pytest.mark.parametrize("wish", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_already_is_told_so_without_the_page(site, wish):
    first = site.get(accept_encoding="br")
    again = site.get(accept_encoding="br", if_none_match=wish.format(first.headers["ETag"]))
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    about = set(first.headers) - {"Content-Type", "Content-Length", "Content-Encoding"}
    assert {name: again.headers.get(name) for name in about} == {name: first.headers[name] for name in about}


def test_who_has_another_encoding_gets_the_page(site):
    name = site.get(accept_encoding="gzip").headers["ETag"]
    assert site.get(accept_encoding="br", if_none_match=name).status == 200


def test_head_says_what_get_says_without_the_page(site):
    head, get = site.get(method="HEAD", accept_encoding="br"), site.get(accept_encoding="br")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


def test_head_of_a_page_that_is_not_there_is_short_too(site):
    site.django.break_down()
    assert (site.get(method="HEAD").status, site.get(method="HEAD").body) == (503, b"")


def test_the_headers_of_django_stay(site):
    site.get()
    assert site.get().headers | {"X-Frame-Options": "DENY", "Cache-Control": PUBLIC} == site.get().headers


# --- not too much ---------------------------------------------------------------------------------------------------


def test_no_more_pages_are_kept_than_there_is_room_for_and_the_least_read_goes_first():
    site = Site(most=2)
    for path in ("/en/a/", "/en/b/", "/en/a/", "/en/c/"):
        site.clock.now += 11
        site.get(path=path)
    assert [*site.store.copies] == ["/en/a/", "/en/c/"]


def test_no_more_bytes_are_kept_than_there_is_room_for():
    site = Site(size=25_000)
    for number in range(10):
        site.django.body = random.Random(number).randbytes(5_000)
        site.get(path=f"/en/{number}/")
    assert (len(site.store.copies), site.store._bytes) == (2, sum(one.size for one in site.store.copies.values()))
