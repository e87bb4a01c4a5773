"""The life of a signature: people, staff, mail servers and time in any order, beside a model of what must be true.

LIFE_RUNS=2000 lives so many lives, in parts; LIFE_SEED=… lives those of that number again. Hypothesis shortens a
life that breaks a promise to the few steps that matter.
"""

import os
import random
from datetime import timedelta
from unittest import mock

import hypothesis
import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from petitions import briefly, counting, delivery, erasure, failed_letters, holding, outbox, reminders, tasks, wordings
from petitions.models import Letter, Petition, Signature
from tests import everything
from tests.answers import headers_of
from tests.life.clock import pass_seconds, pass_seconds_in_hand
from tests.life.model import DAY, HOUR, Model
from tests.life.own_page import OwnPage
from tests.life.payer import Crash, WatchedPayer
from tests.life.people import PEOPLE, TYPED, Person
from tests.life.post import MOODS, PURPOSES, Link, Server
from tests.life.promises import Promises

COUNTRIES, LANGUAGES = ("DE", "FR", "MT"), ("en", "de")
# no sum of these meets a limit to the minute
PAUSES = (75, 3 * HOUR + 7 * 60, 26 * HOUR + 11 * 60, 49 * HOUR + 13 * 60, 9 * DAY + 17 * 60, 31 * DAY + 19 * 60)
DAYS = (DAY, 9 * DAY, 31 * DAY)
spellings, picks = st.sampled_from(TYPED), st.integers(0, 30)
beginnings = st.integers(0, 3)  # unknown, waiting, confirmed, and with a receipt
countries, languages = st.sampled_from(COUNTRIES), st.sampled_from(LANGUAGES)


class Life(WatchedPayer, Promises, OwnPage, RuleBasedStateMachine):
    """The site as it is, in a transaction that is rolled back; `petition` and `journal` come from the test."""

    petition_row: Petition
    lives = steps = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).lives += 1
        self.world = transaction.atomic()
        self.world.__enter__()
        self.petition, self.model, self.client = Petition.objects.get(pk=self.petition_row.pk), Model(), Client()
        self.links: list[Link] = []
        self.frozen_payers: list[Letter] = []
        self.backups: dict[int, Signature] = {}
        self.answers: dict[str, bytes] = {}
        self.copies: dict[tuple, bytes] = {}
        self.ever_owed: set[int] = set()
        self.is_ended = self.has_crashed = False
        self._forget_the_last_life()

    def _forget_the_last_life(self) -> None:
        briefly.forget_everything()
        delivery.BREAKER.mend()
        settings.ERASURE_JOURNAL.unlink(missing_ok=True)
        mail.outbox = []

    def teardown(self) -> None:
        try:
            self._numbers_agree_and_nothing_readable_is_left()
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    # --- how a life begins ------------------------------------------------------------------------------------------

    @initialize(people=st.lists(st.tuples(beginnings, countries, languages, st.booleans()), min_size=5, max_size=5))
    def begin(self, people) -> None:
        """Before anything else happens, each of the five is somewhere on the way."""
        for person, (beginning, *chosen) in zip(PEOPLE, people, strict=True):
            if beginning > 0:
                self.sign((person, person.spellings[0]), *chosen)
        self._pay(Server())
        for person, (beginning, *_) in zip(PEOPLE, people, strict=True):
            if beginning > 1:
                self._confirm_by_letter(person)
        if any(beginning > 2 for beginning, *_ in people):
            self._pay(Server())

    @rule(typed=spellings, country=countries, language=languages, news=st.booleans())
    def sign_and_confirm(self, typed, country, language, news) -> None:
        self.sign(typed, country, language, news)
        self._pay(Server())
        self._confirm_by_letter(typed[0])
        self._pay(Server())

    def _confirm_by_letter(self, person: Person) -> None:
        row = self.model.rows.get(person.name)
        for link in [link for link in self._links("confirm") if row and link.row == row.pk][-1:]:
            self._confirm(link)

    # --- supporters -------------------------------------------------------------------------------------------------

    @rule(typed=spellings, country=countries, language=languages, news=st.booleans())
    def sign(self, typed, country, language, news) -> None:
        person, address = typed
        form = {"name": f"Canary {person.name} {country}", "email": address, "country": country, "consent": "on"}
        answer = self._post(f"/{language}/petition/", form | ({"news": "on"} if news else {}))
        if self.model.is_closed:
            assert answer.status_code == 410
            return
        self._is_the_same_answer(f"sign {language}", answer)
        self.model.sign(
            person.name, pk=Signature.objects.get(email_digest=person.digest).pk, typed=_as_written(address),
            mailbox=person.mailbox, name=form["name"], country=country, language=language, news=news,
        )  # fmt: skip

    @rule(typed=spellings, language=languages)
    def ask_for_the_letter_again(self, typed, language) -> None:
        person, address = typed
        answer = self._post(f"/{language}/petition/check-your-email/", {"email": address})
        self._is_the_same_answer(f"again {language}", answer)
        self.model.ask_again(person.name, mailbox=person.mailbox, typed=_as_written(address), language=language)

    @rule(typed=spellings, times=st.integers(2, 7), pause=st.sampled_from(PAUSES[:3]))
    def insist(self, typed, times, pause) -> None:
        """Somebody types an address again and again, and opens no letter."""
        for _ in range(times):
            self.sign(typed, "FR", "en", news=False)
            self._pay(Server())
            self.let_time_pass(pause, is_followed_by_beat=False)

    @precondition(lambda self: self._links("confirm"))
    @rule(pick=picks, times=st.integers(1, 3))
    def confirm(self, pick, times) -> None:
        link = self._pick(self._links("confirm"), pick)
        for _ in range(times):
            self._confirm(link)

    def _confirm(self, link: Link) -> None:
        expected = self.model.confirm(link.row, age=self._age(link))
        assert _said(self._press(link)) == expected

    @precondition(lambda self: self._links("withdraw"))
    @rule(pick=picks)
    def withdraw(self, pick) -> None:
        link = self._pick(self._links("withdraw"), pick)
        self._back_up(link.row)
        assert _said(self._press(link)) == self.model.withdraw(link.row)

    @precondition(lambda self: self._links("not-me"))
    @rule(pick=picks)
    def say_not_me(self, pick) -> None:
        link = self._pick(self._links("not-me"), pick)
        self._back_up(link.row)
        expected = self.model.disown(link.row, age=self._age(link))
        assert _said(self._press(link)) == expected

    @precondition(lambda self: self.links)
    @rule(method=st.sampled_from(["get", "head", "options"]))
    def scan(self, method) -> None:
        """A mail scanner opens every link of the last letters."""
        before = everything.rows()
        paths = [link.path(passed=self.model.passed) for link in self.links[-6:]]
        answers = [getattr(self.client, method)(path) for path in paths]
        assert (max(answer.status_code for answer in answers) < 500, everything.rows() == before) == (True, True)

    @precondition(lambda self: self.links)
    @rule(pick=picks, page=st.sampled_from(sorted(PURPOSES)))
    def press_a_link_at_another_page(self, pick, page) -> None:
        link, before = self._pick(self.links, pick), everything.rows()
        if link.page == page:
            return
        answer = self._post(link.path(passed=self.model.passed, page=page), {})
        assert (answer.status_code, everything.rows() == before) == (405 if page == "yours" else 404, True)

    @rule(page=st.sampled_from(["", "petition/", "petition/check-your-email/", "petition/thank-you/"]))
    def look(self, page) -> None:
        before = everything.rows()
        assert self.client.get(f"/en/{page}").status_code == 200
        assert everything.rows() == before

    # --- letters ----------------------------------------------------------------------------------------------------

    @rule(moods=st.lists(st.sampled_from(MOODS), min_size=1, max_size=3))
    def pay_with_moods(self, moods) -> None:
        self._pay(Server(tuple(moods)))

    @rule()
    def pay(self) -> None:
        self._pay(Server())
        if not delivery.BREAKER.is_closed:
            assert self.model.open_debts(lambda debt: not debt.may_wait) == []

    @rule(after=st.integers(0, 2))
    def pay_and_crash_before_settling(self, after) -> None:
        settles = iter([outbox.settle] * after)

        def settle(*args, **kwargs) -> bool:
            if real := next(settles, None):
                return real(*args, **kwargs)
            self.has_crashed = True
            raise Crash

        with mock.patch.object(outbox, "settle", settle):
            self._pay(Server())
        self._wait_for_everything()

    @rule()
    def claim_and_freeze(self) -> None:
        """A worker stands still with a batch in its hands."""
        self.model.expire_letters()
        outbox.expire()
        self.frozen_payers += outbox.claim()
        self._wait_for_everything()

    @precondition(lambda self: self.frozen_payers)
    @rule()
    def wake_up(self) -> None:
        """What another has taken meanwhile is settled by nobody else; the rest is paid as if nothing had been."""
        letters, self.frozen_payers = self.frozen_payers, []
        mine = [letter for letter in letters if self._is_still_held(letter)]
        for letter in letters:
            if letter not in mine:
                before = everything.rows()
                assert (outbox.settle(letter, "sent"), everything.rows() == before) == (False, True)
        with self._watched(Server()) as mailer:
            outbox._pay_batch(mailer, mine)

    @rule()
    def remind(self) -> None:
        assert reminders.owe_reminders() == self.model.remind()

    @rule()
    def try_failed_letters_again(self) -> None:
        assert failed_letters.try_again() == self.model.retry()

    # --- staff, time and the numbers --------------------------------------------------------------------------------

    @rule(typed=spellings)
    def forget_by_address(self, typed) -> None:
        person, address = typed
        for row in Signature.objects.filter(email_digest=person.digest):
            self._back_up(row.pk)
        assert erasure.forget_address(address) == self.model.forget(person.name, mailbox=person.mailbox)

    @rule(country=countries)
    def hold(self, country) -> None:
        expected = self.model.hold(country)
        try:
            held = holding.hold(self.petition, holding.Facts(country=country), reason="pattern", by="guardian")
        except (holding.NothingToHold, holding.Final):
            assert expected == 0
            return
        assert held.count == expected
        self.model.held(country, held.pk)

    @precondition(lambda self: self.model.holdings)
    @rule(pick=picks)
    def release(self, pick) -> None:
        number = self._pick(sorted(self.model.holdings), pick)
        expected = self.model.release(number)
        try:
            freed = holding.release(number, by="guardian")
        except (holding.Released, holding.Final):
            freed = None
        assert freed == expected

    @rule(pause=st.sampled_from(PAUSES), is_followed_by_beat=st.booleans())
    def let_time_pass(self, pause, is_followed_by_beat) -> None:
        if self.model.frozen is not None:
            pause = DAYS[PAUSES.index(pause) % len(DAYS)]  # frozen numbers stand by whole days
        counting.refresh()
        self.model.refresh()
        pass_seconds(self.petition, pause)
        pass_seconds_in_hand(self.frozen_payers, pause)
        self.model.passed += pause
        self._after_a_pause(pause)
        if is_followed_by_beat:
            self.forget_expired()
            self.remind()
            self._pay(Server())

    @precondition(lambda self: not self.model.is_closed)
    @rule(ago=st.sampled_from([1, 25]))
    def close(self, ago) -> None:
        closes_at = timezone.now() - timedelta(hours=ago)
        Petition.objects.filter(pk=self.petition.pk).update(
            closes_at=closes_at, opens_at=closes_at - timedelta(days=365)
        )
        self.model.closes = self.model.now() - ago * HOUR
        self._read_the_petition_again()

    @precondition(lambda self: self.model.is_closed and not self.is_ended)
    @rule()
    def end(self) -> None:
        """The day has come by which everything but the numbers is forgotten."""
        Petition.objects.filter(pk=self.petition.pk).update(forget_at=timezone.now() - timedelta(minutes=30))
        self.is_ended = True
        self._read_the_petition_again()
        wordings.record(self.petition)

    @rule()
    def forget_expired(self) -> None:
        tasks.forget_expired()
        self.model.forget_expired(is_ended=self.is_ended)
        self.model.drop_records()

    @rule()
    def refresh(self) -> None:
        counting.refresh()
        self.model.refresh()

    @rule()
    def recount(self) -> None:
        assert counting.recount(self.petition) == {}
        self.model.refresh()

    @rule(pick=picks, is_counted=st.booleans())
    def replay_journal(self, pick, is_counted) -> None:
        """A backup brings somebody back who had left; the journal knows."""
        free = [row for row in self.backups.values() if not self._has_row(row)]
        Signature.objects.bulk_create([self._pick(free, pick)] if free else [])
        if is_counted:
            counting.recount(self.petition)
        assert [erasure.replay_journal(), erasure.replay_journal()] == [min(len(free), 1), 0]
        counting.refresh()
        self.model.refresh()

    # --- small things -----------------------------------------------------------------------------------------------

    def _post(self, path: str, form: dict[str, str]):
        origin = {"origin": settings.SITE_ORIGIN, "sec-fetch-site": "same-origin"}
        return self.client.post(path, form, headers=origin)

    def _press(self, link: Link):
        return self.client.post(link.path(passed=self.model.passed))

    def _is_the_same_answer(self, what: str, answer) -> None:
        whole = str((answer.status_code, sorted(headers_of(answer).items()), answer.content)).encode()
        assert (answer.status_code, self.answers.setdefault(what, whole)) == (303, whole)

    def _links(self, page: str) -> list[Link]:
        return [link for link in self.links if link.page == page]

    def _age(self, link: Link) -> float:
        return self.model.now() - link.issued

    def _pick(self, things: list, pick: int):
        """Small numbers pick what is new."""
        return things[-1 - pick % len(things)]

    def _back_up(self, pk: int) -> None:
        row = Signature.objects.filter(pk=pk).first()
        if row and (row.confirmed_at or row.pk not in self.backups):
            self.backups[pk] = row

    def _has_row(self, backup: Signature) -> bool:
        stands = Signature.objects.filter(email_digest=backup.email_digest).exists()
        return stands or not any(pk == backup.pk for pk, _ in self.model.journal)

    def _as_written(self, address: str) -> str:
        return _as_written(address)

    def _is_still_held(self, letter: Letter) -> bool:
        return Letter.objects.filter(pk=letter.pk, leased_by=letter.leased_by, closed_at=None).exists()

    def _after_a_pause(self, seconds: float) -> None:
        self.copies.clear()  # the moments in letters have moved
        self._read_the_petition_again()
        if seconds > HOUR:
            self.frozen_payers = []  # somebody has restarted them
            for debt in self.model.open_debts():
                debt.may_wait = False

    def _read_the_petition_again(self) -> None:
        briefly.forget_everything()
        self.petition.refresh_from_db()


def _as_written(address: str) -> str:
    """As it goes on an envelope: the local part as it was typed, the domain in ASCII and lower case."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.').encode('idna').decode()}"


PAGES = {
    "link_expired": "expired", "link_late": "late", "not_me_expired": "expired", "not_me_done": "done",
    "not_me_confirmed": "confirmed", "link_invalid": "unknown", "withdraw_invalid": "unknown",
    "not_me_invalid": "unknown",
}  # fmt: skip
STATUS = {"expired": 410, "late": 410, "unknown": 404, "done": 200, "confirmed": 200}


def _said(answer) -> str:
    """What a press of a button was answered, in one word; and the country whose window is lit."""
    if answer.status_code == 303:
        page, _, country = answer["Location"].partition("#")
        return f"thanks {country}" if page.endswith("/thank-you/") else "done"
    names = [str(template.name).removeprefix("petitions/").removesuffix(".html") for template in answer.templates]
    (word,) = {PAGES[name] for name in names if name in PAGES}
    assert answer.status_code == STATUS[word]
    return word


RUNS = int(os.environ.get("LIFE_RUNS", "12"))
# All lives of a part are rolled back in one transaction; PostgreSQL wades through their dead rows until its end.
PART = 100


@pytest.mark.parametrize("part", range(-(-RUNS // PART)))
def test_whatever_people_staff_and_time_do_in_whatever_order_no_promise_is_broken(petition, capsys, part):
    seed = int(os.environ.get("LIFE_SEED", random.randrange(10**9))) + part
    runs = min(PART, RUNS - part * PART)
    life = type("ThisLife", (Life,), {"petition_row": petition, "lives": 0, "steps": 0})
    many = hypothesis.settings(
        max_examples=runs, stateful_step_count=20, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    try:
        run_state_machine_as_test(hypothesis.seed(seed)(life), settings=many)
    finally:
        with capsys.disabled():
            print(f"\n{life.lives} lives, {life.steps} steps on {connection.vendor}, LIFE_SEED={seed}")
