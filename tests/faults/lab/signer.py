"""One process that signs and signs through the product's own verb; every saved signature becomes a line of its ledger.

Run `python -m tests.faults.lab.signer COUNT LABEL LEDGER`; prints the seconds of each, or the class of what went wrong.
"""

import os
import sys
import time
from urllib.parse import urlencode

import django


def sign_on(count: int, label: str, ledger: int):
    from django.db import transaction
    from django.http import QueryDict

    from petitions import flagship, signing
    from petitions.judge import judge

    petition = flagship.flagship()
    for number in range(count):
        email = f"{label}{number}@signer.example.org"
        fields = {"name": "Ana Example", "email": email, "country": "PT", "consent": "on"}
        started = time.perf_counter()
        try:
            with transaction.atomic():
                signing.sign(petition, judge(QueryDict(urlencode(fields))), language="en")
        except Exception as error:
            print(type(error).__name__, flush=True)
            continue
        os.write(ledger, f"{email}\n".encode())
        print(f"{time.perf_counter() - started:.4f}", flush=True)


if __name__ == "__main__":
    django.setup()
    from petitions import hint

    hint.tell = lambda: None  # these processes only write; nobody pays here
    sign_on(int(sys.argv[1]), sys.argv[2], os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
