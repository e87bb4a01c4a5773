"""What must be true after every step of every life: the invariants of the fault model, as far as rows can tell."""

from django.conf import settings
from hypothesis.stateful import invariant

from petitions import counting, vault
from petitions.models import Letter, Petition, Signature, Suppression, Tally, TallyMark
from tests import everything
from tests.life.model import Model, Row
from tests.life.people import PEOPLE

PERSONAL = ("sealed", "created_at", "asked_at", "answered_at", "answered_by", "reminded_at")
State = tuple[object, ...]


class Promises:
    """`steps` counts how often they were looked at; `ever_owed`: rows that a letter was owed to."""

    model: Model
    petition: Petition
    ever_owed: set[int]
    steps = 0

    @invariant()
    def rows_are_as_they_must_be(self) -> None:
        type(self).steps += 1
        digests = {person.digest: person.name for person in PEOPLE}
        rows = {digests[row.email_digest]: row for row in Signature.objects.all()}
        assert {name: self._seen(row) for name, row in rows.items()} == {
            name: self._told(row) for name, row in self.model.rows.items()
        }
        assert Signature.objects.count() == len(rows)  # one a person
        for row in rows.values():
            forgotten = [getattr(row, field) for field in PERSONAL if row.forgotten_at]
            assert set(forgotten) <= {None}

    @invariant()
    def letters_are_as_they_must_be(self) -> None:
        self._adopt_letters()
        seen = [
            (row.pk, row.kind, row.signature_id, row.outcome, bool(row.granted_at), bool(row.mailbox_digest))
            for row in Letter.objects.order_by("pk")
        ]
        debts = sorted(self.model.debts, key=lambda debt: debt.pk)
        assert seen == [
            (debt.pk, debt.kind, debt.row, debt.outcome, bool(debt.granted), bool(debt.mailbox)) for debt in debts
        ]
        assert not Letter.objects.exclude(closed_at=None).exclude(sealed_to=None).exists()

    @invariant()
    def who_waits_has_been_owed_a_letter(self) -> None:
        self.ever_owed |= set(Letter.objects.filter(kind="reply").values_list("signature_id", flat=True))
        assert set(Signature.objects.filter(confirmed_at=None).values_list("pk", flat=True)) <= self.ever_owed

    @invariant()
    def the_number_is_exact(self) -> None:
        cells = Tally.objects.filter(confirmed__gt=0).values_list("country", "language", "confirmed")
        published = {}
        for country, language, n in cells:
            published[country, language] = published.get((country, language), 0) + n
        assert published == {cell: n for cell, n in self.model.published.items() if n}
        if not TallyMark.objects.exists():
            assert counting.confirmed(self.petition.pk) == self.model.count().total()

    @invariant()
    def mailboxes_have_their_peace(self) -> None:
        assert Suppression.objects.count() == len(self.model.suppressed)
        assert max((self.model.in_budget(person.mailbox) for person in PEOPLE), default=0) <= 3

    @invariant()
    def the_journal_names_those_who_left_and_nobody_else(self) -> None:
        path = settings.ERASURE_JOURNAL
        lines = path.read_text().splitlines() if path.exists() else []
        assert [tuple(line.split()[1:]) for line in lines] == [(str(number), why) for number, why in self.model.journal]

    def _numbers_agree_and_nothing_readable_is_left(self) -> None:
        assert counting.check(self.petition) == {}
        path = settings.ERASURE_JOURNAL
        written = str(everything.rows()) + (path.read_text() if path.exists() else "")
        assert "canary" not in written.lower()

    def _seen(self, row: Signature) -> State:
        own = vault.unseal(row.sealed) if row.sealed else ("", "")
        dates = (bool(row.confirmed_at), bool(row.forgotten_at), bool(row.answered_at), bool(row.reminded_at))
        state = (row.pk, row.country, row.language, row.news_wording_id is not None, row.holding_id, row.unanswered)
        return *state, *dates, *own

    def _told(self, row: Row) -> State:
        dates = (bool(row.confirmed), row.is_forgotten, bool(row.answered), row.is_reminded)
        state = (row.pk, row.country, row.language, row.news, row.holding, row.unanswered)
        return *state, *dates, row.name, row.address
