"""Rows about name, country, consent, news, wordings and the trap: BI-23 to BI-34, BI-40, BI-42."""

from tests.bad_inputs.row import GOOD, Row, accepted_name, body, encoded, refused

BAD_NAMES = [
    ("BI-23", "Bob\r\nBcc: x@y.z", "signs"),
    ("BI-23", "Bob\nBcc: x@y.z", "signs"),
    ("BI-23", "Bob\r", "signs"),
    ("BI-23", "Bob\r\n\r\n<p>body</p>", "signs"),
    ("BI-24", "Bob\tSmith", "signs"),
    ("BI-24", "Bob\x07", "signs"),
    ("BI-24", "\x1b[31mBob", "signs"),
    ("BI-24", "Bob\u2028Smith", "signs"),
    ("BI-24", "Bob\u2029", "signs"),
    ("BI-24", "Bob\x85", "signs"),
    ("BI-25", "\u202eevil", "signs"),
    ("BI-25", "Anna\u2066", "signs"),
    ("BI-25", "\ufeffAnna", "signs"),
    ("BI-25", "Anna\U000e0041", "signs"),
    ("BI-25", "An\u00adna", "signs"),
    ("BI-25", "Anna\ue000", "signs"),
    ("BI-25", "Anna\u0378", "signs"),
    ("BI-25", "\u200dAnna", "signs"),
    ("BI-26", "\u200b\u200b", "signs"),
    ("BI-26", "123", "signs"),
    ("BI-26", "...", "signs"),
    ("BI-26", "\U0001f642", "signs"),
    ("BI-27", "", "empty"),
    ("BI-27", "   ", "empty"),
    ("BI-27", "\u00a0\u00a0", "empty"),
    ("BI-28", "http://evil.example", "url"),
    ("BI-28", "see HTTPS://evil.example", "url"),
    ("BI-28", "evil.example/x", "url"),
    ("BI-28", "WWW.evil.example", "url"),
    ("BI-28", "javascript://x", "url"),
    ("BI-30", "+1", "signs"),
    ("BI-30", "-1", "signs"),
    ("BI-31", "a" + "\u0336" * 70, "signs"),
    ("BI-31", "a" + "\u0336" * 5, "signs"),
    ("BI-31", "a" * 101, "long"),
    ("BI-31", "a" * 20_000, "long"),
    ("BI-31", "\u00e4" * 5_001, "long"),
    ("BI-33", "Anna\ufffd", "signs"),
    ("BI-34", "Anna\x00", "signs"),
    ("BI-34", "\x00", "signs"),
]
RIGHT_NAMES = [
    ("BI-27", "\u00a0Anna\u00a0", "Anna"),
    ("BI-28", "Dr.Müller", ""),
    ("BI-28", "J.R.R. Tolkien", ""),
    ("BI-29", "<a href=x>x</a>", ""),
    ("BI-29", "<script>alert(1)</script>", ""),
    ("BI-29", "{{7*7}}{%debug%}", ""),
    ("BI-29", "{% load static %}${7*7}#{7*7}", ""),
    ("BI-29", "Robert'); DROP TABLE petitions_signature;--", ""),
    ("BI-29", "%s %(name)s %d {0} {name}", ""),
    ("BI-30", "=HYPERLINK(1)", ""),
    ("BI-30", "@x", ""),
    ("BI-30", "\uff1dx", ""),
    ("BI-31", "a" * 100, ""),
    ("BI-31", "a\u0336\u0337\u0338\u0335", ""),
    ("BI-25", "می\u200cخواهم", ""),
]
COUNTRIES = ["XX", "de", "DEU", " DE", "DE ", "\U0001f1e9\U0001f1ea", "EL", "UK", "EU", "Germany", "D\x00", "ＤＥ",
             "1 OR 1=1", "D" * 20_000, '"><script>alert(1)</script>', "DE\r\nX: y", "None"]  # fmt: skip
NO_CONSENT = ["off", "0", "1", "true", "ON", " on", "yes", "", None, "on\x00"]
WORDINGS = ["1 OR 1=1", "1", "1-2", "1-2-3-4", "-1-2-3", "1-2-3 ", "٣-2-3", "1-2-", "\x00", "1234567890-1-1",
            "9" * 20_000, "999999999-999999998-999999997", "0-0-0", '"><script>alert(1)</script>']  # fmt: skip
TRAPS = ["12:00", " ", "0", "\x00", "<b>noon</b>"]


def rows() -> list[Row]:
    return [
        *[refused(bi, "name", value, f"name.{error}") for bi, value, error in BAD_NAMES],
        *[accepted_name(bi, typed, kept) for bi, typed, kept in RIGHT_NAMES],
        refused("BI-27", "name", None, "name.empty"),
        *[refused("BI-40", "country", value, "country.unknown") for value in COUNTRIES],
        refused("BI-40", "country", "", "country.empty"),
        refused("BI-40", "country", None, "country.empty"),
        *[refused("BI-42", "consent", value, "consent.empty") for value in NO_CONSENT],
        refused("BI-42", "consent", None, "consent.empty", news="on"),
        refused("BI-42", "consent", None, "consent.empty", news="off"),
        *[refused("BI-42", "shown", value, "shown.unknown") for value in WORDINGS],
        *[refused("AB-01", "contact_time", value, "contact_time.filled") for value in TRAPS],
        *[body("BI-42" if name in ("consent", "shown") else "BI-22", f"{name} twice",
               encoded(GOOD | {name: "on"}) + f"&{name}=on".encode(), 400)
          for name in ("name", "country", "consent", "news", "shown", "contact_time")],
    ]  # fmt: skip
