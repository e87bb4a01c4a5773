"""Published pages: readers get a page that was made for nobody, at once, small, and even when the database is away."""

import gzip
import threading
import time

import brotli
import pytest

from campaign import asked
from campaign.pages import PublishedPages
from campaign.published import Published

PAGE = "/en/petition/"
WORDS = b"<p>Keep children safe online.</p>" * 40
PUBLIC = "public, max-age=10, stale-if-error=86400"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Django:
    """Stands for the whole site behind: answers as told, and remembers what it was asked."""

    def __init__(self):
        self.status, self.body, self.asked = "200 OK", WORDS, []
        self.headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": PUBLIC, "X-Frame-Options": "DENY"}
        self.before = lambda: None
        self.closed = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.before()
        start_response(self.status, [*self.headers.items(), ("Content-Length", str(len(self.body)))])
        return Parts(self)

    def break_down(self, status="503 Service Unavailable"):
        self.status, self.body = status, b"A short break."
        self.headers = {"Content-Type": "text/html", "Cache-Control": "no-store", "Retry-After": "60"}


class Parts:
    def __init__(self, site):
        self.site = site

    def __iter__(self):
        return iter([self.site.body])

    def close(self):
        self.site.closed += 1


class Got:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body


class Site:
    """Published pages around that Django, with a clock of our own: site.get("/en/", accept_encoding="br")."""

    def __init__(self, **limits):
        self.clock, self.django = Clock(), Django()
        self.store = Published(clock=self.clock, **limits)
        self.pages = PublishedPages(self.django, store=self.store, is_public=lambda path: path.startswith("/en/"))

    def get(self, path=PAGE, *, method="GET", query="", host="petition.example", **headers) -> Got:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ |= {
            name: environ.pop(f"HTTP_{name}") for name in ("CONTENT_LENGTH", "SCRIPT_NAME") if f"HTTP_{name}" in environ
        }
        said = []
        parts = self.pages(environ, lambda status, headers, *_: said.append((status, headers)))
        return Got(*said[0], b"".join(parts))

    def made(self) -> int:
        return len(self.django.asked)


@pytest.fixture(autouse=True)
def _our_hosts(settings):
    settings.ALLOWED_HOSTS, settings.SITE_ORIGIN = ["petition.example"], "https://petition.example"
    asked.is_our_host.cache_clear()
    yield
    asked.is_our_host.cache_clear()


@pytest.fixture
def site() -> Site:
    return Site()


# --- made once ------------------------------------------------------------------------------------------------------


def test_a_page_is_made_once_for_all_readers_of_two_seconds(site):
    bodies = {site.get().body for _ in range(5)}
    site.clock.now += 1.9
    assert (bodies | {site.get().body}, site.made(), site.django.closed) == ({WORDS}, 1, 1)


def test_after_two_seconds_the_next_reader_gets_a_new_page(site):
    site.get()
    site.clock.now += 2.1
    site.django.body = b"new"
    assert (site.get().body, site.made()) == (b"new", 2)


def test_a_page_that_says_that_it_stays_true_for_less_is_not_kept_longer(site):
    site.django.headers["Cache-Control"] = "public, max-age=0"
    site.get(), site.get()
    assert site.made() == 2


def test_changed_words_and_dates_show_at_once(site):
    site.get()
    site.store.expire()
    site.get()
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
        site.clock.now += 3
    before = site.made()
    site.django.before = lambda: time.sleep(0.2)
    assert {got.body for got in crowd(site, 20)} == {WORDS}
    assert site.made() - before == 1


@pytest.mark.parametrize(("age", "waits"), [(3, False), (61, False), (63, True)])
def test_while_one_makes_the_page_the_others_read_the_old_one_for_a_minute_at_most(site, age, waits):
    site.get()
    site.clock.now += age
    started, may_go_on = threading.Event(), threading.Event()
    site.django.before = lambda: (started.set(), may_go_on.wait(5))
    site.django.body = b"new"
    maker = threading.Thread(target=site.get)
    maker.start()
    started.wait(5)
    if waits:
        threading.Timer(0.2, may_go_on.set).start()
    assert site.get().body == (b"new" if waits else WORDS)
    may_go_on.set()
    maker.join(5)


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
    site.clock.now += 3
    site.django.break_down("404 Not Found")
    assert (site.get().status, site.store.get(PAGE)) == (404, None)


# --- when nothing new can be made -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["503 Service Unavailable", "500 Internal Server Error"])
def test_in_an_outage_the_last_page_is_served_and_says_its_age_FT_14(site, status):
    site.get()
    site.clock.now += 3600
    site.django.break_down(status)
    got = site.get()
    assert (got.status, got.body, got.headers["Age"]) == (200, WORDS, "3600")
    assert got.headers["Cache-Status"] == "published; hit; ttl=-3599; detail=outage"
    assert "Retry-After" not in got.headers


def test_an_exception_under_us_is_an_outage_too(site):
    site.get()
    site.clock.now += 3
    site.django.before = lambda: 1 / 0
    assert (site.get().status, site.get(path="/en/new/").status) == (200, 500)


def test_who_comes_during_an_outage_does_not_wait_for_the_next_try(site):
    site.get()
    site.clock.now += 3
    site.django.break_down()
    for _ in range(10):
        site.get()
    assert site.made() == 2
    site.clock.now += 5.1
    assert (site.get().status, site.made()) == (200, 3)


def test_a_database_that_vanished_holds_up_one_page_and_not_each_in_turn(site):
    site.get(), site.get(path="/en/")
    site.clock.now += 3
    site.django.break_down()
    site.django.before = lambda: setattr(site.clock, "now", site.clock.now + 4)  # so long nobody answered
    pages = [site.get().status, site.get(path="/en/").status]
    assert (pages, site.made()) == ([200, 200], 3)


def test_when_the_outage_is_over_pages_are_new_again(site):
    site.get()
    site.clock.now += 3
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


def test_nothing_is_compressed_twice_while_the_page_stays_the_same(site):
    site.get(accept_encoding="br")
    before = site.store.get(PAGE).shapes
    site.clock.now += 3
    site.get(accept_encoding="br")
    assert site.store.get(PAGE).shapes is before


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
    site = Site(copies=2)
    for path in ("/en/a/", "/en/b/", "/en/a/", "/en/c/"):
        site.get(path=path)
    assert [bool(site.store.get(path)) for path in ("/en/a/", "/en/b/", "/en/c/")] == [True, False, True]


def test_no_more_bytes_are_kept_than_there_is_room_for():
    site = Site(size=5 * len(WORDS))
    for number in range(10):
        site.get(path=f"/en/{number}/")
    assert sum(bool(site.store.get(f"/en/{number}/")) for number in range(10)) == 2
