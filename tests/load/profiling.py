"""Where the time goes: cProfile inside one process, by room and by function. `python -m tests.load --profile GET`.

A profile stretches what calls many small functions, so it shows where to look; whether it helped, the table shows.
"""

import cProfile
import io
import itertools
import os
import pstats
import sys
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TIMES = 300
KINDS = ("GET", "POST", "letters")
MOST = 25


def profile(kind: str) -> str:
    """The profile of this kind in a laboratory site, as text."""
    from tests.load.grown import grown_site  # the laboratory starts servers; the process inside needs none of it

    with grown_site() as site:
        site.release()
        return site.run("-m", "tests.load.profiling", kind).stdout


# --- inside the site's environment -------------------------------------------------------------------------------
def look(kind: str, path: str = "") -> str:
    """Profile so many of them after a warm-up, in this process."""
    import django

    django.setup()
    step = {"GET": get_steps, "POST": post_steps, "letters": letter_steps}[kind](path)
    for _ in range(20):
        next(step)
    profiler = cProfile.Profile(time.thread_time)  # waiting costs nothing
    profiler.enable()
    for _ in range(TIMES):
        next(step)
    profiler.disable()
    return report(profiler)


def get_steps(path: str):
    """Each step makes one page anew."""
    from django.core.wsgi import get_wsgi_application

    from campaign.pages import ask, nobodys_request

    application = get_wsgi_application()
    for _ in itertools.count():
        yield must_be(200, ask(application, nobodys_request(path or "/en/petition/")))


def post_steps(_: str):
    """Each step signs for a new address from a new network."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from campaign.pages import ask, nobodys_request

    application = get_wsgi_application()
    for number in itertools.count():
        person = {
            "name": "Ada Example",
            "email": f"a{os.getpid()}n{number}@example.org",
            "country": "BE",
            "consent": "on",
        }
        body = urlencode(person).encode()
        environ = nobodys_request("/en/petition/") | {
            "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ORIGIN": settings.SITE_ORIGIN,
            "HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": f"11.{number // 250 % 250}.{number % 250}.7",
        }  # fmt: skip
        yield must_be(303, ask(application, environ))


def letter_steps(_: str):
    """Each step pays what one person is owed."""
    from petitions import tasks

    people = post_steps("")
    for _ in range(TIMES + 20):
        next(people)
    for _ in itertools.count():
        yield tasks.deliver()


def must_be(code: int, answer):
    if answer.code != code:
        raise RuntimeError(f"{answer.status}: {answer.body[:200]!r}")


# --- the text ----------------------------------------------------------------------------------------------------
def report(profiler: cProfile.Profile) -> str:
    """Own time by room, then the functions with the most own time, then those with the most beneath them."""
    stats = pstats.Stats(profiler).stats
    own = {where: (calls, time, beneath) for where, (_, calls, time, beneath, _) in stats.items()}
    total = sum(spent for _, spent, _ in own.values())
    rooms: dict[str, float] = defaultdict(float)
    for where, (_, spent, _) in own.items():
        rooms[room(where[0])] += spent
    lines = [f"{total * 1000 / TIMES:.2f} ms each under the profiler", "", "own time by room"]
    by_time = largest(rooms.items(), key=lambda pair: pair[1])
    lines += [f"{100 * spent / total:5.1f} %  {name}" for name, spent in by_time]
    for title, part in (("own time", 1), ("with all beneath", 2)):
        lines += ["", f"functions by {title}: ms each, calls each"]
        lines += [f"{figures[part] * 1000 / TIMES:8.3f}  {figures[0] / TIMES:8.1f}  {name_of(where)}"
                  for where, figures in largest(own.items(), key=lambda pair, at=part: pair[1][at])]  # fmt: skip
    return "\n".join(lines)


def largest(pairs, key) -> list:
    return sorted(pairs, key=key, reverse=True)[:MOST]


def room(file: str) -> str:
    """A module of ours, or a package of others."""
    _, here, ours = file.partition("site-packages/")
    if here:
        return "/".join(ours.split("/")[: 3 if ours.startswith("django/") else 1])
    parts = Path(file).parts
    inside = [parts[at:] for at, part in enumerate(parts) if part in ("campaign", "petitions")]
    return "/".join(inside[-1]) if inside else "Python itself" if "python" in file or file == "~" else file


def name_of(where: tuple) -> str:
    file, line, function = where
    return f"{room(file)}:{line} {function}" if line else function


if __name__ == "__main__":
    print(look(*sys.argv[1:]))
