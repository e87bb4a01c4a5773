"""Staff set up a second factor, log in with it, lose it and get in again, on a site that demands one."""

import base64
import re
import time

import pytest
import zxingcpp
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from campaign import png
from tests.journeys.chromium import DESK
from tests.journeys.demo import Demo
from tests.journeys.places import log_in
from tests.journeys.test_axe import violations

STEP = 30  # seconds
WORDS = "three calm words"


class StrictDemo(Demo):
    """The demo with the rule of a real site."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"STAFF_SECOND_FACTOR": "on"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = StrictDemo(tmp_path_factory.mktemp("factor"))
    try:
        yield demo.start()
    finally:
        demo.stop()


class Phone:
    """An app that has read a QR code. The site takes each code once, so it never shows the same one twice."""

    def __init__(self, secret: str) -> None:
        self.totp, self.last = TOTP(base64.b32decode(secret)), 0

    def code(self) -> str:
        """The code of now or, when that was shown already, of the next step, one of which may come early."""
        step = max(int(time.time()) // STEP, self.last + 1)
        time.sleep(max(0.0, (step - 1) * STEP + 0.5 - time.time()))
        self.last, self.totp.time = step, step * STEP
        return f"{self.totp.token():06d}"


def read_qr(page: Page) -> Phone:
    """Photograph the code on the screen, as a phone does; the key below it says the same."""
    shot = page.get_by_role("img", name="QR code for the app").screenshot()
    rows = png.pixels(shot, height=png.size(shot)[1])
    grey = memoryview(bytes(pixel[0] for row in rows for pixel in row)).cast("B", [len(rows), len(rows[0])])
    [found] = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)  # its dots can hold a bar code too
    secret = re.search(r"secret=([A-Z2-7]+)&", found.text)[1]
    assert page.locator(".one-link code").inner_text().replace(" ", "") == secret
    return Phone(secret)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def set_up(page: Page) -> tuple[Phone, list[str]]:
    """From the picture to the ten codes; returns the phone, and the paper that they were written on."""
    phone = read_qr(page)
    page.get_by_label("Code that this app shows now").fill(phone.code())
    press(page, "Set it up")
    codes = page.locator(".recovery code").all_inner_texts()
    page.get_by_role("link", name="I have them, go on").click()
    return phone, codes


def log_out(page: Page) -> None:
    press(page, "Log out")
    expect(page.get_by_text("You are logged out.")).to_be_visible()


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@pytest.fixture(scope="module")
def paper() -> dict:
    """What the owner of this site's first account has in the pocket and in the drawer."""
    return {}


def test_the_first_login_sets_up_a_phone_and_shows_ten_codes(english_desk, paper):
    log_in(english_desk)
    expect(english_desk.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    expect(english_desk.get_by_role("navigation", name="Staff area")).to_have_count(0)
    assert violations(english_desk) == []
    english_desk.get_by_label("Code that this app shows now").fill("000000")
    press(english_desk, "Set it up")
    expect(english_desk.get_by_text("This code is wrong, or it was used before.")).to_be_visible()
    paper["phone"], paper["codes"] = set_up(english_desk)
    assert (len(paper["codes"]), {len(code) for code in paper["codes"]}) == (10, {14})
    is_in(english_desk)


def test_the_next_login_asks_for_the_code_and_the_one_after_takes_a_recovery_code(english_desk, paper):
    log_in(english_desk)
    expect(english_desk.get_by_role("heading", name="Your code")).to_be_visible()
    assert violations(english_desk) == []
    english_desk.get_by_label("Code from the app").fill(paper["phone"].code())
    press(english_desk, "Log in")
    is_in(english_desk)
    log_out(english_desk)
    log_in(english_desk)
    english_desk.get_by_text("No phone at hand? Use a recovery code").click()
    english_desk.get_by_label("Recovery code").fill(paper["codes"][0].lower())
    press(english_desk, "Log in with a recovery code")
    expect(english_desk.get_by_text("You used a recovery code. Left: 9.")).to_be_visible()
    assert violations(english_desk) == []


def invited(owner: Page) -> str:
    """The link for a new colleague."""
    owner.goto("/staff/accounts/invite/")
    owner.get_by_label("Name to log in with").fill("ben")
    owner.get_by_label("Work e-mail address").fill("ben@example.org")
    owner.get_by_label("counts: see the numbers").check()
    press(owner, "Make the account")
    return owner.locator(".one-link code").inner_text()


def enter_as_ben(page: Page) -> None:
    page.goto("/staff/")
    page.get_by_label("Username").fill("ben")
    page.get_by_label("Password").fill(WORDS)
    press(page, "Log in")


def test_a_colleague_without_javascript_loses_the_phone_and_an_owner_helps(english_desk, browse, paper):
    log_in(english_desk)
    english_desk.get_by_text("No phone at hand? Use a recovery code").click()
    english_desk.get_by_label("Recovery code").fill(paper["codes"][1])
    press(english_desk, "Log in with a recovery code")
    ben = browse(**DESK, locale="en-GB", java_script_enabled=False)
    ben.goto(invited(english_desk))
    for field in ben.locator("input[type=password]").all():
        field.fill(WORDS)
    press(ben, "Save the password")
    enter_as_ben(ben)
    set_up(ben)
    is_in(ben)
    english_desk.goto("/staff/accounts/")
    english_desk.get_by_role("link", name="ben", exact=True).click()
    english_desk.get_by_role("link", name="Reset the second factor").click()
    assert violations(english_desk) == []
    press(english_desk, "Reset it")
    expect(english_desk.get_by_text("Reset: ben sets up a new second factor at the next login.")).to_be_visible()
    ben.reload()
    expect(ben.get_by_label("Password")).to_be_visible()
    enter_as_ben(ben)
    set_up(ben)
    is_in(ben)


def test_on_a_telephone_the_question_for_the_code_fits_the_screen(browse):
    page = browse(locale="en-GB")
    enter_as_ben(page)
    expect(page.get_by_label("Code from the app")).to_be_visible()
    wide, screen = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= screen
