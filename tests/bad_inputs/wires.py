"""Rows about the protocol itself: BI-45, BI-46; bytes that no library sends."""

from tests.bad_inputs.row import FORM, GOOD, PETITION, Accepted, Moved, Row, SameAs, Status, encoded, posting, request

BODY = encoded(GOOD)
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
HOSTS = ["evil", "evil.example", "127.0.0.1:80:80", "127.0.0.1@evil.example", "a b", "[::1", "", "127.0.0.1/evil",
         "127.0.0.1,evil", "*", "evil#127.0.0.1", "127.0.0.1:port", "\xff", "localhost", "0x7f.1",
         "127.0.0.1.evil.example", "127.0.0.1?x", "a" * 10_000]  # fmt: skip
LINE_BREAK = "\r\n"


def raw(bi: str, about: str, sent: bytes, *statuses: int | None, **how) -> Row:
    return Row(bi, about, sent, Status(statuses), **how)


def bare(line: str, headers: str = "Host: <<host>>\r\nConnection: close\r\n") -> bytes:
    return f"{line}\r\n{headers}\r\n".encode("latin-1")


def rows() -> list[Row]:
    return [*_hosts(), *_targets(), *_lengths(), *_versions(), *_methods(), *_headers()]


def _hosts() -> list[Row]:
    twice = "Host: <<host>>\r\nHost: {}\r\nConnection: close\r\n"
    return [
        *[raw("BI-45", f"host {host}", request("GET", PETITION, host=host), 400) for host in HOSTS],
        raw("BI-45", "POST to evil", posting(BODY).replace(b"Host: <<host>>", b"Host: evil"), 400),
        raw("BI-45", "count of evil", request("GET", "/api/v1/petitions/child-safety-on/count.json", host="evil"), 400),
        raw("BI-45", "staff of evil", request("GET", "/staff/login/", host="evil"), 400),
        raw("BI-45", "root of evil", request("GET", "/", host="evil"), 400),
        raw("BI-45", "own host twice", bare(f"GET {PETITION} HTTP/1.1", twice.format("<<host>>")), 400),
        raw("BI-45", "own, then evil", bare(f"GET {PETITION} HTTP/1.1", twice.format("evil")), 400),
        raw("BI-45", "evil, then own", bare(f"GET {PETITION} HTTP/1.1", "Host: evil\r\nHost: <<host>>\r\n"), 400),
        raw("BI-45", "no host", bare(f"GET {PETITION} HTTP/1.1", "Connection: close\r\n"), 400),
        raw("BI-45", "space before the colon", bare(f"GET {PETITION} HTTP/1.1", "Host : <<host>>\r\n"), 400),
    ]


def _targets() -> list[Row]:
    def asked(target: str, host: str = "<<host>>") -> bytes:
        return bare(f"GET {target} HTTP/1.1", f"Host: {host}\r\nConnection: close\r\n")

    return [
        Row("BI-45", "absolute form", asked(f"http://<<host>>{PETITION}"), SameAs(PETITION)),
        Row("BI-45", "absolute form of evil", asked(f"http://evil.example{PETITION}"), SameAs(PETITION)),
        raw("BI-45", "absolute form, host evil", asked(f"http://<<host>>{PETITION}", "evil"), 400),
        Row("BI-45", "absolute form moved", asked("http://evil.example/EN/"), Moved(301, "/en/")),
        Row("BI-45", "absolute form of nothing", asked("http://evil.example/"), Moved(302, "/en/")),
        raw("BI-45", "no slash", asked("en/petition/"), 400),
        raw("BI-45", "backslashes", asked("\\en\\petition\\"), 400),
        raw("BI-45", "star", asked("*"), 400, 404),
        raw("BI-46", "blank in it", asked("/en/ petition/"), 400),
        raw("BI-34", "raw NUL in it", asked("/en/\x00/"), 400),
        raw("BI-46", "raw control in it", asked("/en/\x01/"), 400),
        raw("BI-46", "raw byte in it", asked("/en/\xff/"), 400, 404),
        raw("BI-46", "broken percent", asked("/en/%zz/"), 404),
        raw("BI-46", "64 KB", asked("/en/" + "a" * 65_000), 404, 414),
        raw("BI-46", "70 KB", asked("/en/" + "a" * 70_000), 414),
    ]


def _lengths() -> list[Row]:
    chunked = "Transfer-Encoding: chunked\r\n"

    def posted(body: bytes, headers: str, length: str | None = "") -> bytes:
        return posting(body, headers=headers, length=length)

    return [
        raw("BI-46", "TE and CL", posted(CHUNKED, chunked, str(len(CHUNKED))), 400),
        raw("BI-46", "TE and CL of the form", posted(BODY, chunked, str(len(BODY))), 400),
        raw("BI-46", "TE and CL 4", posted(CHUNKED, chunked, "4"), 400),
        raw("BI-46", "CL 0 and TE", posted(CHUNKED, chunked, "0"), 400),
        raw("BI-46", "smuggled request", posted(b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: <<host>>\r\n\r\n",
            chunked, "4"), 400),
        raw("BI-46", "chunked alone", posted(CHUNKED, chunked), 400),
        raw("BI-46", "chunk of no size", posted(b"zz\r\nabc\r\n0\r\n\r\n", chunked), 400),
        raw("BI-46", "chunk of size -1", posted(b"-1\r\nabc\r\n0\r\n\r\n", chunked), 400),
        raw("BI-46", "chunk beyond 64 bits", posted(b"f" * 18 + b"\r\nabc\r\n0\r\n\r\n", chunked), 400),
        raw("BI-46", "chunk cut off", posted(b"10\r\nabc", chunked), 400, None, says_no_more=True),
        raw("BI-46", "chunks of 100 KB", posted((b"c350\r\n" + b"a" * 50_000 + b"\r\n") * 2 + b"0\r\n\r\n", chunked),
            400, 413),
        raw("BI-46", "TE identity", posted(BODY, "Transfer-Encoding: identity\r\n", None), 400),
        raw("BI-46", "TE xchunked", posted(CHUNKED, "Transfer-Encoding: xchunked\r\n"), 400),
        raw("BI-46", "TE gzip, chunked", posted(CHUNKED, "Transfer-Encoding: gzip, chunked\r\n"), 400),
        raw("BI-46", "TE twice", posted(CHUNKED, chunked * 2), 400),
        raw("BI-46", "TE after a tab", posted(CHUNKED, "Transfer-Encoding:\tchunked\r\n"), 400),
        raw("BI-46", "two lengths", posted(BODY, "Content-Length: 5\r\n", None), 400),
        raw("BI-46", "chunked GET", request("GET", PETITION, headers=chunked) + b"0\r\n\r\n", 400),
        Row("BI-46", "GET with a body", request("GET", PETITION, body=b"name=Anna"), SameAs(PETITION)),
    ]  # fmt: skip


def _versions() -> list[Row]:
    old = "Host: <<host>>\r\n"
    person = encoded(GOOD | {"email": "old@accepted.example.org"})
    old_post = (
        f"POST {PETITION} HTTP/1.0\r\nHost: <<host>>\r\nOrigin: http://<<host>>\r\nX-Forwarded-For: <<ip>>\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(person)}\r\n\r\n"
    )
    expecting = encoded(GOOD | {"email": "expecting@accepted.example.org"})
    return [
        Row("BI-46", "GET as HTTP/1.0", bare(f"GET {PETITION} HTTP/1.0", old), SameAs(PETITION)),
        Row("BI-46", "POST as HTTP/1.0", old_post.encode() + person, Accepted("old@accepted.example.org")),
        raw("BI-46", "HTTP/1.0 without a host", bare(f"GET {PETITION} HTTP/1.0", ""), 400),
        raw("BI-46", "HTTP/0.9", f"GET {PETITION}\r\n\r\n".encode(), 400),
        raw("BI-46", "HTTP/2.0 in words", bare(f"GET {PETITION} HTTP/2.0", old), 400),
        raw("BI-46", "HTTP/1.2", bare(f"GET {PETITION} HTTP/1.2", old), 400),
        raw("BI-46", "HTTP/9999", bare(f"GET {PETITION} HTTP/9999", old), 400),
        raw("BI-46", "a TLS greeting", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10 + b"\r\n\r\n", 400, None),
        Row("BI-46", "expect 100-continue", posting(expecting, headers="Expect: 100-continue\r\n"),
            Accepted("expecting@accepted.example.org")),
        raw("BI-46", "expect, then nothing", posting(b"", headers="Expect: 100-continue\r\n", length="5000000"), 413),
        Row("BI-46", "upgrade to a web socket", request("GET", PETITION, headers="Connection: Upgrade\r\nUpgrade: "
            "websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n"), SameAs(PETITION)),
        Row("BI-46", "upgrade to h2c", request("GET", PETITION, headers="Connection: Upgrade, HTTP2-Settings\r\n"
            "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"), SameAs(PETITION)),
        Row("BI-46", "three in one", bare("GET /healthz HTTP/1.1", old) * 2 + request("GET", PETITION),
            SameAs(PETITION), answers=3),
        Row("BI-46", "a form behind a visit", bare("GET /healthz HTTP/1.1", old) + posting(encoded(GOOD | {"email":
            "second@accepted.example.org"})), Accepted("second@accepted.example.org"), answers=2),
    ]  # fmt: skip


def _methods() -> list[Row]:
    names = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "MKCOL", "QUERY", "GARBAGE", "A" * 1_000)
    return [
        *[raw("WB-23", f"method {name}", request(name, PETITION, body=BODY), 405) for name in names],
        raw("WB-23", "CONNECT", bare("CONNECT evil.example:443 HTTP/1.1", "Host: evil.example:443\r\n"), 400, 405),
        raw("WB-23", "no method", bare(f" {PETITION} HTTP/1.1"), 400),
        raw("WB-23", "method of bytes", bare(f"\xff\xfe {PETITION} HTTP/1.1"), 400),
    ]


def _headers() -> list[Row]:
    def with_header(line: str) -> bytes:
        return request("GET", PETITION, headers=line)

    return [
        raw("BI-46", "NUL in a header", with_header("X-A: a\x00b\r\n"), 400),
        raw("BI-46", "control in a header", with_header("X-A: a\x01b\r\n"), 400),
        raw("BI-46", "folded header", with_header("X-A: a\r\n b\r\n"), 400),
        raw("BI-46", "no colon", with_header("abc\r\n"), 400),
        raw("BI-46", "no name", with_header(": abc\r\n"), 400),
        raw("BI-46", "length with an underscore", posting(BODY, length="").replace(b"Origin", b"Content_Length: 9\r\n"
            b"Origin"), 422),
        Row("BI-46", "bare line feeds", with_header("X-A: a\r\n").replace(b"\r\n", b"\n"), SameAs(PETITION)),
    ]  # fmt: skip
