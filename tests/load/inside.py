"""What making and answering pages costs inside one process: run in a site's environment, prints JSON.

`python -m tests.load.inside pages SECONDS` (G3) or `… answers COUNT` (G5); `reading.py` runs it.
"""

import gzip
import json
import sys
import time
import zlib
from collections import Counter
from statistics import median
from unittest.mock import patch

import brotli
from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()

from django.conf import settings  # noqa: E402 (they need settings and models that are ready)
from django.db import connection  # noqa: E402

from campaign import publishable  # noqa: E402
from campaign.pages import PublishedPages, ask, nobodys_request  # noqa: E402
from petitions.briefly import forget_everything  # noqa: E402

OFTEN, SELDOM = 15, 5
MAIN = ("", "petition/", "asks/listen/", "questions/", "help/")


class Queries:
    """Counts what Django sends to the database."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, values, many, context):
        self.count += 1
        return execute(sql, values, many, context)


def cost(path: str, times: int, *, cold: bool) -> dict:
    """Median CPU milliseconds of making this page, and its most queries; cold: nothing is remembered from before."""
    spent, most = [], 0
    ask(django, nobodys_request(path))  # words and templates are loaded once in a process's life
    for _ in range(times):
        if cold:
            forget_everything()
        queries, start = Queries(), time.thread_time()
        with connection.execute_wrapper(queries):
            answer = ask(django, nobodys_request(path))
        spent.append((time.thread_time() - start) * 1000)
        most = max(most, queries.count)
        if answer.code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    return {"path": path, "ms": median(spent), "queries": most}


def pages() -> dict:
    """Main pages in every language, often; and every public page in English, to find the dearest."""
    mains = [f"/{code}/{name}" for code in settings.LIVE_LANGUAGES for name in MAIN]
    others = [path for path in publishable.public_paths() if not path.endswith((".xml", ".txt"))]
    others = [path for path in others if path[:4] in ("/en/", "/api")]
    return {
        "warm": [cost(path, OFTEN, cold=False) for path in mains],
        "cold": [cost(path, SELDOM, cold=True) for path in mains],
        "others": [cost(path, SELDOM, cold=False) for path in others],
    }


def answers(count: int) -> dict:
    """So many requests in every encoding, known and unknown: how often was something compressed, how often made?"""
    counts: Counter[str] = Counter()
    layer = PublishedPages(counted(django, "made", counts))
    paths = [f"/{code}/petition/" for code in settings.LIVE_LANGUAGES]
    names = {"brotli": (brotli, "compress"), "gzip": (gzip, "compress"), "zlib": (zlib, "compressobj")}
    patches = [patch.object(where, what, counted(getattr(where, what), name, counts))
               for name, (where, what) in names.items()]  # fmt: skip
    for one in patches:
        one.start()
    for number in range(count):
        path = paths[number % len(paths)]
        etag = show(layer, path, ("br", "gzip", "")[number // len(paths) % 3], counts)
        show(layer, path, ("br", "gzip", "")[number // len(paths) % 3], counts, known=etag)
    return dict(counts) | {"pages": len(paths)}


def show(layer, path: str, encoding: str, counts: Counter, *, known: str = "") -> str:
    """Ask once; the answer's ETag."""
    said = []
    environ = nobodys_request(path) | {"HTTP_ACCEPT_ENCODING": encoding}
    environ |= {"HTTP_IF_NONE_MATCH": known} if known else {}
    body = b"".join(layer(environ, lambda status, headers, *_: said.append((status, dict(headers)))))
    status, headers = said[-1]
    counts[f"answers {status[:3]}"] += 1
    counts["bytes"] += len(body)
    return headers["ETag"]


def counted(function, name: str, counts: Counter):
    def counting(*args, **options):
        counts[name] += 1
        return function(*args, **options)

    return counting


def main():
    what, *numbers = sys.argv[1:]
    print(json.dumps(pages() if what == "pages" else answers(int(numbers[0]))))


if __name__ == "__main__":
    main()
