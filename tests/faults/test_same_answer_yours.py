"""The form of the own page tells nobody who has signed: not by its answer's bytes, not by its time, only by letter."""

import math

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.figures import auc, auc_error, share_slower, summary
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_ip
from tests.faults.test_same_answer import Visitor, interleave

STATES = ("pending", "confirmed", "withdrawn", "not-me", "kept")
WRITTEN_TO = {"pending", "confirmed", "kept"}


class Asker(Visitor):
    """Asks for the own page of arbitrary addresses from ever new networks."""

    def new_address(self) -> str:
        return super().new_address().replace("v", "y", 1)

    def ask_for_page(self, email: str):
        return self.site.driver.post("/en/petition/yours/", {"email": email}, ip=make_ip(self.chance))

    def bring_to_every_state(self, counts: dict[str, int]) -> dict[str, list[str]]:
        known = super().bring_to_every_state(counts)
        self.press(known["kept"], "confirmation", "confirm")
        self.forget(known["kept"])
        return known

    def forget(self, emails: list[str]) -> None:
        """Each of them opens the own page by the receipt and presses "Forget my data"."""
        boxes = by_recipient(self.site.letters())
        links = [next(one.link("yours") for one in boxes[email] if one.kind == "receipt") for email in emails]
        answers = in_parallel(lambda link: self.site.driver.post(f"{link}forget/", {}), links, threads=8)
        assert {(answer.status, answer.header("location")) for answer in answers} == {(303, "/en/petition/forgotten/")}
        self.site.settle(seconds=600)


@pytest.fixture(scope="module")
def asker(quiet_site, seed):
    return Asker(quiet_site, seed)


@pytest.fixture(scope="module")
def known(asker, is_full) -> dict[str, list[str]]:
    return asker.bring_to_every_state(dict.fromkeys(STATES, 500 if is_full else 20))


@pytest.fixture(scope="module")
def answers(asker, known, is_full) -> dict[str, tuple[list, list]]:
    """State → the answers to known and to unknown addresses, asked in turns while the workers stand still.

    Asking changes no row, so each address is asked for several times, for more answers from as many people.
    """
    for worker in asker.site.workers:
        worker.freeze()
    found = {state: interleave(asker, asker.ask_for_page, emails * 4) for state, emails in known.items()}
    for worker in asker.site.workers:
        worker.thaw()
    asker.site.settle(seconds=600)
    return found


@pytest.mark.parametrize("state", STATES)
def test_the_bytes_of_the_answer_do_not_tell_who_has_an_own_page(answers, state):
    known, unknown = answers[state]
    assert {answer.status for answer in known} == {303}
    assert len({answer.bytes_but_clock for answer in known + unknown}) == 1


@pytest.mark.full
@pytest.mark.parametrize("state", STATES)
def test_the_time_of_the_answer_does_not_tell_who_has_an_own_page(answers, state, say):
    known, unknown = ([answer.seconds for answer in side] for side in answers[state])
    found, paired = auc(known, unknown), share_slower(known, unknown)
    error, paired_error = auc_error(len(known), len(unknown)), 0.5 / math.sqrt(len(known))
    say(f"{state} or unknown: AUC {found:.3f} ± {error:.3f}, pairs {paired:.3f} ± {paired_error:.3f}")
    say(f"  known   {summary(known)}")
    say(f"  unknown {summary(unknown)}")
    assert abs(found - 0.5) <= 0.05
    assert abs(paired - 0.5) <= max(0.05, 3 * paired_error)


@pytest.mark.parametrize("state", STATES)
def test_each_mailbox_gets_one_link_where_we_hold_something_and_none_elsewhere(asker, known, answers, state):
    boxes = by_recipient(asker.site.letters())
    links = [sum("/petition/yours/" in letter.text and letter.kind == "other" for letter in boxes.get(email, []))
             for email in known[state]]  # fmt: skip
    assert links == [int(state in WRITTEN_TO)] * len(known[state])
