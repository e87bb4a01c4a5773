"""Without the right keys nothing goes by halves: nobody's data is taken in, and no letter is claimed and spoiled."""

import base64
import io
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from petitions import outbox, vault
from petitions.models import Letter, Signature, Subscriber
from tests.test_vault import pair

pytestmark = pytest.mark.django_db
GOOD, NO_POINT = pair()[0], base64.b64encode(bytes(32)).decode()
WRONG_PUBLIC = {
    "none": [],
    "garbled": ["garbled"],
    "too short": ["AAAA"],
    "no point of the curve": [NO_POINT],
    "a good one and a garbled one": [GOOD, "garbled"],
    "a good one and no point": [GOOD, NO_POINT],
    "not ASCII": ["é" * 44],
}
WRONG_PRIVATE = {"none": "", "of somebody else": pair()[1], "garbled": "garbled", "too short": "AAAA"}
FORMS = {
    "/en/petition/": {"name": "Anna", "email": "anna@example.org", "country": "DE", "consent": "on"},
    "/en/petition/check-your-email/": {"email": "anna@example.org"},
    "/en/stay-informed/": {"email": "anna@example.org", "language": "en", "consent": "on"},
}


@pytest.mark.parametrize("keys", WRONG_PUBLIC.values(), ids=WRONG_PUBLIC)
@pytest.mark.parametrize("path", FORMS)
def test_with_a_wrong_public_key_signing_pauses_and_nothing_is_saved_PV_07(petition, settings, same_origin, path, keys):
    settings.VAULT_PUBLIC_KEYS = keys
    answer = Client(headers=same_origin).post(path, FORMS[path])
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert [model.objects.count() for model in (Signature, Letter, Subscriber)] == [0, 0, 0]


@pytest.mark.parametrize("path", FORMS)
def test_with_the_right_key_the_same_form_is_taken(petition, same_origin, path):
    assert Client(headers=same_origin).post(path, FORMS[path]).status_code == 303


@pytest.mark.parametrize("private", WRONG_PRIVATE.values(), ids=WRONG_PRIVATE)
def test_a_worker_with_a_wrong_key_claims_no_letter_and_says_so(sign, settings, mailoutbox, private):
    sign()
    settings.VAULT_PRIVATE_KEY = private
    for _ in range(outbox.MAX_ATTEMPTS + 1):
        with pytest.raises(vault.CannotOpen):
            outbox.pay()
    assert list(Letter.objects.values_list("attempts", "leased_until", "outcome")) == [(0, None, "")]
    assert mailoutbox == []


@pytest.mark.parametrize("private", WRONG_PRIVATE.values(), ids=WRONG_PRIVATE)
def test_the_command_that_sends_letters_fails_loudly(sign, settings, private):
    sign()
    settings.VAULT_PRIVATE_KEY = private
    with pytest.raises(CommandError, match="^No letter can be written here: VAULT_PRIVATE_KEY "):
        call_command("deliver", stdout=io.StringIO())


def test_letters_that_a_wrong_key_leaves_behind_ring_the_alarm_within_a_minute(sign, settings):
    settings.VAULT_PRIVATE_KEY = pair()[1]
    Letter.objects.filter(signature=sign()).update(due_at=timezone.now() - timedelta(seconds=61))
    with pytest.raises(vault.CannotOpen):
        outbox.pay()
    status = Client().get("/statusz", headers={"Authorization": f"Bearer {site.STATUS_TOKEN}"})
    assert (status.status_code, status.json()["letters_due"], status.json()["well"]) == (503, 1, False)


def test_when_the_right_key_is_back_every_letter_goes(sign, settings, mailoutbox):
    sign()
    right, settings.VAULT_PRIVATE_KEY = settings.VAULT_PRIVATE_KEY, pair()[1]
    with pytest.raises(vault.CannotOpen):
        outbox.pay()
    settings.VAULT_PRIVATE_KEY = right
    assert (outbox.pay(), len(mailoutbox)) == (1, 1)


def test_the_escrow_key_opens_what_the_first_one_opens(settings, sign):
    worker, escrow = pair(), pair()
    settings.VAULT_PUBLIC_KEYS = [worker[0], escrow[0]]
    sealed = sign("anna@example.org", name="Anna Müller-Ōe").sealed
    for settings.VAULT_PRIVATE_KEY in (worker[1], escrow[1]):
        assert vault.unseal(sealed) == ("Anna Müller-Ōe", "anna@example.org")


def test_by_hand_with_the_private_key_alone_letters_go_out(settings, sign, mailoutbox):
    sign()
    settings.VAULT_PUBLIC_KEYS = []
    assert (outbox.pay(), len(mailoutbox)) == (1, 1)
