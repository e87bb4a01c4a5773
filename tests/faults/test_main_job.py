"""The main job on real input: people of 27 countries sign, get one letter, confirm, are counted, leave.

Steps are fixtures that build on each other; every test is one promise about one step.
Full tier: 2,000 people, 1,500 confirm, 100 withdraw. Smoke: 60, 45, 3.
"""

import csv
import io
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.letters import by_recipient, count_copies
from tests.faults.lab.people import make_people
from tests.faults.lab.site import SLUG

THREADS = 8


@dataclass
class Day:
    """What happened so far on this campaign day."""

    people: list
    answers: list = field(default_factory=list)
    letters: dict = field(default_factory=dict)  # address → what it got so far
    first: dict = field(default_factory=dict)  # address → what it got before anybody pressed anything
    seconds: dict = field(default_factory=dict)
    confirmed: list = field(default_factory=list)
    left: list = field(default_factory=list)
    hashes: list = field(default_factory=list)
    opened: list = field(default_factory=list)
    presses: list = field(default_factory=list)
    departures: list = field(default_factory=list)

    def link(self, person, kind: str, step: str) -> str:
        return next(letter.link(step) for letter in self.letters[person.email] if letter.kind == kind)

    @contextmanager
    def timed(self, what: str):
        start = time.monotonic()
        yield
        self.seconds[what] = time.monotonic() - start


@pytest.fixture(scope="module")
def signed(site, seed, is_full):
    """Everybody signs at full speed, and the letters go out."""
    day = Day(make_people(2000 if is_full else 60, seed=seed))
    with day.timed("sign"):
        day.answers = in_parallel(site.driver.sign_person, day.people, threads=THREADS)
    with day.timed("letters"):
        site.settle(seconds=300)
    day.letters = day.first = by_recipient(site.letters())
    return day


@pytest.fixture(scope="module")
def looked(site, signed):
    """Every link of every letter is opened three times."""
    links = [(person, step) for person in signed.people for step in ("confirm", "not-me")] * 3
    signed.hashes = [site.row_hashes()]
    signed.opened = in_parallel(
        lambda item: site.driver.get(signed.link(item[0], "confirmation", item[1]), ip=item[0].ip),
        links,
        threads=THREADS,
    )
    signed.hashes.append(site.row_hashes())
    return signed


@pytest.fixture(scope="module")
def confirmed(site, seed, looked):
    """Three in four press the button, some of them twice at once; their receipts go out."""
    chosen = random.Random(seed).sample(looked.people, len(looked.people) * 3 // 4)
    press = lambda person: site.driver.post(looked.link(person, "confirmation", "confirm"), {}, ip=person.ip)  # noqa: E731
    presses = [person for person in chosen[:50] for _ in range(2)] + chosen[50:]
    looked.presses = in_parallel(press, presses, threads=THREADS)
    looked.confirmed = chosen
    looked.seconds["count"] = site.seconds_until_count_is(len(chosen), seconds=30)
    site.settle(seconds=300)
    looked.letters = by_recipient(site.letters())
    return looked


@pytest.fixture(scope="module")
def withdrawn(site, confirmed):
    """One in fifteen of them leaves again, by the link in the receipt."""
    confirmed.left = confirmed.confirmed[: len(confirmed.confirmed) // 15]
    leave = lambda person: site.driver.post(confirmed.link(person, "receipt", "withdraw"), {}, ip=person.ip)  # noqa: E731
    confirmed.departures = in_parallel(leave, confirmed.left, threads=THREADS)
    site.seconds_until_count_is(len(confirmed.confirmed) - len(confirmed.left), seconds=30)
    return confirmed


def exported(site) -> list[dict]:
    """The rows of the CSV that staff export."""
    done = site.manage("export_counts", "--format", "csv", "--petition", SLUG)
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_everybody_who_signs_is_sent_to_their_mailbox(signed, say):
    took = signed.seconds
    say(f"{len(signed.people)} signed in {took['sign']:.1f} s, the last letter left {took['letters']:.1f} s later")
    assert [answer.status for answer in signed.answers] == [303] * len(signed.people)


def test_everybody_is_kept_with_name_country_and_language_as_they_gave_them(site, signed):
    rows = {tuple([*row["opened"], row["country"], row["language"]]) for row in site.rows()}
    assert rows == {(person.name, person.email, person.country, person.language) for person in signed.people}


def test_everybody_gets_exactly_one_letter_and_nobody_else_does(signed):
    kinds = {address: [letter.kind for letter in letters] for address, letters in signed.first.items()}
    assert kinds == {person.email: ["confirmation"] for person in signed.people}


def test_every_letter_has_one_recipient(signed):
    assert {len(letter.recipients) for letters in signed.first.values() for letter in letters} == {1}


def test_every_letter_is_in_the_language_of_the_page_that_was_signed(signed):
    found = {address: letters[0].languages for address, letters in signed.first.items()}
    assert found == {person.email: {person.language} for person in signed.people}


def test_no_first_letter_says_a_word_that_a_stranger_typed(signed):
    for person in signed.people:
        letter = signed.first[person.email][0]
        words = [word for word in person.name.split() if len(word) > 3]
        assert [word for word in words if word in letter.text or word in letter.html] == []


def test_opening_a_link_three_times_shows_a_page(looked):
    assert {answer.status for answer in looked.opened} == {200}


def test_opening_links_changes_no_row_of_any_table(looked):
    before, after = looked.hashes
    assert after == before


def test_pressing_the_button_thanks_also_at_the_second_press(confirmed):
    assert {answer.status for answer in confirmed.presses} == {303}


def test_the_public_number_is_right_within_ten_seconds(confirmed, say):
    say(f"count.json says {len(confirmed.confirmed)} after {confirmed.seconds['count']:.1f} s")
    assert confirmed.seconds["count"] < 10


def test_everybody_who_confirmed_gets_one_receipt_with_the_way_out(confirmed):
    receipts = {address for address, letters in confirmed.letters.items() for x in letters if x.kind == "receipt"}
    assert receipts == {person.email for person in confirmed.confirmed}


@pytest.fixture(scope="module")
def exported_before(site, confirmed):
    return exported(site)


def test_the_staff_export_sums_to_the_public_number(exported_before, confirmed):
    assert sum(int(row["confirmed"]) for row in exported_before) == len(confirmed.confirmed)


def test_the_staff_export_has_the_countries_and_languages_of_those_who_confirmed(exported_before, confirmed):
    cells = {(row["country"], row["language"]) for row in exported_before}
    assert cells == {(person.country, person.language) for person in confirmed.confirmed}


def test_those_who_leave_are_told_so_and_no_longer_count(site, withdrawn):
    assert {answer.status for answer in withdrawn.departures} == {303}
    assert site.confirmed() == len(withdrawn.confirmed) - len(withdrawn.left)


def test_the_export_follows_those_who_left(site, withdrawn):
    assert sum(int(row["confirmed"]) for row in exported(site)) == len(withdrawn.confirmed) - len(withdrawn.left)


def test_a_recount_from_rows_agrees_with_every_tally(site, withdrawn):
    done = site.manage("recount", "--check", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nobody_got_a_letter_twice(site, withdrawn, say):
    site.settle(seconds=120)
    copies = count_copies(site.letters())
    say(f"{copies.messages} letters accepted, {copies.extra} extra copies")
    assert copies.extra == 0
