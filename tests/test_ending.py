"""The end of a petition by hand: the numbers stay, and nobody behind them (PV-14)."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from petitions import briefly, counting, ending, snapshot
from petitions.models import Holding, Letter, Petition, Signature, Subscriber, Suppression, Tally
from tests import everything, states
from tests.past import close

CANARY = "canary.person"
PEOPLE = (states.pending, states.confirmed, states.held, states.forgotten, states.kept, states.suppressed)


def say(*words: str) -> list[str]:
    out = StringIO()
    call_command("close", "child-safety-on", *words, stdout=out)
    return out.getvalue().splitlines()


def every_cell() -> str:
    """All that any table of the database holds, ours or not; bytes as they are and as hex."""
    written = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            written += [cell for row in cursor.fetchall() for cell in row]
    return "\n".join(f"{bytes(c)!r} {bytes(c).hex()}" if isinstance(c, memoryview | bytes) else str(c) for c in written)


@pytest.fixture
def people(petition, sign, reader) -> list[str]:
    """Somebody in every state, and every text and fingerprint by which one of them could be known."""
    known = [CANARY, "Canary Name"]
    for state in PEOPLE:
        email = f"{CANARY}.{state.__name__}@{state.__name__}.example.org"
        row = state(lambda email: sign(email, name="Canary Name", country="DE"), email)
        sign(email, name="Canary Name")  # the last one left nothing but "never again", and signs anew
        row = row or Signature.objects.latest("pk")
        known += [row.email_digest, row.mailbox_digest, row.domain_digest, bytes(row.sealed or b"").hex()]
    subscriber = reader(f"{CANARY}@example.org")
    known += [subscriber.email_digest, subscriber.mailbox_digest, bytes(subscriber.sealed).hex()]
    facts = {"country": "DE", "domain_digest": Signature.objects.exclude(domain_digest="").first().domain_digest}
    Holding.objects.create(petition=petition, reason="pattern", criteria=facts, count=1, held_by="guardian")
    counting.refresh()
    return [value for value in known if value]


def test_before_the_end_each_of_these_can_be_found(people):
    before = every_cell()
    hidden = [CANARY, "Canary Name"]  # sealed: never readable
    assert [value for value in people if value not in before and value not in hidden] == []


def test_after_the_end_nothing_of_anybody_is_in_any_table_PV_14(petition, people):
    ending.end(petition, now=True)
    after = every_cell()
    assert [value for value in people if value in after] == []
    rows = (Signature, Subscriber, Letter, Suppression)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0]


def test_the_number_of_the_last_moment_stays_for_ever_PV_14(petition, people):
    before = counting.confirmed(petition.pk)
    ending.end(petition, now=True)
    counting.refresh()
    assert (before, counting.confirmed(petition.pk), Tally.objects.filter(frozen_at=None).count()) == (3, 3, 0)
    assert counting.check(petition) == {}


def test_a_confirmation_that_nobody_has_counted_yet_is_in_it_PV_14(petition, sign):
    states.confirmed(sign, "anna@example.org")
    ending.end(petition, now=True)
    assert counting.confirmed(petition.pk) == 1


def test_a_holding_keeps_its_line_and_loses_the_domain_PV_14(petition, people):
    ending.end(petition, now=True)
    assert [line.criteria for line in Holding.objects.filter(count=1, held_by="guardian")] == [{"country": "DE"}]


def test_cells_below_ten_are_published_nowhere_after_the_end_either_PV_14(client, petition, sign):
    for country, people in (("DE", 12), ("FR", 11), ("MT", 7), ("LU", 4)):
        for number in range(people):
            states.confirmed(lambda email, where=country: sign(email, country=where), f"{country}{number}@example.org")
    ending.end(petition, now=True)
    snapshot.take_all()
    answer = json.loads(client.get("/api/v1/petitions/child-safety-on/countries.json").content)
    table = client.get("/api/v1/petitions/child-safety-on/countries.csv").content.decode()
    assert {cell["country"]: cell["confirmed"] for cell in answer["countries"] if cell["confirmed"] is not None} == {
        "DE": 12, "FR": 11,
    }  # fmt: skip
    assert [line for line in table.splitlines() if line.startswith(("MT", "LU")) and line[-1].isdigit()] == []


def test_an_open_petition_is_not_ended_by_mistake(petition, people):
    before = everything.rows()
    with pytest.raises(ending.StillOpen):
        ending.end(petition)
    assert everything.rows() == before


def test_a_petition_that_has_closed_is_ended_before_its_day_to_forget(petition, people):
    close(petition, days=2)
    ending.end(petition)
    row = Petition.objects.get()
    assert (Signature.objects.count(), row.forget_at <= timezone.now(), row.closes_at) == (0, True, petition.closes_at)


def test_another_petition_is_left_alone(petition, people):
    later = timezone.now() + timedelta(days=9)
    other = Petition.objects.create(slug="other", closes_at=later, forget_at=later)
    first = Signature.objects.filter(confirmed_at__isnull=False).values().first()
    Signature.objects.bulk_create([Signature(**first | {"id": None, "petition_id": other.pk})])
    ending.end(petition, now=True)
    assert (Signature.objects.count(), Petition.objects.get(slug="other").forget_at) == (1, later)


def test_nobody_signs_reads_or_has_a_page_afterwards(client, petition, people, same_origin, sign):
    ending.end(petition, now=True)
    briefly.forget_everything()
    form = {"name": "Anna", "email": "anna@example.org", "country": "DE", "consent": "on"}
    assert client.post("/en/petition/", form, headers=same_origin).status_code == 410
    assert Signature.objects.count() == 0


# --- manage.py close ------------------------------------------------------------------------------------------------


def test_a_dry_run_says_what_it_would_reach_and_changes_nothing(petition, people):
    before = everything.rows()
    said = dict(line.rsplit(": ", 1) for line in say("--dry-run")[1:])
    assert (everything.rows() == before, said) == (True, {
        "signatures, counted": "3", "signatures, set aside": "1", "signatures, not confirmed": "2",
        "addresses on the list for news": "1", "letters and their records": str(Letter.objects.count()),
        "mailboxes that are left alone": "1", "days that wait to be counted": "0",
        "numbers that are not final yet": str(Tally.objects.count()),
    })  # fmt: skip


@pytest.mark.parametrize(("words", "why"), [((), "say --yes"), (("--yes",), "say --now"), (("--now",), "say --yes")])
def test_without_the_last_word_nothing_is_done(petition, people, words, why):
    before = everything.rows()
    with pytest.raises(CommandError, match=why):
        say(*words)
    assert everything.rows() == before


def test_with_it_the_people_go_and_the_second_call_finds_nothing(petition, people):
    assert say("--yes", "--now")[-1] == "Ended. Confirmed signatures, for ever: 3"
    again = say("--yes")
    assert {line.rsplit(": ", 1)[1] for line in again[1:-1]} == {"0"}
    assert again[-1] == "Ended. Confirmed signatures, for ever: 3"


def test_a_petition_that_is_none_and_one_that_has_not_opened_are_said_to_be_so(petition):
    with pytest.raises(CommandError, match="There is no petition nowhere"):
        call_command("close", "nowhere", stdout=StringIO())
    Petition.objects.update(opens_at=timezone.now() + timedelta(days=1))
    with pytest.raises(CommandError, match="has not opened yet"):
        say("--yes", "--now")
