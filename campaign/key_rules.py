"""Rules of `check --deploy` about the vault's keys: what each process must have, and what the web must never have."""

from django.conf import settings

from campaign.rule import KEYS, WEB, WORKER, Rule
from petitions import vault


def _cannot_seal() -> bool:
    """No public key, or one that nothing can be sealed to: tried, as 32 bytes may still be no key."""
    try:
        return not vault.seal(name="", email="")
    except vault.CannotSeal:
        return True


def _cannot_open() -> bool:
    """No private key, or one that fits none of the public keys: each letter would fail."""
    try:
        mine = vault.public_of(settings.VAULT_PRIVATE_KEY)
        return vault.fingerprint(mine) not in [vault.fingerprint(key) for key in settings.VAULT_PUBLIC_KEYS]
    except vault.NoKey:
        return True


def _old_keys_are_none() -> bool:
    try:
        return not all(vault.public_of(key) for key in settings.VAULT_OLD_PRIVATE_KEYS)
    except vault.NoKey:
        return True


RULES = (
    Rule(
        "E007",
        _cannot_seal,
        "VAULT_PUBLIC_KEYS is missing or holds no key: nothing personal can be taken in.",
        f"Set VAULT_PUBLIC_KEYS to one or more public keys. {KEYS}",
    ),
    Rule(
        "E008",
        lambda: bool(settings.VAULT_PRIVATE_KEY or settings.VAULT_OLD_PRIVATE_KEYS),
        "VAULT_PRIVATE_KEY or VAULT_OLD_PRIVATE_KEYS is here, in the web process.",
        "Take private keys out of the web's environment: they belong to the worker alone.",
        role=WEB,
    ),
    Rule(
        "E009",
        _cannot_open,
        "VAULT_PRIVATE_KEY is missing, or fits none of VAULT_PUBLIC_KEYS: no letter can be addressed.",
        f"Set VAULT_PRIVATE_KEY of the same set as one of VAULT_PUBLIC_KEYS. {KEYS}",
        role=WORKER,
    ),
    Rule(
        "E027",
        _old_keys_are_none,
        "VAULT_OLD_PRIVATE_KEYS holds something that is no key.",
        "Write the private keys from before, separated by commas, or take the line out when `rotate_vault` is done.",
        role=WORKER,
    ),
)
