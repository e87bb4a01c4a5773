"""The copy of one's data: nothing that we hold is left out of it, and machines can read it (PV-11)."""

import json
import re

import pytest
from django.conf import settings
from django.db.models import F

from petitions import data_copy, holding, yours
from petitions.models import Letter, Signature, Subscriber, Wording
from tests import states

ANNA = "anna@example.org"
# Of a letter's record: how it is sent, to nobody's knowledge; the two fingerprints are the row's own, and the key and
# the rest are numbers of ours.
OF_THE_OUTBOX = {"petition", "signature", "subscriber", "mailing", "key", "language", "with_news", "mailbox_digest",
                 "domain_digest", "sealed_to", "due_at", "attempts", "granted_at", "leased_until", "leased_by",
                 "error_class"}  # fmt: skip


def columns(model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@pytest.fixture
def copied(sign):
    """The file of a person in this state, as its owner reads it."""

    def act(state, **fields) -> tuple[Signature, dict]:
        row = state(lambda email: sign(email, **fields), ANNA)
        return row, json.loads(data_copy.as_json(row, name="Anna Example", email=ANNA))

    return act


@pytest.mark.parametrize(
    ("model", "described"),
    [(Signature, data_copy.SIGNATURE), (Subscriber, data_copy.SUBSCRIBER), (Letter, data_copy.LETTER)],
)
def test_no_column_is_left_undocumented_PV_11(model, described):
    assert columns(model) - (OF_THE_OUTBOX if model is Letter else set()) == set(described)


@pytest.mark.parametrize("state", [states.pending, states.confirmed, states.held])
def test_every_value_of_the_row_is_in_the_file_PV_11(copied, state):
    row, data = copied(state, country="FR")
    found = {column: part["value"] for column, part in data["signature"].items()}
    plain = {"id", "email_digest", "mailbox_digest", "domain_digest", "provider", "country", "language", "unanswered"}
    assert {column: found[column] for column in plain} == {column: getattr(row, column) for column in plain}
    moments = {"created_at", "asked_at", "confirmed_at", "held_at"}
    said = {moment: found[moment] and found[moment].replace("Z", "+00:00") for moment in moments}
    assert said == {moment: at.isoformat() if (at := getattr(row, moment)) else None for moment in moments}


def test_name_and_address_are_opened_and_the_locked_bytes_are_not_in_it(copied):
    _, data = copied(states.confirmed)
    assert (data["name"], data["email"], data["signature"]["sealed"]["value"]) == (
        "Anna Example", ANNA, "opened in this file: name, email",
    )  # fmt: skip


def test_every_column_says_in_words_what_it_is_and_a_code_what_it_means(copied):
    _, data = copied(states.confirmed, country="FR")
    assert {bool(part["about"].endswith(".")) for part in data["signature"].values()} == {True}
    words = {column: data["signature"][column]["in_words"] for column in ("country", "language")}
    assert words == {"country": "France", "language": "English"}


def test_the_texts_that_were_read_are_in_it_with_version_and_fingerprint(copied):
    row, data = copied(states.confirmed, news=True)
    wanted = Wording.objects.filter(pk__in=[row.petition_wording_id, row.consent_wording_id, row.news_wording_id])
    assert data["texts"] == list(
        wanted.order_by("pk").values("id", "kind", "language", "version", "sha256", text=F("body"))
    )


def test_an_entry_of_the_same_address_for_the_news_is_part_of_it(sign, reader):
    row, subscriber = states.confirmed(sign, ANNA), reader(ANNA, language="de")
    [entry] = data_copy.contents(row, name="", email=ANNA)["news_list"]
    assert (entry["id"]["value"], entry["language"]["value"]) == (subscriber.pk, "de")


def test_every_key_of_the_file_is_explained_in_the_documents(copied):
    _, data = copied(states.confirmed, news=True)
    explained = re.findall(r"`(\w+)`", (settings.BASE_DIR / "docs" / "data-copy.md").read_text())
    keys = {*data, *data["texts"][0], *data["signature"]["country"], *data["letters"][0]}
    assert keys - set(explained) == set()
    assert data["format"] == data_copy.FORMAT


def test_nobody_else_is_in_it(sign, reader):
    row = states.confirmed(sign, ANNA)
    other = states.confirmed(sign, "bela@example.org")
    carl = reader("carl@example.org")
    written = data_copy.as_json(row, name="Anna", email=ANNA)
    digests = [digest for person in (other, carl) for digest in (person.email_digest, person.mailbox_digest)]
    assert [digest for digest in digests if digest in written] == []


def test_the_letters_of_the_last_day_are_in_it(sign):
    row = states.confirmed(sign, ANNA)
    yours.send_copy(row.pk)
    kinds = [letter["kind"]["value"] for letter in data_copy.contents(row, name="", email="")["letters"]]
    assert kinds == ["reply", "receipt", "copy"]


def test_why_a_signature_is_set_aside_is_said_to_its_owner(petition, sign):
    row = states.confirmed(sign, ANNA)
    held = holding.hold(petition, holding.Facts(country="DE"), reason="speed", by="guardian")
    row.refresh_from_db()
    said = data_copy.contents(row, name="", email="")["signature"]
    assert (said["held_reason"]["in_words"], said["holding"]["value"]) == ("Many confirmations within seconds", held.pk)
