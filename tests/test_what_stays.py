"""A stolen database: what the worker's key opens, what the pepper finds, which times stay, what the end leaves.

Whoever takes the machine has both keys: the promise is that there is little left to open, and how much is said here.
"""

import io
import json
import re
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from petitions import addresses, counting, erasure, holding, outbox, rotation, signing, vault
from petitions.holding_facts import SHORT, Facts
from petitions.models import Letter, Signature, Suppression
from tests.past import end, move_back

pytestmark = pytest.mark.django_db
PEOPLE = ("pending", "confirmed", "news", "withdrawn", "disowned", "reader", "entered")


def address(person: str) -> str:
    return f"{person}@{person}.example.org"


@pytest.fixture
def everybody(petition, sign, confirmed, reader, ask_for_news):
    """One person in every state, and everything paid that is owed to them."""
    sign(address("pending"))
    confirmed(address("confirmed"))
    hold_and_release(address("confirmed"), petition)
    confirmed(address("news"), news=True)
    signing.withdraw(confirmed(address("withdrawn")).pk)
    signing.disown(sign(address("disowned")).pk)
    reader(address("reader"))
    ask_for_news(address("entered"))
    outbox.pay()


def hold_and_release(email: str, petition) -> None:
    """Set aside and given back by its mail domain: the holding stays, and with it the domain's fingerprint."""
    facts = Facts(domain=addresses.domain_digest(email))
    holding.release(holding.hold(petition, facts, reason="pattern", by="gina").pk, by="gina")


def opens() -> dict[str, set[str]]:
    """Whose address the worker's key opens, by place."""
    return {place.name: {vault.unseal(sealed)[1].partition("@")[0] for _, sealed in rotation._values(place)}
            for place in rotation.PLACES}  # fmt: skip


def everything_moves_back(**ago: float) -> None:
    for model in (Signature, Letter, Suppression, apps.get_model("petitions", "Subscriber")):
        for row in model.objects.all():
            move_back(row, **ago)


def test_when_letters_are_paid_the_workers_key_opens_no_letter_PV_04(everybody):
    assert Letter.objects.filter(sealed_to__isnull=False).count() == 0
    assert Letter.objects.filter(closed_at__isnull=True).count() == 0


def test_what_the_workers_key_opens_is_exactly_who_waits_who_confirmed_lately_and_who_gets_news_PV_04(everybody):
    assert opens() == {
        "signature": {"pending", "confirmed", "news"},
        "subscriber": {"reader", "entered"},
        "letter": set(),
    }


def test_after_14_days_it_no_longer_opens_who_never_confirmed_PV_04(everybody):
    everything_moves_back(days=14, minutes=1)
    erasure.forget_expired()
    assert opens() == {"signature": {"confirmed", "news"}, "subscriber": {"reader"}, "letter": set()}


def test_after_30_days_it_opens_those_with_news_alone_PV_04(everybody):
    everything_moves_back(days=30, minutes=1)
    erasure.forget_expired()
    assert opens() == {"signature": {"news"}, "subscriber": {"reader"}, "letter": set()}


def cells() -> list[str]:
    """Every value of every table of this database, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
    return found


def digests_left() -> set[str]:
    """Whose coded fingerprints, of any kind, stand anywhere in the database."""
    kinds = (addresses.email_digest, addresses.mailbox_digest, addresses.domain_digest)
    whole = "\n".join(cells())
    return {person for person in PEOPLE if any(kind(address(person))[:SHORT] in whole for kind in kinds)}


def test_while_the_petition_runs_who_has_the_pepper_can_test_an_address_PV_05(everybody):
    assert digests_left() == set(PEOPLE)  # those who left: in the letters' records, for 24 hours


def test_a_day_after_leaving_no_fingerprint_of_who_withdrew_is_left_PV_05(everybody):
    move_letters_back()
    assert digests_left() == set(PEOPLE) - {"withdrawn"}  # who disowned is never to be written to again


def move_letters_back() -> None:
    for letter in Letter.objects.all():
        move_back(letter, hours=25)
    outbox.drop_skeletons()


def test_at_the_end_no_fingerprint_of_anybody_is_left_and_nobody_can_be_tested_PV_05(everybody, petition):
    end(petition)
    erasure.forget_expired()
    move_letters_back()
    assert digests_left() == set()
    assert opens() == {"signature": set(), "subscriber": set(), "letter": set()}
    assert counting.confirmed(petition.pk) == 2


# --- times ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["by the rule", "by wish"])
def test_a_forgotten_row_keeps_days_and_no_hour_PV_19(confirmed, how):
    row = move_back(confirmed(), days=30, minutes=7) if how == "by the rule" else confirmed()
    erasure.forget_expired() if how == "by the rule" else erasure.forget_by_wish(row)
    row.refresh_from_db()
    names = [field.name for field in row._meta.concrete_fields if isinstance(getattr(row, field.name), datetime)]
    assert names == ["confirmed_at", "forgotten_at"]
    assert {f"{getattr(row, name):%H:%M:%S.%f}" for name in names} == {"00:00:00.000000"}


def test_what_is_published_and_exported_knows_days_and_no_moment_of_a_person_PV_19(petition, confirmed, tmp_path):
    moment = timezone.now() - timedelta(hours=2)
    rows = [confirmed(f"person{number}@example.org") for number in range(12)]
    Signature.objects.filter(pk__in=[row.pk for row in rows]).update(confirmed_at=moment, created_at=moment)
    counting.refresh()
    texts = [exported("csv"), exported("json")] + [
        Client().get(f"/api/v1/petitions/{petition.slug}/{file}").content.decode()
        for file in ("count.json", "countries.json", "countries.csv")
    ]
    written = {f"{moment:%H:%M}", f"{timezone.localtime(moment):%H:%M}"}
    assert [text for text in texts if any(time in text for time in written)] == []


def exported(file_format: str) -> str:
    said = io.StringIO()
    call_command("export_counts", format=file_format, stdout=said)
    return said.getvalue()


def test_a_line_of_an_export_has_one_time_alone_and_that_is_a_day_PV_19(petition, confirmed):
    confirmed()
    counting.refresh()
    (row,) = json.loads(exported("json"))["rows"]
    assert sorted(row) == ["confirmed", "country", "day", "language", "petition"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["day"])
