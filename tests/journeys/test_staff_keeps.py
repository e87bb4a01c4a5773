"""Staff keep the pages current: the state of the law, a step of the timeline, and a banner for its time."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from petitions.counting import BRUSSELS
from tests.journeys.demo import Demo
from tests.journeys.places import log_in
from tests.journeys.test_axe import violations

FRESH_MS = 3000  # a copy of a page is two seconds old at most, and so is what a process remembers


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo of its own: what is changed here would stand on the pages of the other journeys."""
    demo = Demo(tmp_path_factory.mktemp("kept"))
    try:
        yield demo.start()
    finally:
        demo.stop()


@pytest.fixture
def staff(english_desk) -> Page:
    log_in(english_desk)
    return english_desk


def day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success, .success").first).to_be_visible()


def visit(page: Page, path: str) -> Page:
    """The page as it is once every copy is new."""
    page.wait_for_timeout(FRESH_MS)
    page.goto(path)
    return page


def choose_gap(page: Page) -> None:
    page.goto("/staff/campaign/legalstatus/")
    page.locator("#result_list tbody a").first.click()
    page.get_by_label("State").select_option("gap")
    page.get_by_label("Source name").fill("Council of the EU")
    page.get_by_label("Address of the source").fill("https://www.consilium.europa.eu/en/press/")
    page.get_by_label("Last checked").fill(day(datetime.now(BRUSSELS)))
    save(page)


def add_banner(page: Page, variant: str, starts: datetime, ends: datetime) -> None:
    page.goto("/staff/campaign/banner/add/")
    page.get_by_label("Variant").select_option(variant)
    for name, moment in (("starts_at", starts), ("ends_at", ends)):
        page.locator(f"#id_{name}_0").fill(day(moment))
        page.locator(f"#id_{name}_1").fill(f"{moment:%H:%M:%S}")
    page.get_by_label("Published").check()


def test_the_legal_status_is_changed_and_home_and_the_ask_say_so(staff):
    choose_gap(staff)
    for path in ("/en/", "/en/asks/detect-report-remove/", "/en/timeline/"):
        card = visit(staff, path).locator(".status-card")
        expect(card.get_by_role("heading")).to_have_text("Europe has a gap in its child safety law")
        expect(card.get_by_role("link", name="Source: Council of the EU")).to_be_visible()
        expect(card.get_by_text("Last checked:")).to_be_visible()


def test_a_step_in_two_languages_stands_in_english_for_the_others_and_says_so(staff):
    staff.goto("/staff/campaign/timelineentry/add/")
    staff.get_by_label("Date").first.fill("2026-09-29")
    staff.get_by_label("Kind").select_option("law")
    staff.locator("#id_title_en").fill("A new round of talks")
    for others in staff.locator(".words-others > summary").all():
        others.click()
    staff.locator("#id_title_de").fill("Eine neue Runde")
    staff.locator("#id_text_en").fill("Negotiators meet again.")
    staff.locator("#id_text_de").fill("Die Verhandlungen gehen weiter.")
    staff.get_by_label("Source name").fill("Council of the EU")
    staff.get_by_label("Address of the source").fill("https://www.consilium.europa.eu/en/press/")
    staff.get_by_label("Published").check()
    with staff.expect_popup() as popup:
        staff.get_by_role("button", name="Preview the page").click()
    expect(popup.value.get_by_role("heading", name="A new round of talks")).to_be_visible()
    save(staff)
    german = visit(staff, "/de/timeline/")
    expect(german.get_by_role("heading", name="Eine neue Runde")).to_be_visible()
    greek = visit(staff, "/el/timeline/")
    expect(greek.locator("h3 span[lang=en]", has_text="A new round of talks")).to_be_visible()
    expect(greek.locator(".untranslated")).to_be_visible()


def test_a_banner_is_seen_in_its_time_and_can_be_closed(staff):
    choose_gap(staff)
    now = datetime.now(BRUSSELS)
    add_banner(staff, "milestone", now + timedelta(days=1), now + timedelta(days=2))
    staff.locator("#id_milestone").fill("1000")
    save(staff)
    expect(visit(staff, "/en/about/").locator(".page-banner")).to_have_count(0)
    add_banner(staff, "gap", now - timedelta(days=1), now + timedelta(days=1))
    save(staff)
    banner = visit(staff, "/de/about/").locator(".page-banner")
    expect(banner.get_by_role("link")).to_be_visible()
    assert violations(staff) == []
    banner.locator("summary").click()
    expect(banner.get_by_role("link")).to_be_hidden()
    expect(visit(staff, "/en/help/").locator(".page-banner")).to_have_count(0)


def test_a_banner_that_says_something_else_than_the_status_is_refused(staff):
    choose_gap(staff)
    now = datetime.now(BRUSSELS)
    add_banner(staff, "adopted", now, now + timedelta(days=1))
    with staff.expect_navigation():
        staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text(re.compile("but the legal status says “gap”"))).to_be_visible()
    assert staff.get_by_label("Variant").input_value() == "adopted"


def open_figure(page: Page, key: str) -> None:
    page.goto("/staff/campaign/fact/")
    page.get_by_role("link", name=key, exact=True).click()


def test_a_number_is_looked_at_first_and_then_home_and_evidence_say_it(staff):
    open_figure(staff, "F2")
    staff.get_by_label("%(percent)s").fill("58")
    with staff.expect_popup() as popup:
        staff.get_by_role("button", name="Preview the page").click()
    expect(popup.value.locator("#F2 h2")).to_have_text("58% hosted in the EU in 2024.")
    expect(visit(popup.value, "/en/").locator(".facts").get_by_text("62%")).to_be_visible()
    save(staff)
    expect(visit(staff, "/de/").locator(".facts").get_by_text("58 %")).to_be_visible()
    expect(visit(staff, "/de/evidence/").locator("#F2 h2")).to_contain_text("58 %")


def test_a_figure_that_staff_hide_makes_room_for_the_next_one(staff):
    open_figure(staff, "F1")
    staff.get_by_label("Published").uncheck()
    save(staff)
    expect(visit(staff, "/en/").locator(".figure")).to_contain_text("hosted in the EU")
    expect(visit(staff, "/en/evidence/").locator("#F1")).to_have_count(0)
    assert "62.9" not in staff.request.get("/en/evidence/figures.csv").text()


def test_a_figure_with_a_doubtful_source_is_refused_at_its_box(staff):
    open_figure(staff, "F4")
    staff.get_by_label("Grade of the source").select_option("C")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text(re.compile("A source of this grade is never public"))).to_be_visible()
    expect(visit(staff, "/en/evidence/").locator("#F4")).to_be_visible()


def test_a_press_release_is_added_and_its_language_is_marked(staff):
    staff.goto("/staff/campaign/pressitem/add/")
    staff.locator("#id_title_en").fill("Ten thousand people ask")
    staff.get_by_label("Address").fill("https://files.example.org/release.pdf")
    staff.get_by_label("Format").fill("PDF")
    staff.get_by_label("Size in kilobytes").fill("120")
    staff.get_by_label("Date").fill("2026-11-20")
    staff.get_by_label("Published").check()
    save(staff)
    line = visit(staff, "/de/press/").locator(".downloads li", has_text="Ten thousand")
    expect(line).to_contain_text("20. November 2026, PDF, 120 kB")
    expect(line.locator("span[lang=en]")).to_have_text("Ten thousand people ask")
