"""`python -m tests.journeys.crowd`: fills the embedded profile of DATA_DIR with a crowd of confirmed supporters.

The counts are the same each time. Their letters are not owed: the mailbox belongs to the people of the journeys.
"""

import os
from datetime import timedelta

import django
from django.utils import timezone

PEOPLE = {
    "DE": 88, "FR": 52, "IT": 38, "ES": 34, "PL": 27, "NL": 31, "BE": 18, "AT": 21, "SE": 16, "PT": 12, "GR": 13,
    "CZ": 11, "HU": 4, "IE": 15, "DK": 10, "FI": 12, "MT": 24, "LU": 21, "RO": 14, "BG": 10, "HR": 3, "SK": 6, "SI": 22,
    "GB": 9, "CH": 7, "LT": 2, "CY": 13, "EE": 16, "LV": 11,
}  # fmt: skip
DAYS = 24


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "campaign.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("release", verbosity=0)
    with transaction.atomic():
        _gather()


def _gather() -> None:
    from petitions import counting
    from petitions.flagship import flagship
    from petitions.models import Letter, Signature

    signatures = [_confirmed(number, country) for number, country in enumerate(_countries())]
    now = timezone.now()
    for number, signature in enumerate(signatures):
        # more and more people from day to day
        signature.confirmed_at = now - timedelta(days=int(DAYS * (1 - (number * 37 % 100 / 100) ** 0.5)))
    Signature.objects.bulk_update(signatures, ["confirmed_at"], batch_size=200)
    Letter.objects.all().delete()
    counting.recount(flagship())


def _countries() -> list[str]:
    return [country for country, people in PEOPLE.items() for _ in range(people)]


def _confirmed(number: int, country: str):
    from petitions import signing
    from petitions.flagship import flagship
    from petitions.judge import Clean
    from petitions.models import Signature

    clean = Clean(name=f"Person {number}", email=f"person{number}@example.org", country=country, news=False, shown=None)
    signing.sign(flagship(), clean, language="de" if country in ("DE", "AT") else "en")
    return signing.confirm(Signature.objects.latest("pk").pk)


if __name__ == "__main__":
    main()
