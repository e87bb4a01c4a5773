"""Rows about whole bodies: BI-32 to BI-39, and what an honest form looks like in other clothes."""

from tests.bad_inputs.row import (
    CHECK,
    EMPTY,
    FORM,
    GOOD,
    Accepted,
    Refused,
    Row,
    Status,
    body,
    encoded,
    posting,
)  # fmt: skip

MULTIPART = "multipart/form-data; boundary=b"
BODY = encoded(GOOD)
NULS = [BODY.replace(old, old + b"%00") for old in (b"Example", b"example.org", b"DE", b"consent=on")] + [
    BODY + b"&shown=%00", BODY + b"&contact_time=%00"
]  # fmt: skip


def part(name: str, value: str, filename: str = "") -> bytes:
    extra = f'; filename="{filename}"' if filename else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{value}\r\n'.encode()


WHOLE = b"".join(part(name, value) for name, value in GOOD.items())
END = b"--b--\r\n"


def empty(bi: str, about: str, sent: bytes, **how) -> Row:
    """A body in which we find no field: every one is asked for."""
    return Row(bi, about, posting(sent, **how), Refused(EMPTY, {}))


def good(bi: str, about: str, address: str, *, before: bytes = b"", after: bytes = b"", **how) -> Row:
    """An odd body that a person's form still stands in."""
    sent = before + encoded(GOOD | {"email": address}) + after
    return Row(bi, about, posting(sent, **how), Accepted(address))


def rows() -> list[Row]:
    return [*_signs(), *_kinds(), *_multipart(), *_sizes(), *_separators()]


def _signs() -> list[Row]:
    typed = GOOD | {"name": "\ufffd Example"}
    return [
        Row("BI-33", "name=%ff", posting(BODY.replace(b"Anna", b"%ff")), Refused({"name": "name.signs"}, typed)),
        body("BI-33", "name=%C0%AE", BODY.replace(b"Anna", b"%C0%AE"), 422),
        body("BI-33", "email=%ff", BODY.replace(b"anna", b"%ff"), 422),
        body("BI-33", "country=%ff", BODY.replace(b"DE", b"%ff"), 422),
        body("BI-33", "consent=%ff", BODY.replace(b"=on", b"=%ff"), 422),
        body("BI-33", "again %ff", b"email=%ff", 422, path=CHECK),
        body("BI-32", "name=%ED%A0%80", BODY.replace(b"Anna", b"%ED%A0%80"), 422),
        body("BI-32", "email=%ED%BF%BF", BODY.replace(b"anna", b"%ED%BF%BF"), 422),
        body("BI-32", "surrogate in JSON", rb'{"name": "\ud800"}', 415, kind="application/json"),
        body("BI-32", "raw surrogate", BODY.replace(b"Anna", b"\xed\xa0\x80"), 400),
        body("BI-33", "raw ff fe", BODY.replace(b"Anna", b"\xff\xfe"), 400),
        body("BI-33", "raw latin-1", BODY.replace(b"Anna", b"J\xf6rg"), 400),
        good("BI-33", "raw utf-8", "raw@accepted.example.org", after="&x=ä".encode()),
        *[body("BI-34", f"NUL {number}", sent, 422) for number, sent in enumerate(NULS)],
        good("BI-34", "NUL where nobody looks", "nul@accepted.example.org", after=b"&%00=%00&news=%00"),
        body("BI-34", "raw NUL", BODY.replace(b"Anna", b"An\x00na"), 422),
        body("BI-34", "again NUL", b"email=a%00%40example.org", 422, path=CHECK),
        body("BI-34", "bytes 0 to 255", bytes(range(256)), 400),
    ]


def _kinds() -> list[Row]:
    charsets = [("BI-35", name) for name in ("utf-7", "utf-16", "utf-32", "latin-1", "utf-8-sig")]
    charsets += [("BI-36", name) for name in ("bogus", "\xe4", "utf-8; charset=utf-16", '"utf-16"', "idna", "zlib")]
    others = ["", "text/plain", "application/json", "application/xml", "application/x-www-form-urlencodedx",
              "application/octet-stream", "multipart/mixed; boundary=b", "*/*", ";", "form"]  # fmt: skip
    return [
        *[body(bi, f"charset {name}", BODY, 400, 415, kind=f"{FORM}; charset={name}") for bi, name in charsets],
        body("BI-35", "multipart utf-16", WHOLE + END, 400, kind=f"{MULTIPART}; charset=utf-16"),
        *[body("BI-36", f"kind {kind}", BODY, 415, kind=kind) for kind in others],
        body("BI-36", "again as JSON", b'{"email": "a@x.org"}', 415, kind="application/json", path=CHECK),
        good("BI-36", "charset UTF-8", "utf8@accepted.example.org", kind=f"{FORM}; charset=UTF-8"),
        good("BI-36", "kind in capitals", "capitals@accepted.example.org", kind=FORM.upper()),
    ]


def _person(to: str) -> bytes:
    return b"".join(part(name, value) for name, value in (GOOD | {"email": to}).items())


def _multipart() -> list[Row]:
    to = "multipart@accepted.example.org"
    photo = part("photo", "x", "a.txt")
    return [
        Row("BI-37", "multipart", posting(_person(to) + END, kind=MULTIPART), Accepted(to)),
        body("BI-37", "1,001 fields", b"&".join([b"a=b"] * 1_001), 400),
        body("BI-37", "101 more fields", BODY + b"&a=b" * 101, 400),
        body("BI-37", "101 parts", WHOLE + part("a", "b") * 101 + END, 400, kind=MULTIPART),
        body("BI-37", "101 files", WHOLE + photo * 101 + END, 400, kind=MULTIPART),
        body("BI-37", "one file", WHOLE + photo + END, 400, kind=MULTIPART),
        body("BI-37", "a file named as a field", WHOLE + part("name", "x", "../../a") + END, 400, kind=MULTIPART),
        body("BI-37", "a file alone", photo + END, 400, kind=MULTIPART),
        body("BI-37", "no boundary", WHOLE + END, 400, kind="multipart/form-data"),
        body("BI-37", "empty boundary", WHOLE + END, 400, kind="multipart/form-data; boundary="),
        body("BI-37", "boundary of 300", WHOLE + END, 400, kind=f"multipart/form-data; boundary={'b' * 300}"),
        body("BI-37", "odd boundary", WHOLE + END, 400, 415, kind="multipart/form-data; boundary=\xe4"),
        body("BI-37", "other boundary", WHOLE + END, 400, 422, kind="multipart/form-data; boundary=other"),
        Row("BI-37", "cut in another head", posting(_person("cut@accepted.example.org") + b"--b\r\nContent-Disp",
            kind=MULTIPART), Accepted("cut@accepted.example.org")),
        body("BI-37", "cut in a field", part("name", "Anna") + part("email", "anna@example.org")[:-12], 422,
             kind=MULTIPART),
        body("BI-37", "head of 8 KB", b"--b\r\nContent-Disposition: form-data; name=" + b"n" * 8_000 + b"\r\n\r\nx\r\n"
             + END, 400, 422, kind=MULTIPART),
        body("BI-37", "base64 part", b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n"
             b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n" + END, 400, 422, kind=MULTIPART),
        body("BI-37", "part without a name", b"--b\r\n\r\nx\r\n" + END, 400, 422, kind=MULTIPART),
        body("BI-37", "raw ff in a part", (WHOLE + END).replace(b"Anna", b"\xff"), 400, kind=MULTIPART),
        body("BI-37", "name twice", WHOLE + part("name", "B") + END, 400, kind=MULTIPART),
    ]  # fmt: skip


def _sizes() -> list[Row]:
    most = 32 * 1024
    return [
        body("BI-38", "3 MB", b"a=" + b"b" * 3_000_000, 413),
        body("BI-38", "33 KB", b"a=" + b"b" * 33 * 1024, 413),
        body("BI-38", "one byte too many", b"a=" + b"b" * (most - 1), 413),
        body("BI-38", "40 KB of text", b"x" * 40_000, 413, kind="text/plain"),
        body("BI-38", "40 KB multipart", part("name", "x" * 40_000) + END, 413, kind=MULTIPART),
        body("BI-38", "again 33 KB", b"email=" + b"b" * 33 * 1024, 413, path=CHECK),
        empty("BI-38", "just as much as may be", b"a=" + b"b" * (most - 2)),
        *[Row("BI-38", f"length {length}", posting(BODY, length=length), Status((400, 413)))
          for length in ("-1", "x", "+5", "0x10", "1.5", "9" * 30, "1 2", "5, 5", "\xb2")],
        Row("BI-38", "10 GB announced", posting(b"a=b", length="10000000000"), Status((413,))),
        Row("BI-38", "cut off", posting(BODY, length=str(len(BODY) + 50)), Status((400, None)), says_no_more=True),
        Row("BI-38", "cut off before the body", posting(b"", length="100"), Status((400, None)), says_no_more=True),
    ]  # fmt: skip


def _separators() -> list[Row]:
    return [
        empty("BI-39", "semicolons", BODY.replace(b"&", b";").replace(b"name=", b"x=")),
        body("BI-39", "semicolons after a name", BODY.replace(b"&", b";"), 422),
        empty("BI-39", "empty body", b""),
        empty("BI-39", "empty body of no kind", b"", kind=""),
        empty("BI-39", "signs alone", b"&&&===&"),
        empty("BI-39", "names in brackets", BODY.replace(b"=", b"[]=")),
        empty("BI-39", "names in capitals", BODY.replace(b"name=", b"NAME=").replace(b"email=", b"EMAIL=").replace(
            b"country=", b"COUNTRY=").replace(b"consent=", b"CONSENT=")),
        good("WB-26", "what nobody asked for", "more@accepted.example.org",
             after=b"&state=confirmed&confirmed_at=2026-01-01&id=1&held_at=&petition_id=9"),
    ]  # fmt: skip
