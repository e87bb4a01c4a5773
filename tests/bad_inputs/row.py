"""What a row is: a request to the byte, and what must come of it; and short ways to write rows down."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

GOOD = {"name": "Anna Example", "email": "anna@refused.example.org", "country": "DE", "consent": "on"}
FORM = "application/x-www-form-urlencoded"
PETITION, CHECK = "/en/petition/", "/en/petition/check-your-email/"
EMPTY = {"name": "name.empty", "email": "email.empty", "country": "country.empty", "consent": "consent.empty"}
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Status:
    """One of these statuses, and nothing saved. None: the server hung up."""

    allowed: tuple[int | None, ...]


@dataclass(frozen=True)
class Refused:
    """422: each error beside its field and in the summary, everything typed still there, nothing saved."""

    errors: dict[str, str]
    typed: dict[str, str]


@dataclass(frozen=True)
class Accepted:
    """303: one row under this name, one letter to this address, both in the language of the page."""

    to: str
    name: str = "Anna Example"
    language: str = "en"


@dataclass(frozen=True)
class SameAs:
    """200, the very page that stands at this address, and nothing saved."""

    path: str


@dataclass(frozen=True)
class Moved:
    """A redirect to exactly this address, and nothing saved."""

    status: int
    to: str


@dataclass(frozen=True)
class Row:
    """One bad input of the fault model. `raw` may name <<host>>, <<ip>>, <<cookies>>, <<secret>> or a token."""

    bi: str
    about: str
    raw: bytes
    must: Status | Refused | Accepted | SameAs | Moved
    says_no_more: bool = False
    answers: int = 1
    number: int = field(default_factory=lambda: next(_numbers))


def request(
    method: str, path: str, *, headers: str = "", body: bytes = b"", length: str | None = None, host: str = "<<host>>"
) -> bytes:
    """A request to the byte. `headers` are whole lines; `length=""` leaves Content-Length out."""
    size = str(len(body)) if length is None else length
    lines = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: <<ip>>\r\n{headers}"
    lines += f"Content-Length: {size}\r\n" if size and (body or length is not None) else ""
    return f"{lines}Connection: close\r\n\r\n".encode("latin-1") + body


def posting(body: bytes, *, path: str = PETITION, kind: str = FORM, headers: str = "", length: str | None = None):
    """A POST from our own page; `kind=""` sends no content type."""
    own = "Origin: http://<<host>>\r\nSec-Fetch-Site: same-origin\r\n" + headers
    own += f"Content-Type: {kind}\r\n" if kind else ""
    return request("POST", path, headers=own, body=body, length=str(len(body)) if length is None else length)


def encoded(fields: dict[str, str | None]) -> bytes:
    return urlencode({name: value for name, value in fields.items() if value is not None}).encode()


def refused(bi: str, field_name: str, value: str | None, error: str, **others: str) -> Row:
    """A good form but for one value; None leaves the field out."""
    typed = GOOD | others | {field_name: value}
    left = {name: text for name, text in typed.items() if text is not None}
    return Row(bi, f"{field_name} {value!r}", posting(encoded(typed)), Refused({field_name: error}, left))


def refused_again(bi: str, value: str, error: str) -> Row:
    """The same address in the form that asks for the letter again."""
    raw = posting(encoded({"email": value}), path=CHECK)
    return Row(bi, f"again {value!r}", raw, Refused({"email": error}, {"email": value}))


def accepted(bi: str, typed: str, to: str = "", **others: str) -> Row:
    """An address that is odd and right."""
    form = GOOD | {"email": typed} | others
    return Row(bi, f"email {typed!r}", posting(encoded(form)), Accepted(to or typed))


def accepted_in(language: str) -> Row:
    """Somebody who signs in this language; the name is one that no letter may repeat."""
    to, name = f"{language}@accepted.example.org", "Canary Ωmega"
    raw = posting(encoded(GOOD | {"email": to, "name": name}), path=f"/{language}/petition/")
    return Row("EM-28", f"in {language}", raw, Accepted(to, name, language))


def accepted_name(bi: str, typed: str, kept: str = "") -> Row:
    """A name that is odd and somebody's; the address belongs to this row alone."""
    to = f"name{next(_numbers)}@accepted.example.org"
    raw = posting(encoded(GOOD | {"name": typed, "email": to}))
    return Row(bi, f"name {typed!r}", raw, Accepted(to, kept or typed))


def body(bi: str, about: str, sent: bytes, *statuses: int, kind: str = FORM, **how) -> Row:
    """A body as it stands, and its statuses."""
    return Row(bi, about, posting(sent, kind=kind, **how), Status(statuses))


def looking(bi: str, path: str, *statuses: int | None, headers: str = "", method: str = "GET") -> Row:
    """A visit that finds nothing or is refused."""
    return Row(bi, f"{method} {path}", request(method, path, headers=headers), Status(statuses))


def moved(bi: str, path: str, status: int, to: str) -> Row:
    return Row(bi, f"GET {path}", request("GET", path), Moved(status, to))


def ignored(bi: str, path: str, query: str = "", headers: str = "") -> Row:
    """What stands in the query or in a header changes nothing."""
    raw = request("GET", path + (f"?{query}" if query else ""), headers=headers)
    return Row(bi, f"{path} {query or headers}", raw, SameAs(path))


def named(rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """(test id, row): the row of the fault model, a number, and what is odd about it, short and printable."""
    return [(f"{row.bi}-{row.number:03d}-{_short(row.about)}", row) for row in rows]


def _short(about: str) -> str:
    plain = about.encode("ascii", "backslashreplace").decode()
    return "".join(sign if sign.isalnum() or sign in "@.-_=/ " else "~" for sign in plain)[:40].strip()
