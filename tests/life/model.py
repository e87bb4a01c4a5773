"""What must be true of signatures and letters, in plain Python: no database, no product code, a clock of its own.

Times are seconds; the clock runs like everybody's, plus what a test has let pass.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

HOUR, DAY = 3600, 86_400
LINK_LIFE, FORGET_AFTER, LETTER_LIFE, GOODBYE_LIFE = 14 * DAY, 30 * DAY, 48 * HOUR, 60
REMIND_AFTER, LAST_REMINDER, RECORD_LIFE, GRACE = 48 * HOUR, 13 * DAY, 24 * HOUR, 24 * HOUR
BUDGET, MOST_UNANSWERED = 3, 6
ASKING = ("reply", "reminder", "yours", "copy")  # in the mailbox's budget
WAITING = ("reply", "reminder", "yours")  # for a press
GOODBYES = ("withdrawn", "kept")
ANSWERS = {"reply": "confirmation", "reminder": "reminder"}


@dataclass
class Row:
    """A signature as its supporter would describe it; `asked`, `confirmed`, `answered` are moments."""

    pk: int
    mailbox: str
    name: str
    address: str
    country: str
    language: str
    news: bool
    asked: float
    confirmed: float | None = None
    holding: int | None = None
    is_forgotten: bool = False
    unanswered: int = 0
    answered: float | None = None
    answered_by: int | None = None
    is_reminded: bool = False

    @property
    def counts(self) -> bool:
        return self.confirmed is not None and self.holding is None


@dataclass
class Debt:
    """A letter that is owed. `may_wait`: leased or postponed, so that the next run need not pay it. `addressee`: whose
    mailbox the sealed address of a goodbye is."""

    kind: str
    row: int | None
    mailbox: str
    to: str | None
    language: str
    created: float
    outcome: str = ""
    reason: str = ""
    closed: float | None = None
    granted: float | None = None
    may_wait: bool = False
    pk: int | None = None
    addressee: str = ""

    @property
    def is_open(self) -> bool:
        return not self.outcome


class Nothing(Exception):
    """This letter is not to be sent; the argument says why."""


@dataclass
class Model:
    """Everything that we know of one petition."""

    closes: float = float("inf")
    passed: float = 0
    rows: dict[str, Row] = field(default_factory=dict)
    debts: list[Debt] = field(default_factory=list)
    suppressed: set[str] = field(default_factory=set)
    journal: list[tuple[int | str, str]] = field(default_factory=list)
    holdings: dict[int, bool] = field(default_factory=dict)
    published: Counter = field(default_factory=Counter)
    frozen: Counter | None = None

    # --- looking ---

    def now(self) -> float:
        return time.time() + self.passed

    @property
    def is_closed(self) -> bool:
        return self.now() >= self.closes

    @property
    def is_past_grace(self) -> bool:
        return self.now() >= self.closes + GRACE

    @property
    def is_final(self) -> bool:
        return self.frozen is not None or self.is_past_grace

    def row(self, pk: int | None) -> Row | None:
        return next((row for row in self.rows.values() if row.pk == pk), None)

    def name_of(self, row: Row) -> str:
        return next(name for name, other in self.rows.items() if other is row)

    def count(self) -> Counter:
        """(country, language) → signatures that count; what every number must come from."""
        if self.frozen is not None:
            return self.frozen
        return Counter((row.country, row.language) for row in self.rows.values() if row.counts)

    def open_debts(self, wanted: Callable[[Debt], bool] = lambda debt: True) -> list[Debt]:
        return [debt for debt in self.debts if debt.is_open and wanted(debt)]

    # --- what supporters do ---

    def sign(self, who: str, *, pk: int, typed: str, **chosen) -> None:
        """`chosen`: mailbox, name, country, language, news."""
        row = self.rows.get(who)
        if row is None:
            row = self.rows[who] = Row(pk=pk, address=typed, asked=self.now(), **chosen)
        elif row.confirmed is None:
            row.address, row.name, row.country = typed, chosen["name"], chosen["country"]
            row.language, row.news = chosen["language"], chosen["news"]
        if not row.is_forgotten and row.unanswered < MOST_UNANSWERED:
            row.asked = self.now()
        self.ask_again(who, mailbox=chosen["mailbox"], typed=typed, language=chosen["language"])

    def ask_again(self, who: str, *, mailbox: str, typed: str, language: str) -> None:
        row = self.rows.get(who)
        self._owe("reply", row.pk if row else None, mailbox=mailbox, to=typed, language=language)

    def confirm(self, pk: int, *, age: float) -> str:
        """Which answer a press of the button gets."""
        row = self.row(pk)
        if age > LINK_LIFE:
            return "expired"
        if row is None:
            return "unknown"
        if row.confirmed is None:
            if self.is_past_grace:
                return "late"
            row.confirmed = self.now()
            self._owe("receipt", row.pk, language=row.language)
        return f"thanks {row.country}"

    def withdraw(self, pk: int) -> str:
        row = self.row(pk)
        if row is None:
            return "unknown"
        if row.confirmed and not row.is_forgotten:
            self._owe("withdrawn", None, to=row.address, addressee=row.mailbox, language=row.language)
        self._delete(row, "withdrawn", journal=True)
        return "done"

    def ask_for_page(self, who: str, *, mailbox: str, typed: str, language: str) -> None:
        row = self.rows.get(who)
        self._owe("yours", row.pk if row else None, mailbox=mailbox, to=typed, language=language)

    def keep(self, pk: int) -> str:
        """Forgotten at once, and still counted."""
        row = self.row(pk)
        if row is None or row.confirmed is None:
            return "unknown" if row is None else "back"
        if not row.is_forgotten:
            self._owe("kept", None, to=row.address, addressee=row.mailbox, language=row.language)
            self._drop(self.open_debts(lambda debt: debt.row == row.pk), "kept")
            self._empty(row)
            row.news = False
            self.journal.append((f"kept:{row.pk}", "kept"))
        return "done"

    def correct(self, pk: int, country: str, language: str) -> str:
        row = self.row(pk)
        if row is None:
            return "unknown"
        if not self.is_final:
            row.country, row.language = country, language
        return "back"

    def ask_for_copy(self, pk: int, *, is_there: bool) -> str:
        """`is_there`: one was asked for within this minute."""
        row = self.row(pk)
        if row is None:
            return "unknown"
        if not row.is_forgotten and not is_there:
            self._owe("copy", row.pk, mailbox=row.mailbox, language=row.language)
        return "back"

    def disown(self, pk: int, *, age: float) -> str:
        row = self.row(pk)
        if age > LINK_LIFE:
            return "expired"
        if row is None:
            return "unknown"
        if row.confirmed:
            return "confirmed"
        self.suppressed.add(row.mailbox)
        self._delete(row, "not-me", journal=True)
        return "done"

    def forget(self, who: str, *, mailbox: str) -> int:
        """A person is erased by the typed address; returns how many rows went."""
        row = self.rows.get(who)
        if row:
            self._delete(row, "forget", journal=True)
        self._drop(self.open_debts(lambda debt: debt.mailbox == mailbox), "forget")
        for debt in self.debts:
            debt.mailbox = "" if debt.mailbox == mailbox else debt.mailbox
        self.suppressed.discard(mailbox)
        return 1 if row else 0

    # --- what staff and time do ---

    def hold(self, country: str) -> int:
        """How many signatures this sets aside; 0: refused, nothing to hold or final."""
        chosen = [row for row in self.rows.values() if row.counts and row.country == country]
        return 0 if self.is_final else len(chosen)

    def held(self, country: str, holding: int) -> None:
        for row in self.rows.values():
            if row.counts and row.country == country:
                row.holding = holding
        self.holdings[holding] = True

    def release(self, holding: int) -> int | None:
        """How many come back; None: refused."""
        if not self.holdings[holding] or self.is_final:
            return None
        back = [row for row in self.rows.values() if row.holding == holding]
        for row in back:
            row.holding = None
        self.holdings[holding] = False
        return len(back)

    def refresh(self) -> None:
        self.published = self.count().copy()

    def freeze(self) -> None:
        if self.frozen is None:
            self.frozen = self.count()
            self.refresh()

    def forget_expired(self, *, is_ended: bool) -> None:
        now = self.now()
        if self.is_past_grace or is_ended:
            self.freeze()
        for row in list(self.rows.values()):
            if is_ended or (row.confirmed is None and now - row.asked > LINK_LIFE):
                self._delete(row, "expired", journal=False)
            elif row.confirmed and now - row.confirmed > FORGET_AFTER and not row.news:
                self._empty(row)
        if self.is_closed:
            self.suppressed.clear()

    def drop_records(self) -> None:
        self.debts = [debt for debt in self.debts if not (debt.closed and self.now() - debt.closed > RECORD_LIFE)]

    def remind(self) -> int:
        """How many reminders this owes."""
        rows = [row for row in self.rows.values() if self._waits_for_reminder(row)]
        for row in rows:
            row.is_reminded = True
            self._owe("reminder", row.pk, mailbox=row.mailbox, language=row.language)
        return len(rows)

    def retry(self) -> int:
        """Staff try failed letters again; how many can be."""
        again = [debt for debt in self.debts if debt.outcome == "failed" and self._can_be_tried_again(debt)]
        for debt in again:
            debt.outcome, debt.reason, debt.closed, debt.granted, debt.may_wait = "", "", None, None, False
        return len(again)

    def expire_letters(self) -> None:
        for debt in self.open_debts():
            age = self.now() - debt.created
            if age > LETTER_LIFE or (debt.kind in GOODBYES and age > GOODBYE_LIFE):
                self.close(debt, "expired")

    # --- what a payer must say ---

    def what_to_say(self, debt: Debt) -> tuple[str, str]:
        """(letter, address), or Nothing with the reason. Changes nothing."""
        said, row = self._what_to_say(debt), self.row(debt.row)
        if (debt.addressee or debt.mailbox or (row.mailbox if row else "")) in self.suppressed:
            raise Nothing("suppressed")  # whatever kind of letter it is
        return said

    def _what_to_say(self, debt: Debt) -> tuple[str, str]:
        if debt.kind in GOODBYES:
            return debt.kind, str(debt.to)
        row = self.row(debt.row)
        if row is None:
            raise Nothing("gone")
        if debt.kind in ("yours", "copy"):
            return self._on_own_page(debt, row)
        if debt.kind == "receipt":
            return "receipt", self._address(row, None)
        if row.confirmed:
            return self._to_who_confirmed(debt, row)
        if row.unanswered >= MOST_UNANSWERED or self.is_closed:
            raise Nothing("unanswered" if row.unanswered >= MOST_UNANSWERED else "closed")
        self._may_write(debt, row)
        return ANSWERS[debt.kind], row.address

    def granted(self, debt: Debt) -> None:
        """This letter was written: it holds its place in the budget from now on, whether it arrives or not."""
        row = self.row(debt.row)
        if debt.granted or debt.kind not in ASKING:
            return
        debt.granted = self.now()
        if debt.kind == "reply" and row and not row.is_forgotten:
            row.answered, row.answered_by, row.asked = self.now(), debt.pk, max(row.asked, debt.created)

    def sent(self, debt: Debt) -> None:
        row = self.row(debt.row)
        if debt.kind in WAITING and row and row.confirmed is None:
            row.unanswered += 1
        self.close(debt, "sent")

    def close(self, debt: Debt, outcome: str, reason: str = "") -> None:
        debt.outcome, debt.reason, debt.closed = outcome, reason, self.now()

    def in_budget(self, mailbox: str) -> int:
        """Letters that a stranger has caused in this mailbox within a day."""
        return sum(
            debt.mailbox == mailbox and debt.outcome != "failed" and self.now() - debt.granted < 24 * HOUR
            for debt in self.debts
            if debt.granted
        )

    # --- inside ---

    def _to_who_confirmed(self, debt: Debt, row: Row) -> tuple[str, str]:
        if debt.kind == "reminder" or row.confirmed >= debt.created:
            raise Nothing("confirmed")
        self._may_write(debt, row)
        return "already_signed", self._address(row, debt.to)

    def _on_own_page(self, debt: Debt, row: Row) -> tuple[str, str]:
        if debt.kind == "copy" and row.is_forgotten:
            raise Nothing("forgotten")
        if not debt.granted and row.confirmed is None and row.unanswered >= MOST_UNANSWERED:
            raise Nothing("unanswered")
        others = [one for one in self.debts if (one.kind, one.row) == (debt.kind, row.pk) and one is not debt]
        lately = [one for one in others if one.granted and one.granted > debt.created - 60 and one.outcome != "failed"]
        if not debt.granted and lately:
            raise Nothing("answered")
        self._may_write(debt, row)
        return {"yours": "link", "copy": "copy"}[debt.kind], self._address(row, debt.to)

    def _may_write(self, debt: Debt, row: Row) -> None:
        if debt.granted:
            return
        answered_by_another = row.answered is not None and row.answered_by != debt.pk
        if debt.kind == "reply" and answered_by_another and row.answered >= debt.created - 60:
            raise Nothing("answered")
        if debt.mailbox in self.suppressed:
            raise Nothing("suppressed")
        if self.in_budget(debt.mailbox) >= BUDGET:
            raise Nothing("budget")

    def _address(self, row: Row, typed: str | None) -> str:
        address = typed if row.is_forgotten else row.address
        if address is None:
            raise Nothing("forgotten")
        return address

    def _owe(
        self,
        kind: str,
        row: int | None,
        *,
        language: str,
        mailbox: str = "",
        to: str | None = None,
        addressee: str = "",
    ) -> None:
        self.debts.append(Debt(kind, row, mailbox, to, language, created=self.now(), addressee=addressee))

    def _delete(self, row: Row, why: str, *, journal: bool) -> None:
        self._drop(self.open_debts(lambda debt: debt.row == row.pk), why)
        del self.rows[self.name_of(row)]
        if journal:
            self.journal.append((row.pk, why))

    def _drop(self, debts: list[Debt], why: str) -> None:
        for debt in debts:
            self.close(debt, "dropped", why)

    def _empty(self, row: Row) -> None:
        row.is_forgotten, row.name, row.address, row.mailbox = True, "", "", ""
        row.unanswered, row.answered, row.answered_by, row.is_reminded = 0, None, None, False

    def _waits_for_reminder(self, row: Row) -> bool:
        return (
            row.confirmed is None
            and not row.is_reminded
            and row.unanswered > 0
            and row.answered is not None
            and self.now() - row.answered > REMIND_AFTER
            and self.now() - row.asked < LAST_REMINDER
            and not self.is_closed
        )

    def _can_be_tried_again(self, debt: Debt) -> bool:
        row = self.row(debt.row)
        is_young = self.now() - debt.created < LETTER_LIFE
        return debt.kind not in GOODBYES and row is not None and not row.is_forgotten and is_young
