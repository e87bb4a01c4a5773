"""Rows about the staff export, asked by somebody who may: BI-50."""

from urllib.parse import quote

from tests.bad_inputs.row import FORM, Row, Status, request

PARAMETERS = [
    *[f"since={quote(day)}" for day in (
        "0000-00-00", "2026-13-01", "2026-02-30", "9999999-01-01", "99999-12-31", "-1-01-01", "2026-11-25T00:00:00",
        "2026-11-25T00:00:00+99:99", "25.11.2026", "yesterday", "now()", "1 OR 1=1", "\x00", "٢٠٢٦-١١-٢٥", "1e9",
        "2026-11-25' --", "<script>alert(1)</script>", "2" * 10_000, "2026-11-25\r\nX: y", "2026-W48-3",
        "\ud7ff2026-11-25")],
    *[f"until={quote(day)}" for day in ("0000-00-00", "9999999-12-31", "2026-11-31", "\x00", "+2026-11-25")],
    "since=2026-12-01&until=2026-11-01",
    "since=9999-12-31&until=0001-01-01",
    *[f"format={quote(kind)}" for kind in ("", "exe", "CSV", "csv\x00", "../csv", "html", "1e309")],
    *[f"country={quote(code)}" for code in ("XX", "de", "DE\x00", "DE'--", "D" * 5_000)],
    *[f"language={quote(code)}" for code in ("xx", "DE", "de-AT", "\x00", "en;q=1")],
    *[f"petition={quote(slug)}" for slug in ("other", "child-safety-on\x00", "1", "../x", "' OR 1=1 --", "a" * 5_000)],
    "since=%ff",
    "petition=%ff",
]  # fmt: skip
RIGHT = ["", "since=0001-01-01", "until=9999-12-31", "since=2026-11-25&until=2026-11-25", "page=-1&q=%00", "since="]


def rows() -> list[Row]:
    return [
        *[_asked(query, 400) for query in PARAMETERS],
        *[_asked(query, 200) for query in RIGHT],
        *[_posted(query, 400) for query in PARAMETERS[::4]],
        *[_posted(f"format={kind}&since=0001-01-01&until=9999-12-31", 200) for kind in ("csv", "json", "xlsx")],
        _posted("", 400),
        _posted("format=csv" + "&format=exe" * 50, 400),
        Row("BI-50", "without a login", request("GET", "/staff/export/?since=0000-00-00"), Status((302,))),
        Row("BI-50", "without the secret", _post("format=csv", "Cookie: <<cookies>>\r\n"), Status((403,))),
        Row("BI-50", "a session of bytes", request("GET", "/staff/export/", headers="Cookie: staff=%00\xff\r\n"),
            Status((302,))),
        Row("BI-50", "a session of 64 KB", request("GET", "/staff/export/", headers=f"Cookie: staff={'a' * 65_536}"
            "\r\n"), Status((302,))),
        *[Row("BI-50", f"first page {query}", request("GET", f"/staff/?{query}", headers="Cookie: <<cookies>>\r\n"),
              Status(statuses))
          for query, statuses in (("petition=%00", (404,)), ("petition=other", (404,)), ("by=%ff&sort=%00", (200,)),
                                  ("petition=" + "a" * 5_000, (404,)))],
    ]  # fmt: skip


def _asked(query: str, *statuses: int) -> Row:
    raw = request("GET", f"/staff/export/?{query}", headers="Cookie: <<cookies>>\r\n")
    return Row("BI-50", f"GET {query}", raw, Status(statuses))


def _posted(body: str, *statuses: int) -> Row:
    headers = "Cookie: <<cookies>>\r\nX-CSRFToken: <<secret>>\r\n"
    return Row("BI-50", f"POST {body}", _post(body, headers), Status(statuses))


def _post(body: str, headers: str) -> bytes:
    own = f"Origin: http://<<host>>\r\nContent-Type: {FORM}\r\n"
    return request("POST", "/staff/export/", headers=own + headers, body=body.encode())
