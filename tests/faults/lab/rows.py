"""Print every signature as JSON, as far as this process's keys can read it (run in a role's environment)."""

import json
import sys

import django


def read_rows() -> list[dict]:
    """One dict a row; `opened` is [name, address], or the class of the refusal as a string."""
    from petitions.models import Signature

    fields = ("id", "sealed", "country", "language", "confirmed_at", "forgotten_at")
    return [describe(row) for row in Signature.objects.order_by("id").values(*fields)]


def describe(row: dict) -> dict:
    return {
        "id": row["id"],
        "country": row["country"],
        "language": row["language"],
        "is_confirmed": row["confirmed_at"] is not None,
        "is_sealed": row["sealed"] is not None,
        "opened": open_sealed(row["sealed"]),
    }


def open_sealed(sealed):
    from petitions import vault

    if sealed is None:
        return None
    try:
        return list(vault.unseal(sealed))
    except vault.CannotOpen as refusal:
        return type(refusal).__name__


if __name__ == "__main__":
    django.setup()
    json.dump(read_rows(), sys.stdout)
