"""Where am I, and where can I go: menu, breadcrumbs and foot of every page, and what machines read of them."""

import json
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import NoReverseMatch, reverse

from campaign.text_pages import PAGES
from tests.crawl import browser, token_pages
from tests.pages import Page, reached, text_of, tree, with_class

MENU = ["asks", "timeline", "evidence", "questions", "about"]
MORE = ["prevention", "voices", "beacon"]
SITE = ["petition", "asks", "asks_easy", "prevention", "beacon", "timeline", "evidence", "questions", "voices", "about",
        "help", "yours_ask", "stay_informed", "press", "translate_page", "embed"]  # fmt: skip
LEGAL = ["privacy", "privacy_young", "accessibility"]
LIGHT = {"/en/help/", "/en/help/cover-your-tracks/"}  # for people in need: no menu, nothing that leads away from help
PARENTS = {"ask": "asks", "prevention": "prevention", "privacy": "privacy"}


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


def page(path: str, **headers: str) -> Page:
    answer = browser().get(path, headers=headers)
    return Page(path, answer.status_code, answer.content.decode())


def addresses(names: list[str]) -> list[str]:
    """Of the pages that exist; the others come later and their entries with them."""
    found = []
    for name in names:
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def links(element: Element) -> list[str]:
    return [link.get("href", "") for link in element.iter("a")]


def landmarks(root: Element) -> list[str]:
    return [nav.get("aria-label", "") for nav in root.iter("nav")]


def test_the_menu_holds_the_pages_that_exist_in_their_order():
    [menu] = with_class(page("/en/").root, "menu")
    assert links(menu) == addresses([*MENU, *MORE])


def test_help_stands_above_every_page_and_not_in_the_menu():
    for path, found in reached("en").items():
        [above], menus = with_class(found.root, "help-line"), with_class(found.root, "menu")
        in_menus = [reverse("help") in links(menu) for menu in menus]
        assert (path, links(above), in_menus) == (path, [reverse("help")], [] if path in LIGHT else [False])


@pytest.mark.parametrize("name", [*MENU[:1], "about", "prevention", "beacon"])
def test_the_menu_and_the_foot_mark_the_page_that_is_open(name):
    root = page(reverse(name)).root
    for part in ("menu", "footer-links"):
        [nav] = with_class(root, part)
        current = [link.get("href") for link in nav.iter("a") if link.get("aria-current") == "page"]
        assert (part, current) == (part, [reverse(name)])


def test_nothing_is_marked_on_a_page_that_has_no_entry():
    root = page("/en/").root
    marks = [link.get("href") for link in root.iter("a") if link.get("aria-current") == "page"]
    assert marks == []


def test_the_foot_goes_help_site_legal_languages():
    [foot] = page("/en/").root.iter("footer")
    [nav] = with_class(foot, "footer-links")
    site, legal = nav.iter("ul")
    parts = [part.get("class", "") for part in foot.iter() if part.get("class", "").startswith("footer-")]
    assert parts == ["footer-help", "footer-links", "footer-who", "footer-languages"]
    assert (links(site), links(legal)) == (addresses(SITE), addresses(LEGAL))


def test_every_text_page_has_its_way_from_menu_foot_or_parent():
    shown = {link for found in reached("en").values() for link in found.links()}
    assert [text.name for text in PAGES if reverse(text.name) not in shown] == []


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_no_two_landmarks_of_a_page_have_the_same_name(language):
    for path, found in reached(language).items():
        names = landmarks(found.root)
        assert (path, sorted(names), all(names)) == (path, sorted(set(names)), True)


@pytest.mark.parametrize("path", ["/en/nowhere/", "/de/nowhere/"])
def test_a_page_that_is_not_here_has_the_menu_too(path):
    found = page(path)
    assert (found.status, len(with_class(found.root, "menu"))) == (404, 1)


# --- breadcrumbs ----------------------------------------------------------------------------------------------------


def children() -> dict[str, str]:
    """Name of each page that stands below another → name of the page above it."""
    below = [text.name for text in PAGES if text.address.count("/") > 1]
    return {name: PARENTS[name.split("_")[0].removesuffix("s")] for name in below}


@pytest.mark.parametrize("name", children())
def test_a_page_below_another_leads_up_to_it(name):
    [crumbs] = with_class(page(reverse(name)).root, "crumbs")
    [here] = [item for item in crumbs.iter("li") if item.get("aria-current") == "page"]
    assert (links(crumbs), bool(text_of(here))) == ([reverse(children()[name])], True)


@pytest.mark.parametrize("name", children())
def test_machines_read_the_same_way_as_people(name):
    root = page(reverse(name)).root
    [crumbs], [steps] = with_class(root, "crumbs"), [one for one in data(root) if one["@type"] == "BreadcrumbList"]
    home, parent, here = steps["itemListElement"]
    names = [text_of(item) for item in crumbs.iter("li")]
    assert [parent["name"], here["name"]] == names
    assert [step["item"].removeprefix(settings.SITE_ORIGIN) for step in (home, parent, here)] == [
        "/en/", reverse(children()[name]), reverse(name),
    ]  # fmt: skip


# --- what machines read ---------------------------------------------------------------------------------------------


def data(root: Element) -> list[dict]:
    """Everything in JSON-LD, flat."""
    blocks = [json.loads(one.text or "") for one in root.iter("script") if one.get("type") == "application/ld+json"]
    return [item for block in blocks for item in block.get("@graph", [block])]


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_page_says_to_machines_what_it_is_and_who_runs_it(language):
    for path, found in reached(language).items():
        items = {item["@type"]: item for item in data(found.root)}
        assert set(items) - {"BreadcrumbList"} == {"Organization", "WebSite", "WebPage"}
        read = (items["WebPage"]["name"], items["WebPage"]["description"], items["WebPage"]["inLanguage"])
        assert (path, *read) == (path, found.title, found.description, language)
        assert items["Organization"]["name"] == settings.CONTROLLER["name"]


def test_no_name_can_end_the_block_of_data(settings):
    settings.SITE_NAME = "</script><script>alert(1)</script> & <!--"
    text = Client().get("/en/help/").content.decode()
    assert "<script>alert" not in text
    names = [item["name"] for item in data(tree(text)) if item["@type"] == "WebSite"]
    assert names == ["</script><script>alert(1)</script> & <!--"]


def test_kept_words_are_the_same_wherever_they_stand():
    source = "{% load head %}{% keep words %}{% block a %}Tom &amp; Ann | B{% endblock %}{% endkeep %}"
    text = Template(source + "{{ words }}/{{ words|before_bar }}").render(Context())
    assert text == "Tom &amp; Ann | B/Tom &amp; Ann"


def test_personal_pages_have_no_address_to_be_found_by_and_nothing_to_share(sign):
    for path in [*token_pages(sign()), "/en/petition/thank-you/", "/en/petition/check-your-email/", "/en/nowhere/"]:
        found = page(path)
        assert (path, found.meta("name", "robots")) == (path, "noindex")
        assert (found.alternates, found.meta("property", "og:title"), data(found.root)) == ({}, "", [])
        assert 'rel="canonical"' not in found.html


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_social_networks_are_told_the_language_and_its_sisters(language):
    found = page(f"/{language}/petition/")
    others = [one.get("content") for one in found.root.iter("meta") if one.get("property") == "og:locale:alternate"]
    codes = [found.meta("property", "og:locale")[:2], *(str(other)[:2] for other in others)]
    assert (codes[0], sorted(codes)) == (language, sorted(settings.LIVE_LANGUAGES))
    assert found.meta("name", "twitter:card") == "summary_large_image"


def test_the_switcher_names_each_language_in_itself_and_stays_on_the_page():
    [switcher] = with_class(page("/en/asks/listen/").root, "languages")
    shown = [(link.get("lang"), link.get("hreflang"), link.get("href"), text_of(link)) for link in switcher.iter("a")]
    assert shown == [(code, code, f"/{code}/asks/listen/", name) for code, name in settings.LANGUAGES]
