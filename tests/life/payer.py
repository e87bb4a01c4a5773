"""A payer under watch: every letter that is paid is compared with what the model would say to it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unittest import mock

from django.core import mail

from petitions import ahead, delivery, outbox
from petitions.models import Letter
from tests.life.model import Debt, Model, Nothing
from tests.life.post import GLOBAL, Link, Server, links_of, number_of

OWN_LINKS, FIRST_LINKS = {"withdraw", "yours"}, {"confirm", "not-me"}
LINKS_IN = {
    "confirmation": FIRST_LINKS, "reminder": FIRST_LINKS, "receipt": OWN_LINKS, "already_signed": OWN_LINKS,
    "withdrawn": set(), "kept": set(), "link": {"yours"}, "copy": {"yours"},
}  # fmt: skip
Expected = tuple[str, str] | Nothing


class Crash(BaseException):
    """The worker dies here."""


class WatchedPayer:
    """What a life needs to pay letters. `copies`: the bytes of each letter, for its second copy."""

    model: Model
    links: list[Link]
    copies: dict[tuple, bytes]
    has_crashed = False

    def _pay(self, server: Server) -> None:
        self._adopt_letters()
        with self._watched(server):
            self.model.expire_letters()
            with suppress(Crash):
                outbox.pay()
        if delivery.BREAKER.is_closed:
            self._wait_for_everything()

    @contextmanager
    def _watched(self, server: Server) -> Iterator[delivery.Mailer]:
        """Every letter that is paid in here is compared with what the model would say to it."""
        real, grant, self.has_crashed = outbox._pay_one, ahead.grant, False
        self._adopt_letters()

        def pay_one(mailer: delivery.Mailer, letter: Letter) -> bool:
            debt, before, mood = self._debt(letter.pk), len(mail.outbox), server.mood
            expected = self._expected(debt)
            try:
                return real(mailer, letter)
            finally:
                self._judge(debt, expected, mail.outbox[before:], mood)

        def grant_ahead(batch: list[Letter]) -> None:
            new = [letter for letter in batch if not letter.granted_at]
            grant(batch)
            for letter in new:
                if letter.granted_at:
                    self._judge_ahead(self._debt(letter.pk))

        with (
            mock.patch.object(outbox, "_pay_one", pay_one),
            mock.patch.object(ahead, "grant", grant_ahead),
            mock.patch.object(delivery, "get_connection") as connect,
        ):
            connect.return_value = server
            yield delivery.Mailer()

    def _judge_ahead(self, debt: Debt) -> None:
        """A place taken with the batch is kept, also where no turn comes: the server went, or the petition closed."""
        expected = self._expected(debt)
        assert not isinstance(expected, Nothing) or str(expected) == "closed"
        self.model.granted(debt)

    def _expected(self, debt: Debt) -> Expected:
        try:
            return self.model.what_to_say(debt)
        except Nothing as nothing:
            return nothing

    def _judge(self, debt: Debt, expected: Expected, messages: list, mood: str) -> None:
        row = Letter.objects.get(pk=debt.pk)
        if isinstance(expected, Nothing):
            assert messages == []
            if not self.has_crashed:
                self.model.close(debt, "dropped", str(expected))
            assert (row.outcome, row.error_class) == (debt.outcome, debt.reason)
            return
        self.model.granted(debt)
        assert len(messages) == (mood in ("ok", "cut"))
        for message in messages:
            self._read(message, debt, *expected)
        self._settle(debt, mood)

    def _settle(self, debt: Debt, mood: str) -> None:
        if mood == "ok" and not self.has_crashed:
            self.model.sent(debt)
        elif mood == "unknown":
            self.model.close(debt, "" if self.has_crashed else "failed")
        debt.may_wait = True
        if mood in GLOBAL:
            assert delivery.BREAKER.is_closed

    def _read(self, message: mail.EmailMessage, debt: Debt, letter: str, to: str) -> None:
        """The right letter to the right person in the right language; a second copy is the first one."""
        links = links_of(message, passed=self.model.passed)
        row = self.model.row(debt.row)
        language = row.language if row else debt.language
        assert (message.to, message.extra_headers["Content-Language"]) == ([to], language)
        assert {link.page for link in links} == LINKS_IN[letter]
        assert {(link.language, link.row) for link in links} <= {(language, debt.row)}
        assert number_of(message) == debt.pk
        text = message.message().as_bytes()
        if letter == "copy":
            return self._keep_links(links)  # it holds the name, and says how the rows are at this moment
        assert b"Canary" not in text.replace(to.encode(), b"")
        copy = self.copies.setdefault((debt.pk, letter, str(row and (row.language, row.news, row.asked, to))), text)
        assert copy == text
        self._keep_links(links)

    def _keep_links(self, links: list[Link]) -> None:
        self.links += [link for link in links if link not in self.links]

    def _adopt_letters(self) -> None:
        """Each new letter in the database is one that the model owes, in the same order."""
        known = {debt.pk for debt in self.model.debts}
        new = [row for row in Letter.objects.order_by("pk") if row.pk not in known]
        unknown = [debt for debt in self.model.debts if debt.pk is None]
        assert sorted((row.kind, row.signature_id or 0) for row in new) == sorted(
            (debt.kind, debt.row or 0) for debt in unknown
        )
        for row in new:
            debt = next(d for d in unknown if d.pk is None and (d.kind, d.row) == (row.kind, row.signature_id))
            debt.pk = row.pk

    def _debt(self, pk: int) -> Debt:
        return next(debt for debt in self.model.debts if debt.pk == pk)

    def _wait_for_everything(self) -> None:
        self._adopt_letters()
        for debt in self.model.open_debts():
            debt.may_wait = True
