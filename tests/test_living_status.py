"""Where the law stands: one record, the same on every page that speaks of it, and never without source and date."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from campaign.living import delivered, status
from campaign.living.models import LegalStatus
from campaign.living.status_words import WORDS
from petitions.counting import day_of
from tests.pages import text_of, tree, with_class

pytest_plugins = ("tests.staff",)
PAGES = ["/en/", "/en/asks/detect-report-remove/", "/en/timeline/"]
STALE = "This summary may be out of date. Follow the source for the latest."


def today() -> date:
    return day_of(timezone.now())


def choose(code: str, *, days_ago: int = 0, **more) -> LegalStatus:
    values = {
        "code": code,
        "source_name": "Council of the EU",
        "source_url": "https://consilium.example/1",
        "checked_on": today() - timedelta(days=days_ago),
        "changed_by": "ada",
    }
    return LegalStatus.objects.update_or_create(key="status", defaults=values | more)[0]


def card(path: str) -> str:
    [found] = with_class(tree(Client().get(path).content.decode()), "status-card")
    return text_of(found)


def sent(**changed) -> dict[str, str]:
    names = ("source_name", "source_url", "checked_on")
    return {"code": "checking", **dict.fromkeys(names, ""), **changed}


@pytest.fixture
def row(petition):
    """The record as the release makes it."""
    delivered.ensure()
    return LegalStatus.objects.get()


@pytest.fixture
def save(row, enter):
    """save(code=…) → the answer to an editor's form."""
    address = f"/staff/campaign/legalstatus/{row.pk}/change/"
    return lambda **changed: enter("editor").post(address, sent(**changed))


def test_it_is_delivered_as_checking_and_leads_to_the_timeline(petition):
    words = "Where the law stands Europe’s lasting law We are checking the latest step. See the timeline."
    assert card("/en/") == words
    assert 'href="/en/timeline/">See the timeline</a>' in Client().get("/en/").content.decode()


@pytest.mark.parametrize("code", [code for code in WORDS if code != "checking"])
def test_each_state_says_its_words_with_source_and_day_on_every_page(petition, code):
    choose(code)
    words = WORDS[code]
    for path in PAGES:
        told = card(path)
        assert [str(part) in told for part in (words.headline, words.sentence, words.next_step)] == [True] * 3
        assert "Source: Council of the EU Last checked: " in told


def test_the_source_can_be_opened(petition):
    choose("gap")
    assert 'href="https://consilium.example/1" rel="noopener noreferrer">Source: Council' in (
        Client().get("/en/").content.decode()
    )


def test_the_timeline_does_not_lead_to_itself(petition):
    choose("gap")
    assert ["See the timeline" in card(path) for path in PAGES] == [True, True, False]


@pytest.mark.parametrize(("days", "told"), [(30, False), (31, True)])
def test_after_thirty_days_readers_are_told_that_it_may_be_old(petition, days, told):
    choose("gap", days_ago=days)
    assert [STALE in card(path) for path in PAGES] == [False, told, told]


def test_with_checking_nobody_reads_how_old_it_is(petition):
    choose("checking", days_ago=90)
    assert [(STALE in card(path), "Source:" in card(path)) for path in PAGES] == [(False, False)] * 3


def test_the_two_lines_stand_there_only_if_filled(petition):
    choose("gap", voluntary_work={"en": "Not allowed in messages."})
    told = card("/en/")
    assert "Voluntary search by companies: Not allowed in messages." in told
    assert "Encrypted messages in the talks:" not in told


def test_a_line_without_words_in_the_readers_language_is_marked_as_english(petition):
    choose("gap", voluntary_work={"en": "Not allowed.", "de": "Nicht erlaubt."})
    pages = {code: Client().get(f"/{code}/").content.decode() for code in ("de", "el")}
    assert "Nicht erlaubt." in pages["de"]
    assert '<span lang="en">Not allowed.</span>' in pages["el"]


def test_the_words_are_in_the_readers_language(petition):
    choose("gap")
    with translation.override("de"):
        assert str(status.shown().headline) == str(WORDS["gap"].headline)


@pytest.mark.parametrize(("code", "days"), [("gap", 12), ("checking", None)])
def test_staff_are_told_how_many_days_ago_it_was_checked(db, code, days):
    choose(code, days_ago=12)
    assert status.days_since_check() == days


def test_it_costs_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        status.shown()


def test_staff_change_it(save):
    answer = save(code="gap", source_name="Council", source_url="https://c.example/", checked_on=str(today()))
    assert (answer.status_code, LegalStatus.objects.get().code) == (302, "gap")


def test_a_state_without_source_and_day_is_refused_in_plain_words(save):
    html = save(code="gap").content.decode()
    wanted = ("its source.", "the address of the source.", "the day on which you looked.")
    assert [f"A state of the law needs {what}" in html for what in wanted] == [True] * 3
    assert LegalStatus.objects.get().code == "checking"


def test_a_check_that_is_still_to_come_is_refused(save):
    tomorrow = str(today() + timedelta(days=1))
    answer = save(code="gap", source_name="Council", source_url="https://c.example/", checked_on=tomorrow)
    assert "This day is still to come." in answer.content.decode()


def test_nobody_adds_or_deletes_the_record(row, enter):
    client = enter("superuser")
    answers = [client.get(f"/staff/campaign/legalstatus/{path}").status_code for path in ("add/", f"{row.pk}/delete/")]
    assert answers == [403, 403]


def test_the_form_says_that_gap_may_be_out_of_date(row, enter):
    html = enter("editor").get(f"/staff/campaign/legalstatus/{row.pk}/change/").content.decode()
    assert "So gap may be out of date: look before you choose it." in html
    assert all(str(words.headline) in html for words in WORDS.values())
