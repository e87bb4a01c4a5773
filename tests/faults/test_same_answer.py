"""Nobody can find out who has signed: not by the answer's bytes, and not by its time."""

import random
from collections.abc import Callable

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.figures import auc, auc_error, summary
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_ip

STATES = ("pending", "confirmed", "withdrawn", "not-me")


def spellings(local: str) -> list[str]:
    """Twenty ways to type one mailbox: case, tags, dots and the other name of its provider."""
    dotted = ".".join(local)
    plain = [local, local.upper(), local.title(), dotted, dotted.upper()]
    tagged = [f"{name}+{tag}" for name in plain for tag in ("x", "Petition2026")]
    names = plain + tagged
    return [f"{name}@gmail.com" for name in names] + [f"{name}@GoogleMail.com" for name in plain]


class Visitor:
    """Signs for arbitrary addresses from ever new networks."""

    def __init__(self, site, seed: int):
        self.site = site
        self.chance = random.Random(seed)
        self._number = 0

    def new_address(self) -> str:
        """Every address has the same length, as an attacker would arrange it."""
        self._number += 1
        return f"v{self._number:06d}@mail.example.org"

    def ask(self, email: str):
        return self.site.driver.sign(email, name="Ana Example", country="PT", language="en", ip=make_ip(self.chance))

    def ask_all(self, emails: list[str]) -> list:
        return in_parallel(self.ask, emails, threads=8)

    def press(self, emails: list[str], kind: str, step: str):
        """Each of them opens its letter and presses one button."""
        boxes = by_recipient(self.site.letters())
        links = [next(one.link(step) for one in boxes[email] if one.kind == kind) for email in emails]
        answers = in_parallel(lambda link: self.site.driver.post(link, {}, ip=make_ip(self.chance)), links, threads=8)
        assert {answer.status for answer in answers} <= {200, 303}

    def bring_to(self, state: str, count: int) -> list[str]:
        """So many new addresses in that state."""
        emails = [self.new_address() for _ in range(count)]
        self.ask_all(emails)
        self.site.settle(seconds=600)
        if state == "not-me":
            self.press(emails, "confirmation", "not-me")
        if state in ("confirmed", "withdrawn"):
            self.press(emails, "confirmation", "confirm")
            self.site.settle(seconds=600)
        if state == "withdrawn":
            self.press(emails, "receipt", "withdraw")
            self.site.settle(seconds=600)
        return emails


@pytest.fixture(scope="module")
def visitor(site, seed):
    return Visitor(site, seed)


@pytest.fixture(scope="module")
def stampede(site, visitor):
    """One hundred parallel posts of one mailbox in twenty spellings."""
    forms = spellings("maxmustermann")
    answers = in_parallel(visitor.ask, forms * 5, threads=20)
    site.settle(seconds=60)
    return answers


def test_one_mailbox_in_twenty_spellings_is_one_row(site, stampede):
    assert len(set(spellings("maxmustermann"))) == 20
    assert site.query("SELECT count(*) FROM petitions_signature") == [(1,)]


def test_one_mailbox_in_twenty_spellings_gets_one_letter(site, stampede):
    assert len(site.letters()) == 1


def test_a_hundred_answers_are_one_and_the_same(stampede):
    assert len(stampede) == 100
    assert {answer.status for answer in stampede} == {303}
    assert len({answer.bytes_but_date for answer in stampede}) == 1


@pytest.fixture(scope="module")
def known(visitor, stampede, is_full) -> dict[str, list[str]]:
    """Addresses of every state that somebody may want to find out about, for one question each."""
    return {state: visitor.bring_to(state, 2000 if is_full else 200) for state in STATES}


@pytest.fixture(scope="module")
def asked(site, visitor, known) -> dict[str, tuple[list, list]]:
    """For every state the answers to known and to unknown addresses, asked in turns.

    The workers stand still meanwhile: their noise would only hide a difference.
    """
    for worker in site.workers:
        worker.freeze()
    pairs = {state: interleave(visitor, emails, visitor.new_address) for state, emails in known.items()}
    for worker in site.workers:
        worker.thaw()
    return pairs


def interleave(visitor: Visitor, known: list[str], unknown: Callable[[], str]) -> tuple[list, list]:
    """Ask one known and one unknown address after the other, the first of each pair by chance."""
    answers: tuple[list, list] = ([], [])
    for email in known:
        pair = [(0, email), (1, unknown())]
        visitor.chance.shuffle(pair)
        for side, address in pair:
            answers[side].append(visitor.ask(address))
    return answers


@pytest.mark.parametrize("state", STATES)
def test_the_bytes_of_the_answer_do_not_tell(asked, state):
    ones, others = asked[state]
    assert len({answer.bytes_but_date for answer in ones + others}) == 1


@pytest.mark.parametrize("state", STATES)
def test_the_time_of_the_answer_does_not_tell(asked, state, is_full, say):
    ones, others = ([answer.seconds for answer in side] for side in asked[state])
    found, error = auc(ones, others), auc_error(len(ones), len(others))
    bound = 0.05 if is_full else max(0.05, 4 * error)
    say(f"{state}/unknown: AUC {found:.3f} ± {error:.3f} (bound 0.5 ± {bound:.3f}); {summary(ones)}; {summary(others)}")
    assert abs(found - 0.5) <= bound


def test_the_yardstick_sees_a_difference_of_two_milliseconds(asked):
    """The control of the test above: what it must not overlook."""
    _, others = asked["pending"]
    seconds = [answer.seconds for answer in others]
    assert auc([second + 0.002 for second in seconds], seconds) > 0.65
