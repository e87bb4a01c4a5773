"""What the numbers cost: run in a site's environment, prints JSON.

`python -m tests.load.numbers refresh MARKS`: seconds until so many marks of today are counted, and taken back.
`python -m tests.load.numbers export FORMAT`: seconds that an export of all counts takes, bytes, MiB more at the peak.
`python -m tests.load.numbers opened`: how many sealed rows open to an address that their digest belongs to.
`python -m tests.load.numbers statement`: the SQL of one signature under petition 900001, to be sent again and again.
"""

import json
import re
import resource
import sys
import time
from datetime import date

from django.core.wsgi import get_wsgi_application

get_wsgi_application()

from django.db import connection  # noqa: E402 (they need settings and models that are ready)
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from petitions import addresses, counting, exports, flagship, planned, signing, vault, wordings  # noqa: E402
from petitions.export_filters import Filters  # noqa: E402
from petitions.judge import Clean  # noqa: E402
from petitions.models import Petition, Signature, TallyMark  # noqa: E402
from tests.load.filling import people  # noqa: E402

CELLS = 300
FIRST, PETITIONS = 900_001, 20
NOBODY = "nobody@mail.example.eu"


def refresh(marks: int) -> dict[str, float]:
    """The same marks at every size: today, spread over the same cells."""
    _marked(marks, +1)
    counting.refresh()  # the cells are there, and what is prepared for a first time is prepared
    _marked(marks, -1)
    start, paid = time.perf_counter(), time.process_time()
    counting.refresh()
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - paid}


def _marked(count: int, change: int):
    petition, day = flagship.flagship(), counting.day_of(timezone.now())
    cells = sorted(set(people()))[:CELLS]
    TallyMark.objects.bulk_create(
        TallyMark(petition=petition, day=day, country=country, language=language, change=change)
        for country, language in (cells[number % len(cells)] for number in range(count))
    )


def export(file_format: str) -> dict[str, float]:
    """Of everything; what is imported and prepared for a first time is there."""
    _drained(Filters(since=date(1999, 1, 1), until=date(1999, 1, 2)), file_format)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    size = _drained(Filters(), file_format)
    took = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"seconds": took, "bytes": size, "mib": more}


def _drained(filters: Filters, file_format: str) -> int:
    file = exports.export(filters, file_format=file_format, by_name="benchmark")
    return sum(len(chunk) for chunk in file.chunks)


def opened() -> dict[str, int]:
    """Where the private key is."""
    found = {"opened": 0, "wrong": 0}
    for digest, mailbox, sealed in Signature.objects.values_list("email_digest", "mailbox_digest", "sealed").iterator():
        name, email = vault.unseal(bytes(sealed))
        is_theirs = (addresses.email_digest(email), addresses.mailbox_digest(email)) == (digest, mailbox)
        found["opened"] += 1
        found["wrong"] += not (is_theirs and name)
    return found


def statement() -> str:
    """With another address, key and petition each time: `:petition` is pgbench's variable."""
    petition = _petitions()
    connection.ensure_connection()
    planned._lent[connection.connection] = True  # written out, instead of the name of a plan that this process has
    with CaptureQueriesContext(connection) as statements:
        signing.sign(petition, Clean(name="N", email=NOBODY, country="BE", news=False, shown=None), language="fr")
    sql = next(one["sql"] for one in statements if "INSERT INTO petitions_signature" in one["sql"])
    return again(sql, addresses.email_digest(NOBODY))


def again(sql: str, digest: str) -> str:
    """The same for somebody else and one of the petitions."""
    sql = sql.replace(f"'{digest}'", "encode(sha256(uuid_send(gen_random_uuid())), 'hex')")
    sql = re.sub(r"'reply:[0-9a-f]{32}'", "'reply:' || gen_random_uuid()", sql)
    return " ".join(sql.replace(str(FIRST), ":petition").split()) + ";"


def _petitions() -> Petition:
    """Twenty more, like ours; the first has its words recorded. A second call makes none."""
    ours = flagship.flagship()
    copied = {field.name: getattr(ours, field.name) for field in ours._meta.concrete_fields if field.name != "id"}
    rows = [Petition(**copied | {"id": FIRST + n, "slug": f"benchmark-{n}"}) for n in range(PETITIONS)]
    Petition.objects.bulk_create(rows, ignore_conflicts=True)
    wordings.record(rows[0])
    return rows[0]


def main():
    what, *given = sys.argv[1:]
    found = {"refresh": lambda marks: refresh(int(marks)), "export": export, "opened": opened, "statement": statement}[
        what
    ](*given)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
