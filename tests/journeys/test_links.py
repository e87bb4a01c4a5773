"""Personal links: opening one changes nothing, whoever opens it; leaving is one press, and done at once."""

from playwright.sync_api import expect

from tests.journeys.supporter import follow, link_of, path_of, press, sign, words

SCANNER_STAYS_MS = 3000


def test_opening_the_link_of_a_letter_three_times_changes_nothing(demo):
    demo.sign("greta@example.org")
    letter = demo.wait_for_letter("greta@example.org", "confirm")
    demo.settle()
    before = demo.signatures(), demo.count()
    for step in ("confirm", "not-me"):
        assert [demo.get(link_of(letter, step))[0] for _ in range(3)] == [200, 200, 200]
        assert demo.ask("HEAD", link_of(letter, step))[0] == 200
    assert (demo.signatures(), demo.count()) == before


def test_a_scanner_that_runs_javascript_but_presses_nothing_confirms_nobody(browse, demo):
    demo.sign("hanna@example.org")
    letter = demo.wait_for_letter("hanna@example.org", "confirm")
    demo.wait_until_nothing_is_owed()
    before, scanner = demo.signatures(), browse()
    for page, step in ((scanner, "confirm"), (scanner.context.new_page(), "not-me")):
        page.goto(link_of(letter, step))
        page.mouse.move(190, 420)
        page.mouse.wheel(0, 4000)
    scanner.wait_for_timeout(SCANNER_STAYS_MS)
    assert demo.signatures() == before


def test_somebody_who_never_signed_deletes_the_entry_and_is_never_written_to_again(browse, demo):
    page, email = browse(), "ida@example.org"
    demo.sign(email, language="de")
    before = len(demo.signatures())
    follow(page, demo, email, "not-me")
    press(page, "Delete and never write")
    expect(page.get_by_role("heading", level=1)).to_have_text(words("The entry is deleted", "de"))
    assert len(demo.signatures()) == before - 1
    demo.sign(email, language="de")
    demo.wait_until_nothing_is_owed()
    assert len(demo.letters(email)) == 1


def test_a_supporter_withdraws_by_the_link_of_the_receipt_and_the_number_goes_down(browse, demo):
    page, email, before = browse(), "jana@example.org", demo.confirmed()
    demo.sign(email, language="de")
    demo.post(link_of(demo.wait_for_letter(email, "confirm"), "confirm"), {})
    demo.wait_for_count(before + 1)
    follow(page, demo, email, "withdraw")
    press(page, "Withdraw my signature")
    assert path_of(page) == "/de/petition/withdrawn/"
    demo.wait_for_count(before)
    demo.wait_until_nothing_is_owed()
    assert demo.letters(email)[0]["subject"] not in [letter["subject"] for letter in demo.letters(email)[1:]]


def test_a_withdrawn_link_says_that_the_data_is_gone(browse, demo):
    page, email = browse(), "kira@example.org"
    demo.sign(email, language="de")
    demo.post(link_of(demo.wait_for_letter(email, "confirm"), "confirm"), {})
    path = link_of(demo.wait_for_letter(email, "withdraw"), "withdraw")
    demo.post(path, {})
    assert page.goto(path).status == 404
    sentence = words("This link is not complete, or the data is already deleted.", "de")
    expect(page.get_by_text(sentence)).to_be_visible()


def test_the_own_page_withdraws_and_shows_no_name_and_no_address(browse, demo):
    page, email = browse(), "lina@example.org"
    demo.sign(email, language="de")
    demo.post(link_of(demo.wait_for_letter(email, "confirm"), "confirm"), {})
    follow(page, demo, email, "yours")
    assert [one for one in ("Anna", email) if one in page.content()] == []
    with page.expect_navigation():
        page.locator("form[action$='/withdraw/'] button").click()
    assert path_of(page) == "/de/petition/withdrawn/"


def test_an_expired_link_offers_the_form_and_the_form_signs(browse, demo, places):
    page = browse()
    places.open(page, "link expired", language="de")
    sign(page, "mona@example.org")
    assert path_of(page) == "/de/petition/check-your-email/"
    demo.wait_for_letter("mona@example.org", "confirm")
