"""The screen and the command that show fingerprints: what two people compare with the paper of the key ceremony."""

import hashlib
import io
from base64 import b64decode

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from petitions import signing, vault
from petitions.models import Signature
from tests.test_vault import pair

pytest_plugins = ("tests.staff",)


@pytest.fixture
def keys(settings):
    """The worker's and the escrow's pair; this process holds public keys alone, as the web does."""
    worker, escrow = pair(), pair()
    settings.VAULT_PUBLIC_KEYS, settings.VAULT_PRIVATE_KEY = [worker[0], escrow[0]], ""
    return worker[0], escrow[0]


@pytest.fixture
def screen(enter, petition):
    """The words of the screen as the owner sees them; spaces in one."""
    owner = enter("owner")
    return lambda: " ".join(owner.get(reverse("staff:keys")).content.decode().split())


def printed(*given: str) -> list[str]:
    said = io.StringIO()
    call_command("keys", "--fingerprint", *given, stdout=said)
    return said.getvalue().splitlines()


def test_a_fingerprint_is_the_whole_sha_256_in_groups_for_human_eyes(keys):
    groups = vault.fingerprint(keys[0]).split(" ")
    assert [len(group) for group in groups] == [4] * 16
    assert "".join(groups) == hashlib.sha256(b64decode(keys[0])).hexdigest()


def test_screen_and_command_show_the_same_fingerprints(keys, screen):
    assert [vault.fingerprint(key) in screen() for key in keys] == [True, True]
    assert printed() == [vault.fingerprint(key) for key in keys]


def test_the_command_prints_the_fingerprint_of_a_key_that_is_not_in_use_yet():
    assert printed(fresh := pair()[0]) == [vault.fingerprint(fresh)]


def test_what_is_no_key_has_no_fingerprint():
    with pytest.raises(CommandError, match="This is no public key"):
        printed("not a key")


def test_fresh_keys_come_with_their_fingerprint():
    said = io.StringIO()
    call_command("keys", stdout=said)
    lines = dict(line.split("=", 1) for line in said.getvalue().splitlines() if line[0] != "#")
    fingerprint = vault.fingerprint(lines["VAULT_PUBLIC_KEYS"])
    assert said.getvalue().splitlines()[-1] == f"# fingerprint of VAULT_PUBLIC_KEYS: {fingerprint}"


def test_the_screen_counts_what_each_key_opens_and_needs_no_private_key(keys, screen, sign):
    sign("anna@example.org")
    sign("bela@example.org")
    row = f"<code>{vault.fingerprint(keys[1])}</code></td><td>2</td><td>0</td><td>2</td></tr>"
    assert row in screen()
    assert "Every sealed row is for exactly these keys." in screen()


def test_the_screen_tells_what_is_still_sealed_to_a_key_from_before(keys, screen, sign, settings):
    sign("anna@example.org")
    settings.VAULT_PUBLIC_KEYS = [pair()[0], keys[1]]
    sign("bela@example.org")
    Signature.objects.filter(pk=sign("carl@example.org").pk).update(sealed=b"\x01\x01damaged")
    words = screen()
    assert f"<code>{vault.fingerprint(keys[0])[:19]}</code> (key id alone)</td><td>1</td><td>0</td><td>1</td>" in words
    assert "Not sealed to exactly these keys: 3.</strong> Damaged among them: 1." in words


def test_the_screen_says_that_there_is_no_escrow(keys, screen, settings):
    assert "There is no escrow key." not in screen()
    settings.VAULT_PUBLIC_KEYS = [keys[0]]
    assert "There is no escrow key." in screen()


@pytest.mark.parametrize(("given", "says"), [([], "No key: signing pauses"), (["garbled"], "This is no key: signing")])
def test_the_screen_stands_where_no_key_or_a_garbled_one_is_set(screen, settings, given, says):
    settings.VAULT_PUBLIC_KEYS = given
    assert says in screen()


def test_the_screen_holds_nothing_of_a_person(keys, screen, confirmed):
    row = confirmed("canary@example.org", name="Canary Example")
    signing.withdraw(row.pk)
    assert [word for word in ("canary", row.email_digest, row.mailbox_digest) if word in screen().lower()] == []
