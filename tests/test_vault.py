"""What the web process writes down, it can't read; the worker can, and an escrow key can, and nobody else."""

import base64
import io
import struct

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey, PublicKey, SealedBox

from petitions import vault
from petitions.vault import CannotOpen, CannotSeal

ANNA = {"name": "Anna Müller-Ōe", "email": "anna@example.org"}
OPENED = ("Anna Müller-Ōe", "anna@example.org")


def pair() -> tuple[str, str]:
    """(public, private) as they stand in the environment."""
    private = PrivateKey.generate()
    return base64.b64encode(bytes(private.public_key)).decode(), base64.b64encode(bytes(private)).decode()


@pytest.fixture
def keys(settings):
    """Public and private key of this process."""
    public, private = pair()
    settings.VAULT_PUBLIC_KEYS, settings.VAULT_PRIVATE_KEY = [public], private
    return public, private


def test_what_is_sealed_comes_out_as_it_went_in(keys):
    assert vault.unseal(vault.seal(**ANNA)) == OPENED


def test_the_database_may_hand_the_bytes_back_as_a_view(keys):
    assert vault.unseal(memoryview(vault.seal(**ANNA))) == OPENED


def test_the_web_process_alone_cannot_open_what_it_sealed_PV_03(keys, settings):
    sealed = vault.seal(**ANNA)
    settings.VAULT_PRIVATE_KEY = ""
    with pytest.raises(CannotOpen):
        vault.unseal(sealed)


@pytest.mark.parametrize("secret", ["SECRET_KEY", "ADDRESS_PEPPER", "STATUS_TOKEN"])
def test_no_other_secret_of_the_web_opens_it_PV_03(keys, settings, secret):
    sealed = vault.seal(**ANNA)
    for material in (getattr(settings, secret).encode().ljust(32, b"0")[:32], base64.b64decode(keys[0])):
        settings.VAULT_PRIVATE_KEY = base64.b64encode(material).decode()
        with pytest.raises(CannotOpen):
            vault.unseal(sealed)


def test_sealed_bytes_hold_nothing_readable(keys):
    sealed = vault.seal(**ANNA)
    assert [word for word in (b"Anna", b"anna", b"example", "Müller".encode()) if word in sealed] == []


def test_the_same_person_sealed_twice_looks_like_two_people(keys):
    assert vault.seal(**ANNA) != vault.seal(**ANNA)


def test_each_of_several_recipients_opens_it(settings):
    pairs = [pair() for _ in range(3)]
    settings.VAULT_PUBLIC_KEYS = [public for public, _ in pairs]
    sealed = vault.seal(**ANNA)
    for _, private in pairs:
        settings.VAULT_PRIVATE_KEY = private
        assert vault.unseal(sealed) == OPENED


def test_a_key_that_was_no_recipient_opens_nothing(keys, settings):
    sealed = vault.seal(**ANNA)
    settings.VAULT_PRIVATE_KEY = pair()[1]
    with pytest.raises(CannotOpen):
        vault.unseal(sealed)


def test_rows_of_yesterdays_key_open_with_yesterdays_key(keys, settings):
    sealed, yesterdays = vault.seal(**ANNA), keys[1]
    settings.VAULT_PUBLIC_KEYS = [pair()[0], keys[0]]
    newer = vault.seal(**ANNA)
    settings.VAULT_PRIVATE_KEY = yesterdays
    assert vault.unseal(sealed) == vault.unseal(newer) == OPENED


def test_without_a_public_key_nothing_personal_is_taken_in_PV_07(settings):
    settings.VAULT_PUBLIC_KEYS = []
    with pytest.raises(CannotSeal):
        vault.seal(**ANNA)


def test_every_flipped_bit_is_noticed(keys):
    sealed = vault.seal(**ANNA)
    for place in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[place] ^= 0x01
        with pytest.raises(CannotOpen):
            vault.unseal(bytes(damaged))


def test_a_byte_too_many_is_noticed(keys):
    with pytest.raises(CannotOpen):
        vault.unseal(vault.seal(**ANNA) + b"\x00")


def test_every_cut_is_noticed(keys):
    sealed = vault.seal(**ANNA)
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            vault.unseal(sealed[:length])


@given(st.binary(max_size=200))
def test_arbitrary_bytes_open_nothing_and_break_nothing(data):
    with pytest.raises(CannotOpen):
        vault.unseal(data)


@pytest.mark.parametrize("words", [b"[]", b'["a"]', b'["a","b","c"]', b"{}", b"1", b"null", b"no json", b"\xff"])
def test_a_box_that_holds_something_else_opens_nothing(keys, words):
    public = PublicKey(base64.b64decode(keys[0]))
    box = SealedBox(public).encrypt(words)
    with pytest.raises(CannotOpen):
        vault.unseal(bytes([1, 1]) + struct.pack(">8sH", vault.key_id(public), len(box)) + box)


def test_the_reason_of_a_failure_names_no_person(keys, settings):
    sealed = vault.seal(**ANNA)
    settings.VAULT_PRIVATE_KEY = pair()[1]
    with pytest.raises(CannotOpen) as closed:
        vault.unseal(sealed)
    assert str(closed.value) == "sealed for other keys"


# --- the drill ------------------------------------------------------------------------------------------------------


def drill(monkeypatch, *words: str, private: str = "") -> str:
    said = io.StringIO()
    monkeypatch.setattr("getpass.getpass", lambda prompt: private)
    call_command("vault_drill", *words, stdout=said)
    return said.getvalue().strip()


def test_in_the_drill_the_key_on_paper_opens_what_is_sealed_today(settings, monkeypatch):
    worker, escrow = pair(), pair()
    settings.VAULT_PUBLIC_KEYS, settings.VAULT_PRIVATE_KEY = [worker[0], escrow[0]], ""
    value = drill(monkeypatch)
    settings.VAULT_PUBLIC_KEYS = []  # the offline machine knows nothing
    said = f"Opened: sealed on {timezone.localdate()}. Fingerprint of this key: {vault.fingerprint(escrow[0])}"
    assert drill(monkeypatch, "--open", value, private=escrow[1]) == said


@pytest.mark.parametrize(
    ("private", "says"),
    [("foreign", "This key does not open it"), ("garbled", "This is no private key"), ("", "This is no private key")],
)
def test_in_the_drill_a_wrong_key_fails_loudly(keys, monkeypatch, private, says):
    value = drill(monkeypatch)
    with pytest.raises(CommandError, match=f"^{says}"):
        drill(monkeypatch, "--open", value, private=pair()[1] if private == "foreign" else private)


def test_the_drill_opens_nothing_of_a_person(keys, monkeypatch):
    sealed = base64.b64encode(vault.seal(**ANNA)).decode()
    with pytest.raises(CommandError, match="^This is no value of a drill.$"):
        drill(monkeypatch, "--open", sealed, private=keys[1])


@pytest.mark.parametrize("value", ["not base64!", "AAAA", ""])
def test_in_the_drill_a_value_that_was_cut_is_named(keys, monkeypatch, value):
    with pytest.raises(CommandError, match="^(The value is not whole|This key does not open it)"):
        drill(monkeypatch, "--open", value, private=keys[1])
