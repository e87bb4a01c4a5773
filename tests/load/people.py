"""People for the benchmarks of pressing buttons, and what the hint costs: run in a site's environment, prints JSON.

`python -m tests.load.people waiting COUNT`: so many more who have signed and not confirmed; addresses of their links.
`python -m tests.load.people links NUMBER …`: the same addresses for rows that are there.
`python -m tests.load.people hints SECONDS PER_SECOND`: CPU of a hint for one signature, and the longest wait for one.
"""

import json
import sys
import time
from collections.abc import Iterable

from django.core.wsgi import get_wsgi_application

get_wsgi_application()

from django.db import connection  # noqa: E402 (they need settings and models that are ready)
from django.utils import timezone  # noqa: E402

from petitions import flagship, hint, tokens, wordings  # noqa: E402

# As `signing.sign` leaves them, but all sealed alike; their letters are not owed here.
_WAITING = """
INSERT INTO petitions_signature (petition_id, email_digest, mailbox_digest, domain_digest, provider, sealed, country,
    language, petition_wording_id, consent_wording_id, created_at, asked_at, held_reason, unanswered)
SELECT %(petition)s, encode(sha256(int8send(%(first)s + i)), 'hex'), encode(sha256(int8send(-i)), 'hex'), '', 'other',
    decode(repeat('5e', 160), 'hex'), 'BE', 'fr', %(shown)s, %(agreed)s, now(), now(), '', 0
FROM generate_series(1, %(count)s) AS i RETURNING id
"""


def waiting(count: int) -> list[str]:
    """The addresses of the pages whose button confirms."""
    petition = flagship.flagship()
    shown = wordings.current(petition.pk, "fr")
    values = {"petition": petition.pk, "shown": shown[0], "agreed": shown[1], "count": count, "first": time.time_ns()}
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, values)
        return links(row[0] for row in cursor.fetchall())


def links(numbers: Iterable[int]) -> list[str]:
    """The same for these rows."""
    now = timezone.now()
    return [f"/fr/petition/confirm/{tokens.make(tokens.CONFIRM, number, now)}/" for number in numbers]


def hints(seconds: float, per_second: float) -> dict[str, float]:
    """Microseconds of CPU for each of so many hints at an even pace, the pacing itself taken away."""
    hint.tell()
    time.sleep(1)  # the thread is there, and its connection
    (paced, _), (told, longest) = (_pace(act, seconds, per_second) for act in (lambda: None, hint.tell))
    return {"cpu_us": told - paced, "longest_us": longest}


def _pace(act, seconds: float, per_second: float) -> tuple[float, float]:
    count, longest, start, paid = int(seconds * per_second), 0.0, time.perf_counter(), time.process_time()
    for number in range(count):
        time.sleep(max(0.0, start + number / per_second - time.perf_counter()))
        before = time.perf_counter()
        act()
        longest = max(longest, time.perf_counter() - before)
    return (time.process_time() - paid) * 1e6 / count, longest * 1e6


def main():
    what, *numbers = sys.argv[1:]
    act = {
        "waiting": lambda count: waiting(int(count)),
        "links": lambda *given: links(map(int, given)),
        "hints": lambda *given: hints(*map(float, given)),
    }[what]
    print(json.dumps(act(*numbers)))


if __name__ == "__main__":
    main()
