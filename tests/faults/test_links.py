"""Links in letters: looking changes nothing however often, and pressing counts once however often."""

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_people


@pytest.fixture(scope="module")
def site(quiet_site):
    return quiet_site


def first_letter(site, label: str):
    """Somebody new signs; their letter."""
    (person,) = make_people(1, seed=len(label), label=label)
    site.driver.sign_person(person)
    site.settle(seconds=60)
    (letter,) = by_recipient(site.letters())[person.email]
    return letter


@pytest.fixture(scope="module")
def scanned(site):
    """A mail scanner opens both links a hundred times in three ways: (answers, hashes before, hashes after)."""
    letter = first_letter(site, "scanned")
    visits = [
        (method, letter.link(step))
        for method in ("GET", "HEAD", "OPTIONS")
        for step in ("confirm", "not-me")
        for _ in range(100)
    ]
    before = site.row_hashes()
    answers = in_parallel(lambda visit: site.driver.get(visit[1], method=visit[0]), visits, threads=4)
    return answers, before, site.row_hashes()


def test_a_scanner_that_opens_links_changes_no_row(scanned):
    _, before, after = scanned
    assert after == before


def test_what_a_link_shows_is_kept_by_nobody(scanned):
    answers, _, _ = scanned
    assert {answer.status for answer in answers} <= {200, 405}
    rules = {answer.header("Cache-Control") or "" for answer in answers if answer.status == 200}
    assert [rule for rule in rules if "no-store" not in rule] == []


@pytest.fixture(scope="module")
def pressed(site):
    """Fifty presses of one link at once: (answers, how much the number rose, its letters)."""
    letter = first_letter(site, "pressed")
    before = site.confirmed()
    answers = in_parallel(lambda link: site.driver.post(link, {}), [letter.link("confirm")] * 50, threads=50)
    site.seconds_until_count_is(before + 1, seconds=20)
    site.settle(seconds=60)
    return answers, site.confirmed() - before, by_recipient(site.letters())[letter.recipients[0]]


def test_fifty_presses_at_once_all_thank(pressed):
    assert {answer.status for answer in pressed[0]} == {303}


def test_fifty_presses_at_once_count_once(pressed):
    assert pressed[1] == 1


def test_fifty_presses_at_once_bring_one_receipt(pressed):
    assert [letter.kind for letter in pressed[2]] == ["confirmation", "receipt"]
