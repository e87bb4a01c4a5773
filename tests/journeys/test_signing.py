"""A supporter signs: errors first, then right, then the letter, then the button; with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.supporter import button, fill_in, follow, link_of, open_letter, path_of, press, sign, words

both_ways = pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
CHECK = "/de/petition/check-your-email/"


@both_ways
def test_a_supporter_signs_in_german_on_a_phone_and_sees_the_number_move(browse, demo, javascript):
    page, email, before = browse(java_script_enabled=javascript), f"anna.{javascript}@example.org", demo.confirmed()
    page.goto("/")
    assert path_of(page) == "/de/"
    page.locator(".hero-button a").click()
    assert path_of(page) == "/de/#sign"
    sign(page, email)
    assert path_of(page) == CHECK
    follow(page, demo, email, "confirm")
    press(page, "Confirm my signature")
    assert path_of(page) == "/de/petition/thank-you/#DE"
    demo.wait_for_count(before + 1)


@both_ways
def test_the_window_of_the_supporters_country_goes_on_and_words_say_so(browse, javascript):
    page = browse(java_script_enabled=javascript)
    page.goto("/de/petition/thank-you/#MT")
    expect(page.locator("#MT .window-yours")).to_have_css("opacity", "1")
    expect(page.locator(".window-yours:visible").first).to_have_css("opacity", "0")
    sentence = words("This window stands for your country.", "de")
    expect(page.get_by_text(sentence)).to_be_visible()
    if javascript:
        expect(page.get_by_text(f"{sentence} Malta")).to_be_visible()


def test_somebody_from_outside_the_union_is_thanked_without_a_window(browse):
    page = browse()
    page.goto("/de/petition/thank-you/#CH")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(words("This window stands for your country.", "de"))).to_be_hidden()


@both_ways
def test_an_empty_form_comes_back_with_its_errors_linked_to_the_fields(browse, javascript):
    page = browse(java_script_enabled=javascript)
    page.goto("/de/petition/")
    press(page, "Sign the petition")
    assert page.title().startswith(words("Error:", "de"))
    links = page.locator("[data-error-summary] a")
    fields = [link.get_attribute("href") for link in links.all()]
    assert fields == ["#id_name", "#id_email", "#id_country", "#id_consent"]
    links.nth(1).click()
    expect(page.locator("#id_email")).to_be_in_viewport()


def test_the_errors_have_the_focus_and_each_link_leads_into_its_field(browse):
    page = browse()
    page.goto("/de/petition/")
    press(page, "Sign the petition")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").nth(2).click()
    expect(page.locator("#id_country")).to_be_focused()


@both_ways
def test_what_was_typed_stays_when_something_is_wrong_and_signs_when_it_is_mended(browse, demo, javascript):
    page, email = browse(java_script_enabled=javascript), f"berta.{javascript}@example.org"
    page.goto("/de/petition/")
    fill_in(page, email, name="Berta Bäcker", country="AT", consent=False)
    page.locator("[name=news]").check()
    press(page, "Sign the petition")
    kept = [page.locator(f"[name={name}]").input_value() for name in ("name", "email", "country")]
    assert kept == ["Berta Bäcker", email, "AT"]
    expect(page.locator("[name=news]")).to_be_checked()
    expect(page.locator("#id_consent")).to_have_attribute("aria-invalid", "true")
    page.locator("[name=consent]").check()
    press(page, "Sign the petition")
    assert path_of(page) == CHECK
    assert demo.wait_for_letter(email, "confirm")["language"] == "de"


def test_a_field_in_error_reads_its_error_and_its_hint(browse):
    page = browse()
    page.goto("/de/petition/")
    press(page, "Sign the petition")
    described = page.locator("#id_email").get_attribute("aria-describedby").split()
    assert described == ["id_email_helptext", "id_email_error"]
    assert all(page.locator(f"#{one}").count() == 1 for one in described)


@both_ways
def test_the_letter_can_be_sent_again(browse, demo, javascript):
    page, email = browse(java_script_enabled=javascript), f"carla.{javascript}@example.org"
    page.goto("/de/petition/")
    sign(page, email)
    demo.wait_for_letter(email, "confirm")
    demo.let_a_minute_pass()
    page.locator("[name=email]").fill(email)
    press(page, "Send it again")
    assert path_of(page) == CHECK + "#resent"
    expect(page.locator("#resent")).to_be_visible()
    demo.wait_for_letter(email, "confirm", number=2)


def test_a_wrong_address_can_be_mended_where_the_letter_is_asked_for_again(browse):
    page = browse()
    page.goto("/de/petition/check-your-email/")
    page.locator("[name=email]").fill("carla@example")
    press(page, "Send it again")
    assert page.title().startswith(words("Error:", "de"))
    assert page.locator("[name=email]").input_value() == "carla@example"


def test_pressing_confirm_twice_counts_once_and_thanks_twice(browse, demo):
    page, email, before = browse(), "dora@example.org", demo.confirmed()
    demo.sign(email, language="de")
    for _ in range(2):
        follow(page, demo, email, "confirm")
        press(page, "Confirm my signature")
        assert path_of(page) == "/de/petition/thank-you/#DE"
    demo.wait_for_count(before + 1)
    demo.wait_until_nothing_is_owed()
    receipts = [letter for letter in demo.letters(email) if "/petition/withdraw/" in letter["text"]]
    assert len(receipts) == 1


def test_an_impatient_double_press_of_sign_sends_one_letter(browse, demo):
    page, email = browse(java_script_enabled=False), "ella@example.org"
    page.goto("/de/petition/")
    fill_in(page, email)
    button(page, "Sign the petition").dblclick()
    page.wait_for_url("**/check-your-email/")
    demo.wait_for_letter(email, "confirm")
    demo.wait_until_nothing_is_owed()
    assert len(demo.letters(email)) == 1


def test_the_letters_html_part_has_the_same_button_as_its_text(browse, demo):
    page, email = browse(), "frida@example.org"
    demo.sign(email, language="de")
    letter = open_letter(page, demo, email, "confirm")
    letter.locator("summary").first.click()
    in_frame = letter.frame_locator("iframe").locator("a[href*='/petition/confirm/']").first
    path = link_of(demo.letters(email)[0], "confirm")
    assert in_frame.get_attribute("href") == demo.origin + path
    with page.context.expect_page() as opened:
        in_frame.click()
    expect(button(opened.value, "Confirm my signature")).to_be_visible()
