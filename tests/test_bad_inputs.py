"""A live site and everything that no honest browser sends: each input gets its answer, and none gets further."""

import itertools
from email.utils import getaddresses
from html import unescape

import pytest
from django.utils import translation

from petitions.judge import MESSAGES
from tests.bad_inputs import must
from tests.bad_inputs.addresses import DIFFERENT_PEOPLE, SAME_PERSON
from tests.bad_inputs.page import Page
from tests.bad_inputs.place import LANGUAGES, Place
from tests.bad_inputs.row import EMPTY, GOOD, Row, encoded, named, posting
from tests.bad_inputs.table import ACCEPTED, REFUSED, ROWS
from tests.faults.lab.ground import Ground
from tests.faults.lab.letters import by_recipient

# What makes the judge say each of its messages; “rate” has a test of its own.
WRONG = {
    "name.empty": {"name": ""},
    "name.url": {"name": "www.example.org"},
    "name.long": {"name": "a" * 101},
    "name.signs": {"name": "<b>\u202e"},
    "email.empty": {"email": ""},
    "email.format": {"email": '"><b>@example.org'},
    "email.long": {"email": "a" * 65 + "@example.org"},
    "email.invisible": {"email": "anna\u200b@example.org"},
    "email.signs": {"email": "jörg@example.org"},
    "country.empty": {"country": ""},
    "country.unknown": {"country": "XX"},
    "consent.empty": {"consent": ""},
    "shown.unknown": {"shown": "1"},
    "contact_time.filled": {"contact_time": "noon"},
}


@pytest.fixture(scope="module")
def place():
    ground = Ground().start()
    site = Place(ground).start()
    assert (len(site.links), len(site.staff)) == (12, 2)
    yield site
    site.stop()
    ground.stop()


@pytest.fixture(scope="module")
def signed(place):
    """All odd and right forms, sent; then all letters, paid at once: (what each changed, letters, names)."""
    changes = {row.number: _sent(place, row) for row in ACCEPTED}
    place.manage("deliver")
    names = {email: name for name, email in (row["opened"] for row in place.rows())}
    return changes, by_recipient(place.letters()), names


def _sent(place: Place, row: Row) -> tuple:
    before = place.state()
    answer = place.send(row.raw, answers=row.answers)
    after = place.state()
    return answer.status, answer.header("Location"), tuple(b - a for a, b in zip(before, after, strict=True))


def params(rows: list[Row]):
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in named(rows)])


def test_the_table_is_as_long_as_it_was_promised():
    assert len(ROWS) >= 300
    assert len({row.raw for row in ROWS}) >= 300


@params(REFUSED)
def test_a_bad_input_gets_its_answer_and_changes_nothing(place, row):
    before = place.state()
    answer = place.send(row.raw, answers=row.answers, says_no_more=row.says_no_more)
    must.hold(place, row, answer)
    assert (place.state(), before[2]) == (before, 0)


@params(ACCEPTED)
def test_an_odd_input_that_is_right_gets_one_right_letter(place, signed, row):
    changes, letters, names = signed
    language = row.must.language
    assert changes[row.number] == (303, f"/{language}/petition/check-your-email/", (1, 1, 0))
    assert names[row.must.to] == row.must.name
    (letter,) = letters[row.must.to]
    assert letter.recipients == (row.must.to,)
    assert [address for _, address in getaddresses(letter.message.get_all("To"))] == [row.must.to]
    assert [letter.message.get_all(name) for name in ("Cc", "Bcc")] == [None, None]
    assert (len(letter.message.get_all("Subject")), letter.kind, letter.languages) == (1, "confirmation", {language})
    assert len(row.must.name) < 4 or row.must.name not in letter.subject + letter.text + letter.html
    link = letter.link("confirm")
    assert (link in unescape(letter.html), place.driver.get(link).status) == (True, 200)


@pytest.mark.parametrize(("bi", "one", "other"), SAME_PERSON)
def test_two_spellings_of_one_person_are_one_signature(place, bi, one, other):
    added = [_sent(place, Row(bi, "", posting(encoded(GOOD | {"email": email})), None)) for email in (one, other)]
    assert [change for *_, change in added] == [(1, 1, 0), (0, 1, 0)]


@pytest.mark.parametrize(("bi", "one", "other"), DIFFERENT_PEOPLE)
def test_two_people_whose_addresses_look_alike_stay_two(place, bi, one, other):
    added = [_sent(place, Row(bi, "", posting(encoded(GOOD | {"email": email})), None)) for email in (one, other)]
    assert [change for *_, change in added] == [(1, 1, 0), (1, 1, 0)]


# --- what people are told -------------------------------------------------------------------------------------------


def test_every_message_of_the_judge_is_said_here():
    of_the_news = {"language.empty", "news.empty", "news.shown"}  # tests/test_news_judge.py
    assert set(WRONG) | {"rate"} | of_the_news == set(MESSAGES)


@pytest.mark.parametrize("key", WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_stands_beside_its_field_and_in_the_summary_in_the_language_of_the_page(place, language, key):
    (field,) = WRONG[key]
    typed = GOOD | WRONG[key]
    answer = place.send(posting(encoded(typed), path=f"/{language}/petition/"))
    page = Page(answer.text, typed="".join(typed.values()))
    assert (answer.status, page.faults, page.language) == (422, [], language)
    must.be_refused(page, {field: key}, language)
    must.keep(page, typed, {field: key})


@pytest.mark.parametrize("key", [key for key in WRONG if key.startswith("email.")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_that_asks_again_says_the_same(place, language, key):
    path = f"/{language}/petition/check-your-email/"
    answer = place.send(posting(encoded(WRONG[key]), path=path))
    page = Page(answer.text, typed=WRONG[key]["email"])
    assert (answer.status, page.faults, page.language) == (422, [], language)
    must.be_refused(page, {"email": key}, language)
    assert page.control("email").attrs.get("value", "") == WRONG[key]["email"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_errors_are_said_at_once_in_the_order_of_the_fields(place, language):
    page = Page(place.send(posting(b"", path=f"/{language}/petition/")).text)
    must.be_refused(page, EMPTY, language)
    assert [link for link, _ in page.summary] == ["#id_name", "#id_email", "#id_country", "#id_consent"]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("key", MESSAGES)
def test_no_message_is_left_in_english(language, key):
    with translation.override("en"):
        english = str(MESSAGES[key])
    with translation.override(language):
        assert str(MESSAGES[key]) not in ("", english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_tries_too_often_is_told_how_long_to_wait_and_loses_nothing(place, language):
    raw = posting(encoded(GOOD | {"name": ""}), path=f"/{language}/petition/").replace(b"<<ip>>", b"198.19.9.9")
    answer = _until_it_is_too_much(place, raw)
    with translation.override(language):
        words = str(MESSAGES["rate"]) % {"minutes": int(answer.header("Retry-After")) // 60}
    page = Page(answer.text)
    assert (page.faults, page.summary) == ([], [("", words)])
    must.keep(page, GOOD | {"name": ""}, {})


def _until_it_is_too_much(place: Place, raw: bytes):
    """The first 429; a minute may end while we try, so twice the limit is allowed."""
    answers = itertools.islice((place.send(raw) for _ in itertools.count()), 125)
    return next(answer for answer in answers if answer.status == 429)


def test_a_mistyped_domain_is_asked_about_and_blocks_nobody(place):
    typed = GOOD | {"email": "mistyped2@gmial.com", "name": ""}
    page = Page(place.send(posting(encoded(typed))).text)
    must.be_refused(page, {"name": "name.empty"})
    (hint,) = [node.text for node in page.nodes if node.attrs.get("class") == "typo-hint"]
    assert hint == "Did you mean this address? mistyped2@gmail.com"


# --- the strict reader ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["<p>", "<p></div>", "<p id=a></p><p id=a></p>", '<p a="1" a="2"></p>', "<a href=#nowhere>x</a>", "a < b", "a & b",
     "<label for=none>x</label>", "<?php ?>", "<![CDATA[x]]>", "\x00", "\x1b[31m", '<input value=""x">'],
)  # fmt: skip
def test_our_reader_forgives_nothing(source):
    assert Page("<!doctype html>").faults == []
    assert Page(f"<!doctype html>{source}").faults != []


# --- and afterwards -------------------------------------------------------------------------------------------------


def test_the_site_still_stands_and_its_log_says_nothing_of_all_this(place):
    """Runs last: no error of ours, no address and no name that somebody typed."""
    assert place.send(posting(encoded(GOOD | {"email": "last@accepted.example.org"}))).status == 303
    log = place.logs()[f"{place.database}/web.log"].decode()
    assert [line for line in log.splitlines() if "Traceback" in line or " ERROR " in line or " CRITICAL " in line] == []
    assert [word for word in ("@", "<script", "HYPERLINK", "evil") if word in log] == []
