"""The page for people who need help now: light, whole without CSS and JavaScript, and it asks for nothing."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.pages import text_of, tree, with_class
from tests.test_helplines import add

LIGHT = ("help", "cover_tracks")
KB = 1000
STATIC = Path(settings.BASE_DIR, "static")


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, whose number and button these pages do not show."""


def html_of(name: str, language: str = "en", **query: str) -> str:
    address = re.sub("^/[a-z]{2}/", f"/{language}/", reverse(name))
    return Client().get(address, query).content.decode()


def files_of(html: str) -> list[Path]:
    """Every file that the page asks for."""
    loaded = re.findall(
        r'<(?:link rel="(?:stylesheet|icon|preload)"|script|img|source)[^>]*?(?:href|src)="([^"]+)"', html
    )
    return [STATIC / address.removeprefix(settings.STATIC_URL) for address in loaded]


@pytest.mark.parametrize("name", LIGHT)
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_everything_together_is_under_30_kb_before_it_is_compressed(name, language):
    html = html_of(name, language, country="MT")
    bodies = [html.encode(), *(path.read_bytes() for path in files_of(html))]
    sizes = [sum(map(len, bodies)), sum(len(brotli.compress(body, quality=5)) for body in bodies)]
    assert (sizes[0] < 30 * KB, sizes[1] < 10 * KB) == (True, True), sizes


def test_a_country_with_many_services_is_under_30_kb_too():
    for number in range(8):
        add(country="GR", name=f"Υπηρεσία {number}", number=f"210 {number}", chat_url=f"https://{number}.example/")
    html = html_of("help", "el", country="GR")
    assert len(html.encode()) + sum(len(path.read_bytes()) for path in files_of(html)) < 30 * KB


@pytest.mark.parametrize("name", LIGHT)
def test_it_asks_for_its_own_few_files_and_no_other(name):
    asked = [str(path.relative_to(STATIC)) for path in files_of(html_of(name))]
    assert asked == ["css/light.css", "img/favicon.svg", "js/parts/leave.js"]


def test_its_stylesheet_asks_for_nothing():
    sheet = (STATIC / "css/light.css").read_text()
    assert [word for word in ("@import", "@font-face", "url(", "!important", "text-transform") if word in sheet] == []


@pytest.mark.parametrize("name", LIGHT)
def test_no_petition_no_number_no_sharing_no_banner(name):
    root = tree(html_of(name))
    links = [link.get("href", "") for link in root.iter("a")]
    assert [link for link in links if "/petition/" in link or "share" in link] == []
    classes = {one for element in root.iter() for one in element.get("class", "").split()}
    assert classes & {"button", "banner", "progress", "share", "sign-card", "bottom-bar", "page-top"} == set()


@pytest.mark.parametrize("name", LIGHT)
def test_it_keeps_the_languages_and_the_help_of_the_foot(name):
    root = tree(html_of(name, country="FR") if name == "help" else html_of(name))
    [nav], [foot] = root.iter("nav"), root.iter("footer")
    query = "?country=FR" if name == "help" else ""
    assert [link.get("href") for link in nav.iter("a")] == [
        f"/{code}{reverse(name).removeprefix('/en')}{query}" for code, _ in settings.LANGUAGES
    ]
    assert [link.get("href") for link in foot.iter("a")][:3] == ["tel:112", "tel:116111", reverse("help")]


def test_the_country_is_chosen_by_a_plain_form_that_brings_one_back_to_it():
    root = tree(html_of("help", country="EE"))
    [form] = root.iter("form")
    assert (form.get("method"), form.get("action")) == ("get", "/en/help/#help-in-your-country")
    [chosen] = [option for option in form.iter("option") if option.get("selected") is not None]
    assert (chosen.get("value"), text_of(chosen)) == ("EE", "Estonia")
    assert [one.get("id") for one in root.iter() if one.get("id") == "help-in-your-country"] == ["help-in-your-country"]


@pytest.mark.parametrize(("query", "asked"), [({}, 0), ({"country": "XX"}, 0), ({"country": "AT"}, 1)])
def test_only_a_country_asks_for_help_lines_and_once(django_assert_max_num_queries, query, asked):
    with django_assert_max_num_queries(9) as captured:
        html_of("help", **query)
    assert len([one for one in captured if "helpline" in one["sql"]]) == asked


def test_the_network_of_the_visitor_decides_nothing():
    plain = html_of("help")
    for headers in ({"accept-language": "de-AT"}, {"x-forwarded-for": "81.10.0.1"}, {"cf-ipcountry": "AT"}):
        assert Client(headers=headers).get("/en/help/").content.decode() == plain


def test_the_last_link_leads_to_the_part_about_help_before_harm():
    main = next(iter(tree(html_of("help")).iter("main")))
    last = [link.get("href", "") for link in main.iter("a")][-1]
    assert last == "/en/prevention/what-works/#help-before-harm"
    assert 'id="help-before-harm"' in Client().get("/en/prevention/what-works/").content.decode()


def test_tracks_says_what_remains_and_who_our_letters_come_from():
    html = html_of("cover_tracks")
    assert "It can’t delete your browser history." in html
    assert "the sender’s name can be seen: Test Foundation." in html


def test_tracks_leads_to_the_help_of_the_big_browsers():
    [browsers] = with_class(tree(html_of("cover_tracks")), "browsers")
    assert [text_of(link) for link in browsers.iter("a")] == [
        "Chrome", "Safari (iPhone, iPad)", "Safari (Mac)", "Firefox", "Edge",
    ]  # fmt: skip
    assert {(link.get("href", "")[:8], link.get("rel")) for link in browsers.iter("a")} == {
        ("https://", "noopener noreferrer")
    }
