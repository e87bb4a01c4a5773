"""Questions in a real browser: links that open an answer, a search as one types, print, and staff who look first."""

import pytest
from playwright.sync_api import expect

from tests.journeys.chromium import DESK
from tests.journeys.places import log_in

PAGE = "/en/questions/"
QUIET = {"reduced_motion": "reduce"}


@pytest.fixture
def staff(english_desk):
    """A page of somebody who has logged in."""
    log_in(english_desk)
    return english_desk


def opened(page) -> list[str]:
    """The questions whose answers are open."""
    return page.locator("details.answer[open] h3").all_inner_texts()


def tops(page, question: str) -> float:
    """How far below the top of the window a question stands."""
    return page.locator(".answer summary", has_text=question).bounding_box()["y"]


@pytest.mark.parametrize("script", [True, False])
def test_a_link_to_an_answer_opens_it_in_sight_with_and_without_script(browse, script):
    page = browse(**QUIET, java_script_enabled=script)
    page.goto(f"{PAGE}#q-e2ee")
    expect(page.locator("#q-e2ee")).to_be_in_viewport()
    assert (opened(page), 0 <= tops(page, "end-to-end") < 844) == (["Would it break end-to-end encryption?"], True)


def test_a_link_within_the_page_opens_the_other_answer_and_closes_this_one(browse):
    page = browse(**QUIET)
    page.goto(f"{PAGE}#q-online")
    page.locator("#q-online").get_by_role("link", name="Will I have to show my ID everywhere?").click()
    expect(page.locator("#q-age")).to_be_in_viewport()
    assert opened(page) == ["Will I have to show my ID everywhere?"]


def test_the_hard_question_of_the_home_page_leads_to_its_group(english_desk):
    english_desk.goto("/en/")
    english_desk.get_by_role("link", name="Read the hard questions").click()
    expect(english_desk.get_by_role("heading", name="Privacy and encryption")).to_be_in_viewport()


def test_the_search_answers_while_one_types_and_shows_everything_again_when_it_is_empty(browse):
    page = browse(**QUIET)
    page.goto(PAGE)
    everything = page.locator(".answer:visible").count()
    field, said = page.get_by_label("Search the questions and answers"), page.locator("#q-found")
    field.press_sequentially("SCIÉNTISTS letter")
    expect(said).to_have_text("Answers found: 2")
    assert (page.locator(".answer:visible").count(), page.locator("section.answers:visible").count()) == (2, 1)
    field.fill("xyzzy")
    expect(said).to_have_text("Nothing found. Try another word.")
    field.fill("")
    expect(said).to_have_text("")
    assert page.locator(".answer:visible").count() == everything


@pytest.mark.parametrize("words", ["fundamental rights", "“chat control”", "ENCRYPTED", "30 days", "e-mail"])
def test_the_browser_and_the_server_find_the_same_answers(browse, words):
    page = browse(**QUIET)
    page.goto(PAGE)
    page.get_by_label("Search the questions and answers").fill(words)
    as_typed = page.locator(".answer:visible h3").all_inner_texts()
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/?q=*")
    assert page.locator(".answer h3").all_inner_texts() == as_typed != []


def test_the_search_works_without_script(browse):
    page = browse(java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_label("Search the questions and answers").fill("citizens initiative")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/?q=*")
    assert opened(page) == ["Is this an official petition or a European Citizens’ Initiative?"]
    assert page.get_by_role("button", name="Open all").count() == 0


def test_all_answers_open_and_close_at_one_press(browse):
    page = browse(**QUIET)
    page.goto(PAGE)
    page.get_by_role("button", name="Open all").click()
    assert len(opened(page)) == page.locator(".answer").count()
    page.get_by_role("button", name="Close all").click()
    assert opened(page) == []


def test_paper_shows_every_answer(browse):
    page = browse(**QUIET, java_script_enabled=False)
    page.goto(PAGE)
    page.emulate_media(media="print")
    words = page.locator("#q-creep .debate p").first
    assert words.bounding_box()["height"] > 0


def test_staff_look_at_an_answer_save_it_and_see_it_on_the_page(staff):
    staff.goto("/staff/campaign/answer/")
    staff.get_by_role("link", name="Would someone read my messages?").click()
    staff.locator("#id_still_open_en").fill("Whether it can be checked from outside.")
    with staff.context.expect_page() as look:
        staff.get_by_role("button", name="Preview the page").click()
    assert opened(look.value) == ["Would someone read my messages?"]
    assert "from outside" in look.value.locator("#q-read .debate").inner_text()
    with staff.expect_navigation():
        staff.get_by_role("button", name="Save", exact=True).click()
    staff.wait_for_timeout(2500)  # copies of public pages are two seconds old at most
    staff.goto(f"{PAGE}#q-read")
    assert "from outside" in staff.locator("#q-read .debate").inner_text()


def test_one_press_takes_a_voice_off_the_page(staff, browse):
    page = browse(**DESK)
    page.goto("/en/voices/")
    expect(page.get_by_text("In the VOICE study")).to_be_visible()
    staff.goto("/staff/campaign/voice/")
    staff.get_by_role("link", name="In the VOICE study").click()
    with staff.expect_navigation():
        staff.get_by_role("button", name="Withdraw this voice").click()
    expect(staff.get_by_text("Withdrawn: it is off the page now.")).to_be_visible()
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.get_by_text("In the VOICE study")).to_have_count(0)
