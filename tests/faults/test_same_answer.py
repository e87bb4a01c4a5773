"""Nobody can find out who has signed: not by the answer's bytes, and not by its time."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.figures import auc, auc_error, percentile, share_slower, summary
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_ip

FORMS = ("again", "sign")
STATES = ("pending", "confirmed", "withdrawn", "not-me")


def spellings(local: str) -> list[str]:
    """Twenty ways to type one mailbox: case, tags, dots and the other name of its provider."""
    dotted = ".".join(local)
    plain = [local, local.upper(), local.title(), dotted, dotted.upper()]
    tagged = [f"{name}+{tag}" for name in plain for tag in ("x", "Petition2026")]
    names = plain + tagged
    return [f"{name}@gmail.com" for name in names] + [f"{name}@GoogleMail.com" for name in plain]


@dataclass(frozen=True)
class Stampede:
    """What one hundred parallel posts of one mailbox left behind."""

    answers: list
    new_rows: int
    new_letters: int


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

    def ask_again(self, email: str):
        """The form below "Check your e-mail": send me the letter once more."""
        return self.site.driver.post("/en/petition/check-your-email/", {"email": email}, ip=make_ip(self.chance))

    def ask_all(self, emails: list[str]) -> list:
        return in_parallel(self.ask, emails, threads=8)

    def press(self, emails: list[str], kind: str, step: str):
        """Each of them opens its letter and presses one button."""
        boxes = by_recipient(self.site.letters())
        links = [next(one.link(step) for one in boxes[email] if one.kind == kind) for email in emails]
        answers = in_parallel(lambda link: self.site.driver.post(link, {}, ip=make_ip(self.chance)), links, threads=8)
        assert {answer.status for answer in answers} <= {200, 303}
        self.site.settle(seconds=600)

    def bring_to_every_state(self, counts: dict[str, int]) -> dict[str, list[str]]:
        """State → so many new addresses that are in it."""
        known = {state: [self.new_address() for _ in range(count)] for state, count in counts.items()}
        self.ask_all([email for emails in known.values() for email in emails])
        self.site.settle(seconds=600)
        self.press(known["not-me"], "confirmation", "not-me")
        self.press(known["confirmed"] + known["withdrawn"], "confirmation", "confirm")
        self.press(known["withdrawn"], "receipt", "withdraw")
        return known


@pytest.fixture(scope="module")
def visitor(quiet_site, seed):
    return Visitor(quiet_site, seed)


@pytest.fixture(scope="module")
def stampede(visitor) -> Stampede:
    """One hundred parallel posts of one mailbox in twenty spellings."""
    site, forms = visitor.site, spellings("maxmustermann")
    rows, letters = site.signatures(), len(site.letters())
    answers = in_parallel(visitor.ask, forms * 5, threads=20)
    site.settle(seconds=60)
    return Stampede(answers, site.signatures() - rows, len(site.letters()) - letters)


def test_there_are_twenty_ways_to_type_one_address():
    assert len(set(spellings("maxmustermann"))) == 20


def test_one_mailbox_in_twenty_spellings_is_one_row(stampede):
    assert stampede.new_rows == 1


def test_one_mailbox_in_twenty_spellings_gets_one_letter(stampede):
    assert stampede.new_letters == 1


def test_a_hundred_answers_are_one_and_the_same(stampede):
    assert [answer.status for answer in stampede.answers] == [303] * 100
    assert len({answer.bytes_but_clock for answer in stampede.answers}) == 1


@pytest.fixture(scope="module")
def known(visitor, stampede, is_full) -> dict[str, list[str]]:
    """Addresses of every state that somebody may want to find out about, for one question each.

    In the smoke tier those whose state the question does not change are asked four times.
    """
    if is_full:
        return visitor.bring_to_every_state(dict.fromkeys(STATES, 2000))
    few = visitor.bring_to_every_state({"pending": 50, "confirmed": 50, "withdrawn": 100, "not-me": 100})
    return few | {"pending": few["pending"] * 4, "confirmed": few["confirmed"] * 4}


@pytest.fixture(scope="module")
def answers(visitor, known) -> dict[tuple[str, str], tuple[list, list]]:
    """(form, state) → the answers to known and to unknown addresses, asked in turns.

    "Send it again" comes first, because it changes no row. The workers stand still meanwhile: their noise would only
    hide a difference.
    """
    forms = {"again": visitor.ask_again, "sign": visitor.ask}
    for worker in visitor.site.workers:
        worker.freeze()
    found = {
        (form, state): interleave(visitor, ask, emails)
        for form, ask in forms.items()
        for state, emails in known.items()
    }
    for worker in visitor.site.workers:
        worker.thaw()
    return found


def interleave(visitor: Visitor, ask: Callable, known: list[str]) -> tuple[list, list]:
    """Ask for one known and one unknown address after the other, the first of each pair by chance."""
    found: tuple[list, list] = ([], [])
    for email in known:
        pair = [(0, email), (1, visitor.new_address())]
        visitor.chance.shuffle(pair)
        for side, address in pair:
            found[side].append(ask(address))
    return found


@pytest.mark.full
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
def test_the_bytes_of_the_answer_do_not_tell(answers, form, state):
    known, unknown = answers[form, state]
    assert {answer.status for answer in known} == {303}
    assert len({answer.bytes_but_clock for answer in known + unknown}) == 1


@pytest.mark.full
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
def test_the_time_of_the_answer_does_not_tell(answers, form, state, is_full, say):
    known, unknown = ([answer.seconds for answer in side] for side in answers[form, state])
    found, paired = auc(known, unknown), share_slower(known, unknown)
    error, paired_error = auc_error(len(known), len(unknown)), 0.5 / math.sqrt(len(known))
    say(f"{form}, {state} or unknown: AUC {found:.3f} ± {error:.3f}, pairs {paired:.3f} ± {paired_error:.3f}")
    say(f"  known   {summary(known)}")
    say(f"  unknown {summary(unknown)}")
    assert abs(found - 0.5) <= (0.05 if is_full else max(0.05, 4 * error))
    assert abs(paired - 0.5) <= (0.05 if is_full else max(0.05, 4 * paired_error))


@pytest.mark.full
def test_the_yardstick_sees_what_is_half_as_long_again(answers):
    """The control of the test above: what it must not overlook."""
    _, others = answers["sign", "pending"]
    seconds = [answer.seconds for answer in others]
    assert auc([second + percentile(seconds, 0.5) / 2 for second in seconds], seconds) > 0.6
