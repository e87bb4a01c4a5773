"""From each language's home every link leads somewhere; every page says what it is and where its sisters are."""

import re

import pytest
from django.conf import settings

from tests.crawl import browser
from tests.pages import reached
from tests.test_sitemaps import entries

LIVE = settings.LIVE_LANGUAGES
OUT = "/leave/"  # leads away from us: tests/test_leaving.py
each_language = pytest.mark.parametrize("language", LIVE)


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


@each_language
def test_no_link_is_dead(language):
    pages = {path: page for code in LIVE for path, page in reached(code).items()}
    dead = {
        (path, link)
        for path, page in reached(language).items()
        for link in page.links()
        if link != OUT and ((target := pages.get(re.sub("#.*", "", link))) is None or target.status != 200)
    }
    assert dead == set()


@each_language
def test_no_link_to_a_file_is_dead(language):
    files = {file for page in reached(language).values() for file in page.files()}
    assert {file for file in files if browser().get(file).status_code != 200} == set()


@each_language
def test_a_link_to_a_part_of_a_page_finds_that_part(language):
    pages = reached(language)
    lost = {
        (path, link)
        for path, page in pages.items()
        for link in page.links()
        if "#" in link and (target := pages.get(link.split("#")[0])) and link.split("#")[1] not in target.ids
    }
    assert lost == set()


@each_language
def test_every_page_that_is_to_be_found_can_be_reached_by_links(language):
    listed = {entry for entry in entries() if entry.startswith(f"/{language}/")}
    assert listed - set(reached(language)) == set()


@each_language
def test_every_page_has_one_headline(language):
    headlines = {path: len(list(page.root.iter("h1"))) for path, page in reached(language).items()}
    assert {path: number for path, number in headlines.items() if number != 1} == {}


@each_language
def test_titles_and_descriptions_fit_where_they_are_shown(language):
    sizes = {path: (len(page.title), len(page.description)) for path, page in reached(language).items()}
    assert {path: size for path, size in sizes.items() if not (1 <= size[0] <= 60 and 1 <= size[1] <= 155)} == {}


@each_language
def test_no_two_pages_have_the_same_title(language):
    titles = [page.title for page in reached(language).values()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


@each_language
def test_every_page_knows_its_own_address_and_language(language):
    for path, page in reached(language).items():
        assert (page.canonical, page.root.get("lang")) == (settings.SITE_ORIGIN + path, language)


@each_language
def test_every_page_names_its_sisters_and_they_name_it(language):
    for path, page in reached(language).items():
        sisters = {code: path.replace(f"/{language}/", f"/{code}/", 1) for code in LIVE}
        english = "/" if path == f"/{language}/" else sisters["en"]
        assert page.alternates == sisters | {"x-default": english}
        assert [reached(code)[sister].alternates for code, sister in sisters.items()] == [page.alternates] * len(LIVE)


@each_language
def test_a_shared_link_shows_what_the_page_says(language):
    for path, page in reached(language).items():
        shown = {name: page.meta("property", f"og:{name}") for name in ("title", "description", "url")}
        assert shown == {"title": page.title, "description": page.description, "url": settings.SITE_ORIGIN + path}
