"""A data folder's own keys, made once: the embedded profile needs no configuration, no two folders share a secret."""

import base64
import json
import os
import secrets
from pathlib import Path

from nacl.public import PrivateKey


def new_keys() -> dict[str, str]:
    """Fresh random keys under the names of their environment variables; each call returns different ones."""
    private = PrivateKey.generate()
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ADDRESS_PEPPER": secrets.token_urlsafe(32),
        "VAULT_PUBLIC_KEYS": base64.b64encode(bytes(private.public_key)).decode(),
        "VAULT_PRIVATE_KEY": base64.b64encode(bytes(private)).decode(),
        "STATUS_TOKEN": secrets.token_urlsafe(24),
        "DEMO_STAFF_PASSWORD": secrets.token_urlsafe(9),
    }


def keys_of(folder: Path) -> dict[str, str]:
    """The folder's keys, made (mode 0600) when it has none; the second call returns the same ones.

    Two processes that start at once agree: the file is linked into place, and only the first link succeeds.
    """
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".keys.{os.getpid()}.json"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(new_keys(), indent=1))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return json.loads(path.read_text())
