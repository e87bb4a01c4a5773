"""Database, environment or backup in other hands: what opens, what doesn't, and how a changed key closes it again."""

import base64
import json

import pytest
from nacl.public import PrivateKey

SEALED = """
SELECT (SELECT count(*) FROM petitions_signature WHERE sealed IS NOT NULL)
     + (SELECT count(*) FROM petitions_letter WHERE sealed_to IS NOT NULL)
"""


@pytest.fixture(scope="module")
def signed(quiet_rig):
    """People who have signed and not confirmed, others who have, and letters that wait with an address of their own."""
    rig = quiet_rig
    rig.make_due()
    rig.deliver()
    people = rig.sign_new(4)
    rig.deliver()
    for person in people[:2]:
        rig.driver.post(rig.letters_of([person])[person.email][0].link("confirm"), {})
    rig.sign_new(2)
    return rig


def steal(rig, role: str) -> dict[str, int]:
    """What a thief with this role's whole environment opens of the whole database."""
    file = rig.folder / f"stolen-{role}.sql"
    file.write_bytes(rig.ground.postgres.dump(rig.database))
    return json.loads(rig.run("-m", "tests.faults.lab.thief", file, role=role).stdout)


def test_with_database_and_secrets_of_the_web_a_thief_opens_nothing_PV_03(signed):
    found = steal(signed, "web")
    assert (found["sealed"], found["opened"]) == (signed.query(SEALED)[0][0], 0)
    assert found["tried"] > 100


def test_the_same_thief_with_the_workers_secrets_opens_all_of_it_PV_03(signed):
    found = steal(signed, "worker")
    assert found["opened"] == found["sealed"] == signed.query(SEALED)[0][0] >= 8


def test_a_key_is_changed_on_a_living_site_and_the_old_one_opens_nothing(signed):
    rig, old = signed, signed.keys
    private = PrivateKey.generate()
    new = {
        "VAULT_PUBLIC_KEYS": base64.b64encode(bytes(private.public_key)).decode(),
        "VAULT_PRIVATE_KEY": base64.b64encode(bytes(private)).decode(),
    }
    try:
        rig.keys = old | new | {"VAULT_OLD_PRIVATE_KEYS": old["VAULT_PRIVATE_KEY"]}
        said = rig.manage("rotate_vault").stdout
        rig.keys = old
        assert f"Sealed anew: {rig.query(SEALED)[0][0]}\n" in said
        assert steal(rig, "worker")["opened"] == 0
    finally:
        rig.keys = old | {"VAULT_OLD_PRIVATE_KEYS": new["VAULT_PRIVATE_KEY"]}
        rig.manage("rotate_vault")
        rig.keys = old
    assert steal(rig, "worker")["opened"] == rig.query(SEALED)[0][0]
