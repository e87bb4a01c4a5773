"""The vault's keys as this web process holds them: fingerprints to compare with the paper, and what is sealed to each.

Public keys alone: nothing here opens anything, and nothing says whose a row is.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaign import roles
from campaign.staff_pages import StaffPages, needs
from petitions import rotation, vault

WORKERS, ESCROW, BEFORE = _("the worker’s"), _("escrow"), _("from before")
PLACES = {
    # Translators: rows that hold a name or an address sealed
    "signature": _("Signatures"),
    "letter": _("Letters"),
    "subscriber": _("Subscribers"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `rows` counts values sealed to it by place. Of a key from before only its id is known."""

    name: str | Promise
    id: str
    fingerprint: str
    rows: dict[str, int]


class KeysPages(StaffPages):
    """One screen, to look at."""

    def get_urls(self) -> list:
        return [path("keys/", self.admin_view(self.keys), name="keys"), *super().get_urls()]

    @needs(roles.KEYS)
    def keys(self, request: HttpRequest) -> HttpResponseBase:
        return self.page(request, "keys", title=_("Keys"), **report())


def report() -> dict[str, Any]:
    """`keys` of VAULT_PUBLIC_KEYS in their order, then those that rows are still sealed to; and what needs a hand."""
    counted = rotation.census()
    todays = [_todays(number, public, counted) for number, public in enumerate(settings.VAULT_PUBLIC_KEYS)]
    known = {key.id for key in todays}
    older = sorted({vault.in_groups(one) for rows in counted.values() for keys in rows for one in keys} - known)
    return {
        "places": [PLACES[place.name] for place in rotation.PLACES],
        "keys": todays + [Key(BEFORE, one, "", _rows(one, counted)) for one in older],
        "has_escrow": len(todays) > 1,
        "stale": sum(n for rows in counted.values() for keys, n in rows.items() if _ids(keys) != known),
        "damaged": sum(rows[()] for rows in counted.values()),
    }


def _todays(number: int, public: str, counted: dict[str, Counter[rotation.KeyIds]]) -> Key:
    """The first is the worker's, the others are kept apart from the machine."""
    name = ESCROW if number else WORKERS
    try:
        whole = vault.fingerprint(public)
    except vault.NoKey:
        return Key(name, "", gettext("This is no key: signing pauses until VAULT_PUBLIC_KEYS is mended."), {})
    return Key(name, whole[:19], whole, _rows(whole[:19], counted))


def _rows(key: str, counted: dict[str, Counter[rotation.KeyIds]]) -> dict[str, int]:
    return {place: sum(count for keys, count in rows.items() if key in _ids(keys)) for place, rows in counted.items()}


def _ids(keys: rotation.KeyIds) -> set[str]:
    return {vault.in_groups(key) for key in keys}
