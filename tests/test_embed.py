"""The petition on other people's sites: one page may be framed, it tells nobody anything, its line can be copied."""

import gzip
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from campaign import embed
from petitions import briefly
from petitions.counting import Progress
from tests.crawl import browser, public_pages
from tests.pages import text_of, tree, with_class
from tests.test_headers import POLICY, policy

BOX = "/en/embed/box/"


def box(language: str = "en"):
    """The box as a tree."""
    return tree(browser().get(f"/{language}/embed/box/").content.decode())


def page(query: str = "", language: str = "en"):
    """The page with the code as a tree."""
    return tree(browser().get(f"/{language}/embed/{query}").content.decode())


def line(root, name: str = "embed-code") -> str:
    return next(one.text or "" for one in root.iter("textarea") if one.get("id") == name)


# --- the box --------------------------------------------------------------------------------------------------------


def test_the_box_and_nothing_else_may_be_framed_by_others_WB_10(petition):
    answers = {page: browser().get(page) for page in public_pages()}
    free = [page for page, answer in answers.items() if "X-Frame-Options" not in answer]
    policies = {page: policy(answer)["frame-ancestors"] for page, answer in answers.items()}
    assert (free, policies.pop(BOX), set(policies.values())) == ([BOX], "*", {"'none'"})


def test_the_box_keeps_every_other_protection_and_may_run_no_script_WB_10(petition):
    assert policy(browser().get(BOX)) == POLICY | {"frame-ancestors": "*", "script-src": "'none'"}


def test_the_box_holds_words_and_one_link_no_form_no_script_no_cookie_WB_11(petition):
    answer = browser().get(BOX)
    root = tree(answer.content.decode())
    assert [one.tag for one in root.iter() if one.tag in ("form", "script", "img", "iframe", "input", "button")] == []
    assert ([one.get("href") for one in root.iter("a")], dict(answer.cookies)) == (["/en/petition/"], {})


def test_the_link_of_the_box_opens_a_new_window_and_says_so(petition):
    [link] = box().iter("a")
    assert (link.get("target"), link.get("rel")) == ("_blank", "noopener")
    assert text_of(link) == "Sign Opens in a new window"


@pytest.mark.parametrize(("number", "shown"), [(99, []), (100, ["Signatures: 100"]), (12_482, ["Signatures: 12,482"])])
def test_the_box_shows_the_number_from_a_hundred_on(petition, monkeypatch, number, shown):
    monkeypatch.setattr("campaign.embed.card.progress", lambda _: Progress(number))
    assert [text_of(one) for one in with_class(box(), "count")] == shown


def test_the_box_says_what_it_is_about_and_who_runs_it(petition):
    [title], [by] = box().iter("h1"), with_class(box(), "by")
    assert text_of(title) == "A lasting EU law for child safety online"
    assert text_of(by) == f"Run by: {settings.CONTROLLER['name']}"


@pytest.mark.parametrize(("moment", "days", "words"), [
    ("closes_at", 1, "Sign"), ("closes_at", -1, "The petition"), ("opens_at", 1, "The petition"),
])  # fmt: skip
def test_before_and_after_the_petition_the_box_leads_there_too(petition, moment, days, words):
    petition.opens_at = timezone.now() - timedelta(days=9)
    setattr(petition, moment, timezone.now() + timedelta(days=days))
    petition.save()
    briefly.forget_everything()
    [link] = box().iter("a")
    assert (text_of(link).partition(" Opens")[0], link.get("href")) == (words, "/en/petition/")


def test_the_sheet_of_the_box_is_small_and_may_be_used_in_the_frame():
    sheet = settings.BASE_DIR / "static/css/embed.css"
    assert len(gzip.compress(sheet.read_bytes())) <= 3000
    assert browser().get("/static/css/embed.css")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_picture_beside_a_link_may_be_shown_by_others_and_nothing_else_of_ours():
    asked = ("/static/img/share/en.png", "/static/css/site.css", "/static/img/house.svg")
    assert [browser().get(one)["Cross-Origin-Resource-Policy"] for one in asked] == [
        "cross-origin", "same-origin", "same-origin",
    ]  # fmt: skip


# --- the page with the code -----------------------------------------------------------------------------------------


def test_the_line_is_a_frame_that_sets_no_cookie_and_tells_us_no_address(petition):
    [frame] = tree(f"<html>{line(page())}</html>").iter("iframe")
    assert frame.get("src") == f"{settings.SITE_ORIGIN}/en/embed/box/"
    assert frame.get("title") == "A lasting EU law for child safety online"
    assert (frame.get("loading"), frame.get("referrerpolicy")) == ("lazy", "no-referrer")
    assert frame.get("sandbox") == "allow-popups allow-popups-to-escape-sandbox"


def test_the_line_is_one_line_without_script_and_style(petition):
    assert [word for word in ("\n", "<script", "style=", "http://www") if word in line(page())] == []


def test_the_language_and_the_button_are_chosen_without_javascript(petition):
    root = page("?language=de&kind=button")
    chosen = [one.get("value") for one in root.iter("option") if "selected" in one.attrib]
    ticked = [one.get("value") for one in root.iter("input") if "checked" in one.attrib]
    assert (chosen, ticked) == (["de"], ["button"])
    assert line(root).startswith(f'<a href="{settings.SITE_ORIGIN}/de/petition/"')


def test_without_a_choice_it_is_the_box_in_the_language_of_the_page(petition):
    assert f'src="{settings.SITE_ORIGIN}/mt/embed/box/"' in line(page(language="mt"))


@pytest.mark.parametrize("query", ["language=xx&kind=y", "language=%00", "language=<b>&kind=box&kind=", "kind"])
def test_a_query_that_makes_no_sense_is_the_default(query):
    assert embed.chosen(QueryDict(query), "en") == embed.chosen(QueryDict(""), "en")


def test_the_link_with_a_picture_is_there_for_sites_without_frames(petition):
    root = tree(f"<html>{line(page('?language=de'), 'embed-picture')}</html>")
    [link], [picture] = root.iter("a"), root.iter("img")
    assert link.get("href") == f"{settings.SITE_ORIGIN}/de/petition/"
    assert picture.get("src") == f"{settings.SITE_ORIGIN}/static/img/share/de.png"
    assert browser().get("/static/img/share/de.png").status_code == 200


def test_the_preview_is_the_box_itself_and_only_our_own_page_may_be_framed_here(petition):
    [frame] = page("?language=el").iter("iframe")
    answer = browser().get("/en/embed/")
    assert (frame.get("src"), policy(answer)) == ("/el/embed/box/", POLICY | {"frame-src": "'self'"})


def test_a_title_with_signs_of_html_stays_words(monkeypatch):
    monkeypatch.setattr("campaign.embed.title", lambda: '"><script>')
    assert 'title="&quot;&gt;&lt;script&gt;"' in embed.chosen(QueryDict(""), "en").code
