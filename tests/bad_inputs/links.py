"""Rows about addresses of pages: languages, tokens, queries, headers; BI-34, BI-41, BI-43, BI-44, BI-47."""

from tests.bad_inputs.row import (
    CHECK,
    FORM,
    PETITION,
    Moved,
    Row,
    SameAs,
    Status,
    ignored,
    looking,
    moved,
    posting,
    request,
)

COUNT = "/api/v1/petitions/child-safety-on/count.json"
PAGES = ("confirm", "withdraw", "not-me", "yours")
ACTS = ("confirm", "withdraw", "not-me")
BAD_TOKENS = ["a", "A" * 38, "A" * 10_240, "%C3%A4", "%ff%fe", "%2e%2e", "%00", "<<confirm>>x", "<<confirm>>.",
              "<<confirm>>%2F", "<<confirm>>%00", "x<<confirm>>", "<<yours>>="]  # fmt: skip
QUERIES = ["utm_source=%3Cscript%3Ealert(1)%3C/script%3E", "email=a@b.c",
           "name=Anna&consent=on", "language=de", "next=//e.example", "%00", "%ff", "a" * 8_000,
           "&".join(f"k{number}=v" for number in range(1_000)), "email__startswith=a", "page=-1", "[",
           "utm_source='%22%3E%3Csvg%20onload=alert(1)%3E"]  # fmt: skip
# What Django cannot read is no wish at all; English stands first then.
WISHES = {"*": "en", "*;q=1e309": "en", "en;q=nan": "en", "de;q=1.0000000001": "en", "a" * 10_240: "en",
          "de," * 4_000: "de", "xx": "en", ";;;,,,": "en", "de-AT-1996-x-y": "de", "\xff\xfe": "en", "de;q=-1": "en",
          "en;q=0": "en", "el;q=0.1, xx, *;q=0": "el"}  # fmt: skip


def rows() -> list[Row]:
    return [*_languages(), *_tokens(), *_queries(), *_headers()]


def _languages() -> list[Row]:
    nowhere = ["/xx/", "/de-AT/", "/ja/", "/ja/petition/", "/en%00/", "/en/petition%00/", "/%00", "/en/" + "a/" * 200,
               "/en/" + "a" * 10_000, "/%ff/", "/en/%0d%0aSet-Cookie:a=b/", "/en/..%2f..%2fetc/passwd", 
               "/en%20/", "/eng/", "/e/", "//evil.example/", "/%5cevil.example/", "/en//petition/", "/.env",
               "/static/..%2fcampaign/settings.py", "/static/%2e%2e/manage.py", "/staff%00/", "/EN%00/",
               "/api/v1/petitions/../count.json", "/api/v1/petitions/other/count.json",
               "/api/v1/petitions/%00/count.json", "/api/v1/petitions/child-safety-on%00/count.json",
               "/api/v1/petitions/" + "a" * 5_000 + "/count.json", "/mailbox/"]  # fmt: skip
    return [
        *[looking("BI-34" if "%00" in path and "petition" in path else "BI-41", path, 404) for path in nowhere],
        looking("BI-41", "/statusz", 401),
        Row("BI-41", "GET /en%2f", request("GET", "/en%2f"), SameAs("/en/")),
        moved("BI-41", "/DE/", 301, "/de/"),
        moved("BI-41", "/De/petition/", 301, "/de/petition/"),
        moved("BI-41", "/EL/petition/confirm/x/", 301, "/el/petition/confirm/x/"),
        moved("BI-41", "/en", 301, "/en/"),
        moved("BI-41", "/DE", 301, "/de"),
        looking("BI-41", "/xx/petition/", 404, method="POST"),
        looking("BI-41", "/de-AT/petition/", 404, method="POST"),
        looking("BI-41", "/api/v1/petitions/other/count.json", 403, 404, 405, method="POST"),
        looking("BI-41", COUNT, 403, 405, method="POST"),
        looking("BI-41", "/", 403, 405, method="POST"),
    ]


def _tokens() -> list[Row]:
    return [
        *[looking("BI-43", f"/en/petition/{page}/{token}/", 404) for page in PAGES for token in BAD_TOKENS],
        *[looking("BI-43", f"/en/petition/{page}//", 404) for page in PAGES],
        *[looking("BI-43", f"/en/petition/{page}/<<gone_{page.replace('-', '_')}>>/", 404) for page in PAGES],
        *[_press("BI-43", page, f"<<gone_{page.replace('-', '_')}>>", 404) for page in ACTS],
        *[_press("BI-43", page, token, 404) for page in ACTS for token in ("a", "%ff", "<<yours>>", "A" * 10_240)],
        looking("EM-06", "/en/petition/confirm/<<old_confirm>>/", 410),
        looking("EM-06", "/en/petition/not-me/<<old_not_me>>/", 410),
        _press("EM-06", "confirm", "<<old_confirm>>", 410),
        _press("EM-06", "not-me", "<<old_not_me>>", 410),
        *[looking("EM-07", f"/en/petition/{page}/<<{other.replace('-', '_')}>>/", 404)
          for page in PAGES for other in PAGES if page != other],
        looking("EM-08", "/en/petition/confirm/<<confirm>>", 301),
        looking("EM-08", "/en/petition/confirm/<<confirm>>/x.css", 404),
        looking("EM-08", "/en/petition/confirm/<<confirm>>;x.css/", 404),
        looking("BI-43", "/en/petition/confirm/%2e%2e/%2e%2e/", 404),
        looking("BI-43", "/en/petition/confirm/../", 404),
    ]  # fmt: skip


def _press(bi: str, page: str, token: str, *statuses: int) -> Row:
    raw = posting(b"", path=f"/en/petition/{page}/{token}/")
    return Row(bi, f"POST {page} {token}", raw, Status(statuses))


def _queries() -> list[Row]:
    return [
        *[ignored("BI-47", path, query) for query in QUERIES for path in (PETITION, CHECK)],
        ignored("BI-47", "/en/", QUERIES[0]),
        ignored("BI-47", COUNT, "callback=alert"),
        ignored("BI-34", PETITION, "name=%00"),
    ]


def _headers() -> list[Row]:
    huge = "a=" + "b" * 65_536
    names = ("Referer", "Cookie", "User-Agent", "If-None-Match", "Range", "X-Forwarded-Host", "Accept-Language")
    return [
        *[Row("BI-44", f"wish {wish[:20]}", request("GET", "/", headers=f"Accept-Language: {wish}\r\n"),
              Moved(302, f"/{found}/")) for wish, found in WISHES.items()],
        *[ignored("BI-44", PETITION, headers=f"{name}: {huge}\r\n") for name in names],
        ignored("BI-44", PETITION, headers="Referer: \xff\xfe\r\n"),
        ignored("BI-44", PETITION, headers="Cookie: django_language=de; sessionid=x; =; ;;\r\n"),
        ignored("BI-44", PETITION, headers="If-Modified-Since: never\r\nIf-None-Match: \"\r\n"),
        ignored("BI-44", PETITION, headers="X-Forwarded-For: evil, <<ip>>\r\n"),
        ignored("BI-44", PETITION, headers="X-HTTP-Method-Override: DELETE\r\nX-Original-URL: /staff/\r\n"),
        looking("BI-44", PETITION, 431, headers=f"X-A: {'b' * 2_000_000}\r\n"),
        looking("BI-44", PETITION, 431, headers="".join(f"X-{number}: a\r\n" for number in range(200))),
        _foreign("BI-44", "Origin 64 KB", f"Origin: http://{'a' * 65_536}\r\n"),
        _foreign("BI-44", "Origin twice", "Origin: http://<<host>>\r\nOrigin: http://evil.example\r\n"),
        _foreign("BI-44", "Sec-Fetch-Site twice", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"),
        _foreign("BI-44", "Origin in bytes", "Origin: \xff\r\n"),
        _foreign("BI-44", "neither", ""),
    ]  # fmt: skip


def _foreign(bi: str, about: str, headers: str) -> Row:
    kind = f"Content-Type: {FORM}\r\n"
    return Row(bi, about, request("POST", PETITION, headers=headers + kind, body=b"name=Anna"), Status((403,)))
