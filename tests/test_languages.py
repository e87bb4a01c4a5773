"""The address decides the language; the browser is asked once, at the door, and nothing is remembered."""

import django.conf.locale
import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation

from campaign import languages, plurals
from petitions import countries
from tests.crawl import browser, public_pages
from tests.pages import tree

OFFICIAL = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


def test_the_24_official_languages_have_names_in_themselves():
    assert sorted(languages.NATIVE) == OFFICIAL.split()
    assert len(set(languages.NATIVE.values())) == 24
    assert languages.NATIVE["mt"] == "Malti"


@pytest.mark.parametrize("code", OFFICIAL.split())
def test_every_official_language_is_planned_for_in_every_list(code):
    assert code in plurals.HEADERS
    assert code in countries.LIKELY
    assert code in django.conf.locale.LANG_INFO


def test_the_live_languages_stand_in_the_order_of_their_codes():
    assert languages.native_names(["mt", "de", "en"]) == [("de", "Deutsch"), ("en", "English"), ("mt", "Malti")]
    assert languages.native_names(settings.LIVE_LANGUAGES) == settings.LANGUAGES


@pytest.mark.parametrize("code", ["xx", "EN", "de-AT", "tr", ""])
def test_a_language_that_is_not_official_does_not_go_live(code):
    with pytest.raises(KeyError):
        languages.native_names(["en", code])


@pytest.mark.parametrize(
    ("wish", "door"),
    [
        ("de", "/de/"), ("en", "/en/"), ("de-AT,de;q=0.9,en;q=0.8", "/de/"), ("ja,de;q=0.5", "/de/"), ("ja", "/en/"),
        ("", "/en/"), ("*", "/en/"), ("en;q=0.1,de;q=0.9", "/de/"), ("DE", "/de/"), ("ja;q=1,de;q=0.1", "/de/"),
    ],
)  # fmt: skip
def test_the_door_leads_to_the_best_live_language_and_is_kept_by_nobody(wish, door):
    response = browser().get("/", headers={"accept-language": wish})
    assert (response.status_code, response["Location"]) == (302, door)
    assert (response["Cache-Control"], response["Vary"]) == ("private, no-store", "Accept-Language")


def test_no_cookie_changes_the_language_at_the_door():
    visitor = browser()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert visitor.get("/", headers={"accept-language": "en"})["Location"] == "/en/"


@pytest.mark.parametrize(
    ("typed", "moved"),
    [("/DE/", "/de/"), ("/De/petition/", "/de/petition/"), ("/EN/petition/confirm/AbC/", "/en/petition/confirm/AbC/")],
)
def test_a_language_in_capitals_moves_for_ever(typed, moved):
    response = browser().get(typed)
    assert (response.status_code, response["Location"]) == (301, moved)


@pytest.mark.parametrize("typed", ["/JA/", "/XX/", "/DEU/", "/STAFF/", "/JA/petition/"])
def test_what_is_no_live_language_does_not_move(db, typed):
    assert browser().get(typed).status_code == 404


@pytest.mark.parametrize("code", settings.LIVE_LANGUAGES)
def test_a_page_speaks_the_language_of_its_address_whatever_the_browser_wishes(petition, code):
    for page in public_pages():
        response = browser().get(page.replace("/en/", f"/{code}/", 1), headers={"accept-language": "fr"})
        assert (response.status_code, response["Content-Language"]) == (200, code)
        assert f'<html lang="{code}"' in response.content.decode()


def test_every_page_leads_to_itself_in_every_live_language(petition):
    for page in sorted(set(public_pages()) - {"/en/embed/box/"}):  # a frame on the pages of others has no switcher
        text = browser().get(page).content.decode()
        others = [page.replace("/en/", f"/{code}/", 1) for code in settings.LIVE_LANGUAGES]
        assert [other for other in others if f'href="{other}"' not in text] == []


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/en/", "/de/"),
        ("/en/petition/", "/de/petition/"),
        ("/en/petition/en/", "/de/petition/en/"),
        ("/nowhere/", "/nowhere/"),
        ("/", "/"),
    ],
)
def test_only_the_first_part_of_an_address_changes(path, other):
    assert languages.this_page_in(RequestFactory().get(path), "de") == other


def test_the_switcher_marks_the_language_of_the_page():
    with translation.override("de"):
        choices = languages.choices_for(RequestFactory().get("/de/help/"))
    assert [choice for choice in choices if choice["current"]] == [
        {"code": "de", "name": "Deutsch", "url": "/de/help/", "current": True, "locale": "de_DE"}
    ]
    assert [choice["code"] for choice in choices] == sorted(settings.LIVE_LANGUAGES)


@pytest.mark.parametrize(("path", "address"), [("/de/", "/"), ("/de/help/", "/en/help/"), ("/en/help/", "/en/help/")])
def test_readers_of_no_live_language_are_led_to_the_door_or_to_the_english_page(path, address):
    assert languages.for_everybody(path) == address


def test_every_language_has_a_country_for_social_networks():
    assert {code: locale[:2] for code, locale in languages.LOCALES.items()} == {code: code for code in languages.NATIVE}


def test_maltese_which_django_lacks_can_be_spoken():
    assert translation.get_language_info("mt")["name_local"] == "Malti"
    with translation.override("mt"):
        assert (translation.get_language(), translation.get_language_bidi()) == ("mt", False)


def test_a_language_from_right_to_left_turns_every_page_round(petition, monkeypatch, settings):
    """None of the 24 does; Arabic is prepared for."""
    monkeypatch.setitem(languages.NATIVE, "ar", "العربية")
    monkeypatch.setitem(languages.LOCALES, "ar", "ar_AR")
    settings.LIVE_LANGUAGES = [*settings.LIVE_LANGUAGES, "ar"]
    settings.LANGUAGES = languages.native_names(settings.LIVE_LANGUAGES)
    roots = [tree(browser().get(path).content.decode()) for path in ("/ar/about/", "/ar/help/", "/ar/nowhere/")]
    assert [(root.get("lang"), root.get("dir")) for root in roots] == [("ar", "rtl")] * 3
