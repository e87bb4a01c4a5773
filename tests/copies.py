"""Published pages around a Django of our own, with a clock of our own."""

from datetime import timedelta

from campaign.pages import PublishedPages
from campaign.published import Published

PAGE = "/en/petition/"
WORDS = b"<p>Keep children safe online.</p>" * 40
PUBLIC = "public, max-age=10, s-maxage=2, stale-while-revalidate=10, stale-if-error=86400"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Django:
    """Stands for the whole site behind: answers as told, and remembers what it was asked."""

    def __init__(self):
        self.status, self.body, self.asked = "200 OK", WORDS, []
        self.headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": PUBLIC, "X-Frame-Options": "DENY"}
        self.before = lambda: None
        self.closed = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        self.before()
        start_response(self.status, [*self.headers.items(), ("Content-Length", str(len(self.body)))])
        return Parts(self)

    def break_down(self, status="503 Service Unavailable"):
        self.status, self.body = status, b"A short break."
        self.headers = {"Content-Type": "text/html", "Cache-Control": "no-store", "Retry-After": "60"}


class Parts:
    def __init__(self, site):
        self.site = site

    def __iter__(self):
        return iter([self.site.body])

    def close(self):
        self.site.closed += 1


class Got:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body


class Site:
    """site.get("/en/", accept_encoding="br"); everything under /en/ is public, and changes at `boundary` by itself."""

    def __init__(self, django=None, **limits):
        self.clock, self.django = Clock(), django or Django()
        self.fresh, self.boundary = 10, None
        self.store = Published(clock=self.clock, **limits)
        self.pages = PublishedPages(self.django, store=self.store, fresh_seconds=self.seconds, ends=self.ends)

    def seconds(self, path: str) -> float:
        return self.fresh if path.startswith("/en/") and path.isascii() else 0

    def ends(self, now):
        return now + timedelta(seconds=self.boundary - self.clock.now) if self.boundary else None

    def get(self, path=PAGE, *, method="GET", query="", host="petition.example", **headers) -> Got:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ |= {
            name: environ.pop(f"HTTP_{name}") for name in ("CONTENT_LENGTH", "SCRIPT_NAME") if f"HTTP_{name}" in environ
        }
        said = []
        parts = self.pages(environ, lambda status, headers, *_: said.append((status, headers)))
        return Got(*said[0], b"".join(parts))

    def made(self) -> int:
        return len(self.django.asked)
