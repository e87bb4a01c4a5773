"""Owe letters as people do who sign, faster than they can: the product's own verbs, in one process of the site.

Run `python -m tests.load.owing SEED CONFIRMATIONS RECEIPTS` in a worker's environment. Every signature owes a
confirmation; for so many receipts people confirm theirs, and their first letter counts as sent.
"""

import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django first)
from django.db.models.functions import Now  # noqa: E402

from petitions import flagship, hint, signing  # noqa: E402
from petitions.judge import Clean  # noqa: E402
from petitions.models import Letter  # noqa: E402
from tests.faults.lab.people import make_people  # noqa: E402


def main(seed: int, confirmations: int, receipts: int):
    hint.tell = lambda: None
    petition, languages = flagship.flagship(), settings.LIVE_LANGUAGES
    for number, person in enumerate(make_people(confirmations + receipts, seed=seed, label=f"owed{seed}.")):
        clean = Clean(name=person.name, email=person.email, country=person.country, news=number % 3 == 0, shown=None)
        signing.sign(petition, clean, language=languages[number % len(languages)])
        if number == receipts - 1:
            confirm_all()


def confirm_all():
    """Who still waits for the first letter confirms; their first letters are closed, and only the receipts are owed."""
    firsts = Letter.objects.filter(kind=Letter.Kind.REPLY, closed_at=None)
    for number in list(firsts.values_list("signature_id", flat=True)):
        signing.confirm(number)
    firsts.update(closed_at=Now(), outcome=Letter.Outcome.SENT, sealed_to=None)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
