"""The way out: a path that says nothing of where one came from, that nobody keeps, that leads to one place alone."""

import pytest
from django.test import Client
from django.urls import reverse

from campaign import publishable, sitemaps
from tests.crawl import browser, post


def answer(method: str = "get", path: str = "/leave/", **headers):
    return getattr(browser(), method)(path, headers=headers)


@pytest.mark.parametrize("method", ["get", "head"])
def test_leaving_goes_to_the_neutral_page(settings, method):
    settings.LEAVE_URL = "https://weather.example/"
    left = answer(method)
    assert (left.status_code, left["Location"]) == (303, "https://weather.example/")


def test_nothing_of_the_request_decides_where_it_leads(settings):
    left = answer(path="/leave/?next=https://evil.example/&to=//evil.example", referer="https://evil.example/")
    assert left["Location"] == settings.LEAVE_URL


def test_a_form_of_ours_leads_out_too_and_a_foreign_one_does_not(petition):
    assert (post("/leave/").status_code, post("/leave/", origin="https://evil.example").status_code) == (303, 403)


def test_the_browser_drops_what_it_keeps_and_tells_nobody_where_it_was():
    left = answer()
    names = ("Clear-Site-Data", "Referrer-Policy", "Cache-Control", "X-Robots-Tag")
    assert [left[name] for name in names] == ['"cache", "storage"', "no-referrer", "no-store", "noindex"]


def test_no_cookie_is_set_or_cleared_so_staff_stay_logged_in():
    left = answer()
    assert (left.cookies, "cookies" in left["Clear-Site-Data"]) == ({}, False)


def test_nobody_keeps_it_and_no_machine_is_led_to_it():
    assert (publishable.is_public("/leave/"), "leave/" in sitemaps.pages_to_be_found()) == (False, False)
    assert "/leave/" not in Client().get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("name", ["help", "cover_tracks", "voices"])
def test_on_the_pages_about_abuse_the_second_stop_leaves(petition, name):
    html = Client().get(reverse(name)).content.decode()
    assert html.count("/leave/") == 1
    links = html.partition("<body")[2].split("<a ")[1:3]
    assert [link.partition(">")[0] for link in links] == [
        'class="skip-link" href="#main"',
        'class="call" href="/leave/" rel="noreferrer nofollow" data-leave',
    ]


@pytest.mark.parametrize("page", ["/en/", "/en/petition/", "/en/about/"])
def test_no_other_page_has_it(petition, page):
    assert "/leave/" not in Client().get(page).content.decode()
