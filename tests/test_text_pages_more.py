"""Prevention, Project Beacon, about, accessibility and privacy: whole pages that say only what is set and true."""

import html
import re

import pytest
from django.conf import settings as site
from django.urls import NoReverseMatch, reverse
from django.utils import translation

pytest_plugins = ("tests.staff",)

PAGES = ("prevention", "prevention_awareness", "prevention_education", "prevention_peers", "prevention_works", "beacon",
         "about", "accessibility", "privacy", "privacy_young")  # fmt: skip
# setting of the organisation → the page that must show it
SHOWN = [("name", "about"), ("contact_email", "about"), ("contact_hours", "about"), ("funding", "about"),
         ("register_no", "about"), ("name", "privacy"), ("address", "privacy"), ("privacy_email", "privacy"),
         ("dpo_email", "privacy"), ("joint", "privacy"), ("processors", "privacy"), ("transfers", "privacy"),
         ("authority", "privacy"), ("contact_email", "accessibility"), ("accessibility_methods", "accessibility"),
         ("accessibility_authority", "accessibility"), ("privacy_email", "privacy_young")]  # fmt: skip
OPTIONAL = [("register_no", "about", "EU Transparency Register"), ("joint", "privacy", "Shared responsibility.")]
EMPTY = re.compile(r"<(p|li|td|h[1-6])(?![^>]*role=)[^>]*>\s*</\1>")  # but a line that a script fills may wait empty
LATER = {"set_aside": "How many were set aside is public.", "yours_ask": "You can ask for a link to your own page"}


@pytest.fixture
def page(client, petition):
    """The page's whole HTML: page("about"), or page("about", "de") in another language."""

    def fetch(name: str, language: str = "en") -> str:
        with translation.override(language):
            response = client.get(reverse(name))
        assert response.status_code == 200
        return response.content.decode()

    return fetch


def words(source: str) -> str:
    """What a reader reads between <main> and </main>, blanks folded."""
    main = re.search(r"<main.*?</main>", source, re.DOTALL).group(0)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def exists(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_headline_and_a_title_and_description_that_fit(page, name):
    source = page(name)
    title = html.unescape(re.search(r"<title>(.*?)</title>", source, re.DOTALL).group(1)).strip()
    description = html.unescape(re.search(r'<meta name="description" content="(.*?)">', source).group(1))
    assert len(re.findall(r"<h1[ >]", source)) == 1
    assert 0 < len(title) <= 60
    assert 0 < len(description) <= 155


@pytest.mark.parametrize("name", PAGES)
def test_no_headline_jumps_over_a_level_and_no_paragraph_is_empty(page, name):
    main = re.search(r"<main.*?</main>", page(name), re.DOTALL).group(0)
    levels = [int(level) for level in re.findall(r"<h([1-6])", main)]
    assert [b for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []
    assert EMPTY.findall(main) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_setting_to_be_whole(page, name, settings):
    settings.CONTROLLER = dict.fromkeys(settings.CONTROLLER, "") | {"independent": False}
    main = re.search(r"<main.*?</main>", page(name), re.DOTALL).group(0)
    assert EMPTY.findall(main) == []


@pytest.mark.parametrize(("setting", "name"), SHOWN)
def test_what_the_operator_writes_stands_on_its_page(page, settings, setting, name):
    settings.CONTROLLER = settings.CONTROLLER | {setting: "Something & of its own"}
    assert words(page(name)).count("Something & of its own") >= 1


@pytest.mark.parametrize(("setting", "name", "start"), OPTIONAL)
def test_a_paragraph_about_what_an_organisation_does_not_have_is_not_there(page, settings, setting, name, start):
    settings.CONTROLLER = settings.CONTROLLER | {setting: ""}
    assert start not in words(page(name))


def test_the_operators_english_sentences_are_marked_on_a_german_page(page, settings):
    settings.CONTROLLER = settings.CONTROLLER | {"funding": "Test Donors"}
    assert '<span lang="en">Test Donors</span>' in page("about", "de")


@pytest.mark.parametrize(("independent", "said"), [(True, 2), (False, 0)])
def test_about_and_footer_say_that_the_site_is_independent_only_when_it_is(page, settings, independent, said):
    settings.CONTROLLER = settings.CONTROLLER | {"independent": independent}
    assert page("about").count("This site presents the asks published by") == said


def test_the_accessibility_page_says_when_the_site_was_last_tested(page, settings):
    settings.CONTROLLER = settings.CONTROLLER | {"accessibility_tested_on": "2026-03-01"}
    assert "Last tested: 1 March 2026." in words(page("accessibility"))


def test_nothing_leaves_the_eu_when_the_operator_says_so_and_not_when_nobody_said_anything(page, settings):
    said = {}
    for written in ("none", ""):
        settings.CONTROLLER = settings.CONTROLLER | {"transfers": written}
        said[written] = "We send no data outside the EU." in words(page("privacy"))
    assert said == {"none": True, "": False}


def test_the_privacy_page_names_the_days_of_this_petition_and_of_its_backups(page, settings, petition):
    settings.BACKUP_DAYS = 17
    petition.closes_at = petition.closes_at.replace(2030, 1, 2, 12)
    petition.forget_at = petition.closes_at.replace(2030, 4, 5, 12)
    petition.save()
    text = words(page("privacy"))
    assert "The petition closes at the latest on: 2 January 2030." in text
    assert "Last deletion: 5 April 2030" in text
    assert "Days until then: 17." in text


PROMISES = ["14 days", "30 days", "90 days", "24 hours", "6(1)(a) and 9(2)(a)", "Article 6(1)(f)",
            "This site sets no cookies.", "You can sign from 16.", "If you write to us.", "Signatures set aside.",
            "All 27 are listed here."]  # fmt: skip


@pytest.mark.parametrize("promise", PROMISES)
def test_the_privacy_page_says_what_the_law_and_our_rules_ask_for(page, promise):
    assert promise in words(page("privacy"))


@pytest.mark.parametrize("name", LATER)
def test_the_privacy_page_promises_no_page_that_is_not_there(page, name):
    assert (LATER[name] in words(page("privacy"))) == exists(name)


def test_each_of_the_five_key_asks_leads_to_the_page_of_an_ask(page):
    table = re.search(r'<table class="mapping">.*?</table>', page("beacon"), re.DOTALL).group(0)
    leads = re.findall(r'<th scope="row">.*?<a href="([^"]+)"', table, re.DOTALL)
    asks = ("ask_design", "ask_duty", "ask_duty", "ask_safeguards", "ask_listen")
    assert leads == [reverse(name) for name in asks]


def test_what_works_names_no_service_that_nobody_verified(page):
    main = re.search(r"<main.*?</main>", page("prevention_works"), re.DOTALL).group(0)
    assert re.findall(r'href="https?:[^"]+', main) == []


@pytest.mark.parametrize("name", ["petition", "privacy_young"])
def test_people_under_16_find_what_they_can_do_and_every_link_leads_somewhere(page, client, name):
    links = re.findall(r'href="(/en/[^"#]*)"', re.search(r"<main.*?</main>", page(name), re.DOTALL).group(0))
    assert reverse("asks_easy") in links
    assert reverse("help") in links
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_the_young_readers_page_and_the_notice_lead_to_each_other_in_their_words(page):
    mains = {
        name: re.search(r"<main.*?</main>", page(name), re.DOTALL).group(0) for name in ("privacy", "privacy_young")
    }
    assert f'href="{reverse("privacy_young")}"' in mains["privacy"]
    assert f'href="{reverse("privacy")}"' in mains["privacy_young"]


def test_the_staff_area_sets_the_two_cookies_that_the_notice_names_and_no_third(enter):
    staff = enter("guardian")
    staff.get(reverse("staff:letters"))
    staff.post(reverse("staff:try_letters_again"))
    assert sorted(staff.cookies) == sorted([site.SESSION_COOKIE_NAME, site.CSRF_COOKIE_NAME])
