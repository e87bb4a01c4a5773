"""The number on an open page follows the count, politely: a clock of our own makes an hour short."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.supporter import link_of, words

COUNT_OPEN = """open = calls = 0; const real = fetch;
fetch = (...a) => (calls += 1, open += 1, real(...a).finally(() => { open -= 1; }))"""
AWAY = "Object.defineProperty(document, 'hidden', { get: () => Boolean(window.isAway) })"
HIDE = "isAway = true; document.dispatchEvent(new Event('visibilitychange'))"
SHOW = "isAway = false; document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def watch(browse, demo):
    """watch(path, said=…) → the open page; `page.asked` grows with every question; `page.said` answers, or the site."""

    def opened(path: str = "/de/petition/", said: object = None):
        page = browse(reduced_motion="reduce")
        page.asked, page.said = [], said
        page.add_init_script(AWAY)
        page.add_init_script(COUNT_OPEN)
        page.clock.install()
        page.route("**/count.json", lambda route: _answer(page, route))
        page.goto(path)
        return page

    return opened


def _answer(page, route) -> None:
    page.asked.append(route.request.url)
    if page.said is None:
        return route.continue_()
    body = page.said if isinstance(page.said, str) else json.dumps({"confirmed": page.said})
    return route.fulfill(body=body, content_type="application/json")


def pass_seconds(page, seconds: int) -> None:
    """Let time pass, five seconds at a time; each question gets its answer before the clock goes on."""
    for _ in range(0, seconds, 5):
        before = page.evaluate("calls")
        page.clock.run_for(5_000)
        if page.evaluate("calls") != before:
            wait_until_given_up(page)


def wait_until_given_up(page) -> None:
    """Until no question is open: each has its answer, or waits for none any more."""
    while page.evaluate("open"):
        page.wait_for_timeout(5)
    page.wait_for_timeout(50)


def confirm_one_more(demo, email: str) -> None:
    demo.sign(email)
    demo.post(link_of(demo.wait_for_letter(email, "confirm"), "confirm"), {})
    demo.settle()


@pytest.mark.parametrize(
    ("path", "place"), [("/en/", ".progress-count"), ("/en/petition/thank-you/#DE", ".thanks-count")]
)
def test_somebody_confirms_and_the_number_on_the_open_page_moves(watch, demo, path, place):
    demo.settle()  # others sign and withdraw on this demo too
    page, before = watch(path), demo.count()
    confirm_one_more(demo, f"live{len(path)}@example.org")
    pass_seconds(page, 20)
    expect(page.locator(place)).to_have_text(f"Confirmed signatures: {before + 1}")


def test_nothing_is_asked_in_the_first_seconds_and_then_twice_a_minute(watch):
    page = watch(said=600)
    page.clock.run_for(8_000)
    assert page.asked == []
    pass_seconds(page, 240)
    assert 6 <= len(page.asked) <= 10


def test_a_page_out_of_sight_asks_nothing_and_asks_soon_when_it_comes_back(watch):
    page = watch(said=600)
    page.evaluate(HIDE)
    pass_seconds(page, 900)
    assert page.asked == []
    page.evaluate(SHOW)
    pass_seconds(page, 10)
    assert len(page.asked) == 1


def test_who_switches_to_and_fro_asks_no_more_often(watch):
    page = watch(said=600)
    pass_seconds(page, 20)
    for _ in range(20):
        page.evaluate(HIDE)
        page.evaluate(SHOW)
        page.clock.run_for(500)
    assert len(page.asked) == 1


def test_after_an_hour_the_page_asks_no_more(watch):
    page = watch(said=600)
    pass_seconds(page, 3_640)
    before = len(page.asked)
    pass_seconds(page, 600)
    assert (100 <= before <= 140, len(page.asked)) == (True, before)


def test_a_site_that_answers_nonsense_is_asked_less_and_less_and_the_number_stays(watch):
    page = watch(said="<html>")
    before = page.locator(".progress-count").inner_text()
    pass_seconds(page, 1_200)
    assert (3 <= len(page.asked) <= 7, page.locator(".progress-count").inner_text()) == (True, before)


def test_no_second_question_is_asked_while_the_first_has_no_answer(watch):
    page = watch()
    page.unroute("**/count.json")
    page.route("**/count.json", lambda route: page.asked.append(route.request.url))
    page.clock.run_for(12_000)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + 1_200)  # the machine slept: timers stood still
    page.evaluate(SHOW)
    page.clock.run_for(4_000)
    page.wait_for_timeout(100)
    assert len(page.asked) == 1


def test_an_answer_that_never_comes_is_given_up_and_asked_for_later(watch):
    page = watch()
    page.unroute("**/count.json")
    page.route("**/count.json", lambda route: page.asked.append(route.request.url))
    asked = []
    for _ in range(2):
        page.clock.run_for(60_000)
        wait_until_given_up(page)
        asked.append(page.evaluate("calls"))  # one that is given up at once may never leave the browser
    assert asked == [1, 2]


def test_a_passed_milestone_shows_the_next_at_once_and_is_read_out_once(watch):
    page = watch(said=1_234)
    pass_seconds(page, 20)
    bar, spoken = page.locator(".progress-bar"), page.locator(".progress [role=status]")
    expect(page.locator(".progress-next").first).to_have_text(
        f"{words('Next milestone: %(milestone)s', 'de')[:-13]}2.500"
    )
    attributes = [bar.get_attribute(f"aria-value{name}") for name in ("max", "now")]
    assert (attributes, bar.locator(".progress-done").get_attribute("width")) == (["2500", "1234"], "49%")
    assert spoken.inner_text().endswith("1.234")
    page.said = 1_240
    pass_seconds(page, 60)
    expect(page.locator(".progress-count")).to_have_text(f"{words('Confirmed signatures: %(count)s', 'de')[:-9]}1.240")
    assert spoken.inner_text().endswith("1.234")


def test_a_number_below_a_hundred_is_never_drawn(watch):
    page = watch(said=99)
    before = page.locator(".progress-count").inner_text()
    pass_seconds(page, 60)
    assert (len(page.asked) >= 1, page.locator(".progress-count").inner_text()) == (True, before)
