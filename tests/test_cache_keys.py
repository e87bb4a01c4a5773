"""What caches keep is the same for everybody: no header, no cookie and no unknown query gets into a page."""

import pytest

from campaign import publishable
from tests import answers
from tests.crawl import browser, public_files, token_pages, token_presses
from tests.test_requests import UNKEYED

COUNT = "/api/v1/petitions/child-safety-on/count.json"
QUERY = "?utm_source=evil.example&x=%3Cscript%3E&email__startswith=a&callback=evil&_=1&page=2&cb=evil.example"


def kept() -> list[str]:
    """Every address that anybody may keep, in the first language alone: words make no difference here."""
    return [path for path in publishable.public_paths() if path.startswith(("/en/", "/api/"))]


def test_there_are_forty_headers_and_many_pages(db):
    assert (len(set(UNKEYED.split())) >= 40, len(kept()) > 40) == (True, True)


def test_no_header_changes_a_page_or_what_is_said_about_it_WB_07(petition):
    evil = dict.fromkeys(UNKEYED.split(), "evil.example") | {"cookie": "staff=evil.example; django_language=de"}
    changed = [path for path in [*kept(), *public_files()] if whole(path) != whole(path, headers=evil)]
    assert changed == []


def test_no_query_that_nobody_needs_changes_a_page_WB_07(petition):
    assert [path for path in kept() if whole(path) != whole(path + QUERY)] == []


def test_nothing_that_was_asked_for_stands_in_a_page_WB_07(petition):
    sent = dict.fromkeys(UNKEYED.split(), "evil.example")
    pages = [browser().get(path + QUERY, headers=sent) for path in kept()]
    assert [page.request["PATH_INFO"] for page in pages if b"evil.example" in page.content] == []


@pytest.mark.parametrize("path", ["/en/", "/en/petition/", COUNT])
def test_a_page_varies_with_no_header_but_the_encoding_WB_07(petition, path):
    assert browser().get(path).get("Vary") is None


def whole(path: str, **sent) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    return answers.whole(browser().get(path, **sent))


SUFFIXES = [
    "x.css", "x.js", "a.png", "x.json", "x.woff2", "x.css/", ".css", ";x.css", "%3bx.css", "%2fx.css", "../x.css",
    "%23x.css", "%3fx.css", "%00.css", "%0a.css", "static/css/site.css", "x.css%00", "..%2fstatic%2fx.css", "\\x.css",
]  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_personal_page_under_the_name_of_a_file_is_nothing_and_kept_by_nobody_WB_08(sign, suffix):
    row = sign()
    answers = [browser().get(page + suffix) for page in [*token_pages(row), *token_presses(row)]]
    assert {(answer.status_code, answer["Cache-Control"]) for answer in answers} == {(404, "no-store")}


@pytest.mark.parametrize("query", ["?x.css", "?.js", "?utm_source=x.css", "#x.css", "?static/x.png"])
def test_a_personal_page_with_a_query_stays_personal_WB_08(sign, query):
    rules = [browser().get(page + query)["Cache-Control"] for page in token_pages(sign())]
    assert [rule for rule in rules if "no-store" not in rule] == []
