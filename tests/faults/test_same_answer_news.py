"""Nobody can find out who reads the news: not by the answer's bytes, and not by its time. As with signatures."""

import math

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.lab.figures import auc, auc_error, share_slower, summary
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import make_ip
from tests.faults.test_same_answer import Visitor, interleave

STATES = ("waiting", "reading", "stopped")


class Reader(Visitor):
    """Enters arbitrary addresses for the news from ever new networks."""

    def new_address(self) -> str:
        return super().new_address().replace("v", "r", 1)

    def enter(self, email: str):
        data = {"email": email, "language": "en", "consent": "on"}
        return self.site.driver.post("/en/stay-informed/", data, ip=make_ip(self.chance))

    def press_news(self, emails: list[str], step: str):
        """Each of them opens its newest letter about the news and presses its button."""
        boxes = by_recipient(self.site.letters())
        links = [boxes[email][-1].link(step, below="stay-informed") for email in emails]
        answers = in_parallel(lambda link: self.site.driver.post(link, {}, ip=make_ip(self.chance)), links, threads=8)
        assert {answer.status for answer in answers} <= {303}
        self.site.settle(seconds=600)

    def bring_to_every_state(self, count: int) -> dict[str, list[str]]:
        known = {state: [self.new_address() for _ in range(count)] for state in STATES}
        in_parallel(self.enter, [email for emails in known.values() for email in emails], threads=8)
        self.site.settle(seconds=600)
        self.press_news(known["reading"] + known["stopped"], "confirm")
        self.press_news(known["stopped"], "unsubscribe")
        return known


@pytest.fixture(scope="module")
def reader(quiet_site, seed):
    return Reader(quiet_site, seed)


@pytest.fixture(scope="module")
def answers(reader, is_full) -> dict[str, tuple[list, list]]:
    """State → the answers to known and to unknown addresses, asked in turns while the workers stand still."""
    known = reader.bring_to_every_state(1000 if is_full else 40)
    for worker in reader.site.workers:
        worker.freeze()
    found = {state: interleave(reader, reader.enter, emails) for state, emails in known.items()}
    for worker in reader.site.workers:
        worker.thaw()
    return found


@pytest.mark.parametrize("state", STATES)
def test_the_bytes_of_the_answer_do_not_tell_who_reads_the_news(answers, state):
    known, unknown = answers[state]
    assert {answer.status for answer in known} == {303}
    assert len({answer.bytes_but_clock for answer in known + unknown}) == 1


@pytest.mark.full
@pytest.mark.parametrize("state", STATES)
def test_the_time_of_the_answer_does_not_tell_who_reads_the_news(answers, state, say):
    known, unknown = ([answer.seconds for answer in side] for side in answers[state])
    found, paired = auc(known, unknown), share_slower(known, unknown)
    error, paired_error = auc_error(len(known), len(unknown)), 0.5 / math.sqrt(len(known))
    say(f"{state} or unknown: AUC {found:.3f} ± {error:.3f}, pairs {paired:.3f} ± {paired_error:.3f}")
    say(f"  known   {summary(known)}")
    say(f"  unknown {summary(unknown)}")
    assert abs(found - 0.5) <= max(0.05, 3 * error)
    assert abs(paired - 0.5) <= max(0.05, 3 * paired_error)
