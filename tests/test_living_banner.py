"""The line under the header: none by default, only in its time, only while it is true, and never in the way."""

from datetime import date, timedelta

import pytest
from django.db import Error
from django.test import Client
from django.utils import timezone

from campaign.living import banner
from campaign.living.models import Banner, LegalStatus
from petitions import briefly
from petitions.models import Petition
from tests.pages import text_of, tree, with_class

pytest_plugins = ("tests.staff",)
ADD = "/staff/campaign/banner/add/"
HOUR = timedelta(hours=1)


def choose(code: str) -> None:
    values = {"code": code, "source_name": "C", "source_url": "https://c.example/", "checked_on": date.today()}
    LegalStatus.objects.update_or_create(key="status", defaults={**values, "changed_by": "ada"})
    briefly.forget_everything()


def put(variant: str = "gap", *, starts=-HOUR, ends=HOUR, **more) -> Banner:
    now = timezone.now()
    values = {"key": f"own-{variant}", "published": True, "starts_at": now + starts, "ends_at": now + ends}
    row = Banner.objects.create(variant=variant, **values | more)
    briefly.forget_everything()
    return row


def line(path: str = "/en/") -> str:
    """What the banner of this page says; "" without one."""
    found = with_class(tree(Client().get(path).content.decode()), "page-banner")
    return text_of(found[0].find("p")) if found else ""


@pytest.fixture
def gap(petition):
    choose("gap")


LINES = {
    "gap": ("The temporary EU rules have ended. Ask for a law that lasts. Sign", "/en/petition/"),
    "interim": ("A temporary rule is not enough. Ask for a law that lasts. Sign", "/en/petition/"),
    "agreed": ("Parliament and the Council have agreed. See how the text meets the four asks. Read", "/en/asks/"),
    "adopted": ("The law is adopted. Now it has to work in practice. See what is next", "/en/timeline/"),
    "milestone": ("Signatures: 50,000. Thank you. Share", "/en/petition/"),
    "vote": ("Vote planned: 24\u00a0March 2027. Write a short message to your MEP. Write", "/en/write-to-your-mep/"),
}


def test_there_is_none_by_default(gap):
    assert line() == ""


@pytest.mark.parametrize("variant", LINES)
def test_each_line_says_its_words_and_leads_somewhere(petition, variant):
    choose(variant if variant in ("gap", "interim", "agreed", "adopted") else "gap")
    put(variant, milestone=50_000, vote_on=date(2027, 3, 24))
    words, url = LINES[variant]
    assert line().replace("\u00a0", " ") == words.replace("\u00a0", " ")
    assert (banner.shown().url, bool(banner.shown().link)) == (url, True)


@pytest.mark.parametrize("variant", ["gap", "milestone", "own"])
def test_none_is_shown_while_the_status_is_checking(petition, variant):
    put(variant, milestone=100, words={"en": "Hello"})
    assert line() == ""


def test_a_line_about_the_law_goes_when_the_law_moves_on(gap):
    put("gap")
    assert line() != ""
    choose("agreed")
    assert line() == ""


def test_a_line_about_something_else_stays_when_the_law_moves_on(gap):
    put("milestone", milestone=100)
    choose("agreed")
    assert line() == "Signatures: 100. Thank you. Share"


@pytest.mark.parametrize(
    ("starts", "ends", "is_there"), [(-HOUR, HOUR, True), (HOUR, 2 * HOUR, False), (-2 * HOUR, -HOUR, False)]
)
def test_it_comes_and_goes_at_its_time(gap, starts, ends, is_there):
    put(starts=starts, ends=ends)
    assert bool(line()) == is_there


def test_it_starts_to_the_second_although_the_rows_are_remembered(gap):
    row = put(starts=HOUR, ends=2 * HOUR)
    moments = [row.starts_at - timedelta(seconds=1), row.starts_at, row.ends_at - timedelta(seconds=1), row.ends_at]
    assert [banner.shown(moment) is not None for moment in moments] == [False, True, True, False]


def test_an_unpublished_one_is_not_shown(gap):
    put(published=False)
    assert line() == ""


def test_of_two_the_one_that_started_last_is_shown(gap):
    put("milestone", milestone=100)
    put("gap", starts=-2 * HOUR)
    assert line() == "Signatures: 100. Thank you. Share"


def test_one_that_may_not_stand_makes_room_for_one_that_may(gap):
    put("agreed")
    put("milestone", milestone=100, starts=-2 * HOUR)
    assert line() == "Signatures: 100. Thank you. Share"


def test_words_of_its_own_are_in_the_readers_language_or_marked(gap):
    put("own", words={"en": "Meet us", "de": "Komm vorbei"}, link_words={"en": "Where"}, target="asks")
    pages = {code: Client().get(f"/{code}/").content.decode() for code in ("de", "el")}
    assert 'Komm vorbei <a href="/de/asks/"><span lang="en">Where</span></a>' in pages["de"]
    assert '<span lang="en">Meet us</span> <a href="/el/asks/">' in pages["el"]


def test_words_of_its_own_need_no_link(gap):
    put("own", words={"en": "Meet us <b>"})
    assert "<p>Meet us &lt;b&gt;</p>" in Client().get("/en/").content.decode()


def test_it_is_open_can_be_closed_and_has_a_name(gap):
    put()
    [found] = with_class(tree(Client().get("/en/").content.decode()), "page-banner")
    assert (found.tag, "open" in found.attrib, text_of(found.find("summary"))) == ("details", True, "News")


def test_the_line_to_sign_has_no_link_once_the_petition_is_closed(gap):
    put()
    now = timezone.now()
    Petition.objects.update(opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    briefly.forget_everything()
    assert line("/en/about/") == "The temporary EU rules have ended. Ask for a law that lasts."


@pytest.mark.parametrize("path", ["/en/", "/en/asks/", "/en/about/", "/en/petition/", "/en/timeline/", "/en/privacy/"])
def test_it_stands_on_the_pages_that_are_read(gap, path):
    put()
    assert line(path) != ""


@pytest.mark.parametrize(
    "path",
    [
        "/en/help/",
        "/en/petition/check-your-email/",
        "/en/petition/thank-you/",
        "/en/petition/withdrawn/",
        "/en/petition/confirm/unknown/",
        "/en/petition/yours/",
        "/en/no-such-page/",
        "/staff/login/",
    ],
)
def test_it_leaves_people_in_peace_who_do_something_or_look_for_help(gap, path):
    put()
    assert line(path) == ""


def test_an_error_page_has_none(gap):
    put()
    answer = Client(headers={"sec-fetch-site": "cross-site"}).post("/en/petition/", {})
    assert (answer.status_code, "page-banner" in answer.content.decode()) == (403, False)


def test_a_page_without_one_costs_one_query_and_the_next_none(gap, django_assert_num_queries):
    briefly.forget_everything()
    with django_assert_num_queries(1):
        assert [banner.shown(), banner.shown()] == [None, None]


def test_a_page_with_one_costs_two_queries_and_the_next_none(gap, django_assert_num_queries):
    put()
    with django_assert_num_queries(2):
        assert [banner.shown().url, banner.shown().url] == ["/en/petition/"] * 2


def test_pages_stand_when_the_database_is_away(gap, monkeypatch):
    def away():
        raise Error

    put()
    monkeypatch.setattr(banner, "_published", away)
    assert (Client().get("/en/about/").status_code, line("/en/about/")) == (200, "")


# --- staff ----------------------------------------------------------------------------------------------------------


def sent(variant: str, *, starts=-HOUR, ends=HOUR, **changed) -> dict[str, str]:
    now = timezone.now()
    form = {"variant": variant, "milestone": "", "vote_on": "", "target": "petition", "published": "on"}
    for name, moment in (("starts_at", now + starts), ("ends_at", now + ends)):
        day, hour = timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S").split()
        form |= {f"{name}_0": day, f"{name}_1": hour}
    return form | changed


def test_staff_schedule_one(gap, enter):
    assert enter("editor").post(ADD, sent("gap")).status_code == 302
    briefly.forget_everything()
    assert line() == LINES["gap"][0]


def test_times_are_those_of_brussels(gap, enter):
    form = sent("gap", starts_at_0="2026-07-01", starts_at_1="12:00:00", ends_at_0="2027-07-02", ends_at_1="12:00:00")
    enter("editor").post(ADD, form)
    assert Banner.objects.get().starts_at.isoformat() == "2026-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("variant", "changed", "said"),
    [
        ("agreed", {}, "This line says “agreed”, but the legal status says “gap”."),
        ("milestone", {}, "Which milestone was reached?"),
        ("vote", {}, "When is the vote planned?"),
        ("vote", {"vote_on": "2026-01-02"}, "The vote is over by then."),
        ("own", {}, "Please write it in English too"),
        ("own", {"words_en": "x" * 121}, "English: 121 characters, at most 120."),
        ("own", {"words_en": "Hi", "link_words_de": "Hier"}, "Please write it in English too"),
        ("gap", {"ends_at_0": "2020-01-01"}, "The banner has to end after it starts."),
    ],
)
def test_the_form_says_what_is_wrong(gap, enter, variant, changed, said):
    assert said in enter("editor").post(ADD, sent(variant, **changed)).content.decode()
    assert Banner.objects.count() == 0


def test_none_can_be_published_while_the_status_is_checking(petition, enter):
    html = enter("editor").post(ADD, sent("own", words_en="Hello")).content.decode()
    assert "No banner is shown while the legal status is “checking”." in html


def test_one_that_is_over_can_still_be_taken_down(gap, enter):
    row = put("agreed")
    form = sent("agreed")
    form.pop("published")
    answer = enter("editor").post(f"/staff/campaign/banner/{row.pk}/change/", form)
    assert (answer.status_code, Banner.objects.get().published) == (302, False)


def test_a_look_shows_it_as_it_will_be(gap, enter):
    form = sent("gap", starts=24 * HOUR, ends=48 * HOUR, _preview="1", _preview_language="en")
    html = enter("editor").post(ADD, form).content.decode()
    assert "The temporary EU rules have ended." in html
    assert (Banner.objects.count(), line()) == (0, "")
