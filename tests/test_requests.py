"""What a machine or a broken browser may send: every odd request gets its status and a page, never an error of ours."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from campaign.languages import NATIVE
from petitions.models import Letter, Signature
from tests.crawl import FORM, GOOD, browser, post, public_pages, token_pages

MULTIPART = "multipart/form-data; boundary=b"
BODY = "name=Anna+Example&email=anna%40example.org&country=DE&consent=on"
PETITION, COUNT = "/en/petition/", "/api/v1/petitions/child-safety-on/count.json"
FORMS = (PETITION, "/en/petition/check-your-email/", "/en/petition/yours/", "/en/stay-informed/")


def sent(body: str | bytes, kind: str = FORM, **headers) -> int:
    """The status of a POST to the petition; whatever it is, nothing may be saved unless it is 303."""
    status = post(PETITION, body, kind=kind, **headers).status_code
    saved = Signature.objects.count(), Letter.objects.count()
    assert saved == ((1, 1) if status == 303 else (0, 0))
    return status


def part(name: str, value: str, filename: str = "") -> str:
    extra = f'; filename="{filename}"' if filename else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{value}\r\n'


WHOLE = "".join(part(name, value) for name, value in GOOD.items())
WITH_NUL = [BODY.replace(value, f"{value}%00") for value in ("Example", "org", "DE", "consent=on")] + [
    f"{BODY}&{name}=%00" for name in ("shown", "contact_time")
]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        pytest.param(BODY, FORM, 303, id="good"),
        pytest.param(BODY, f"{FORM}; charset=UTF-8", 303, id="good"),
        pytest.param(f"{WHOLE}--b--\r\n", MULTIPART, 303, id="good"),
        pytest.param(BODY.replace("Anna", "%ff"), FORM, 422, id="BI-33"),
        pytest.param(BODY.replace("Anna", "%ED%A0%80"), FORM, 422, id="BI-33"),
        pytest.param(BODY.replace("Anna", "%C0%AE"), FORM, 422, id="BI-33"),
        pytest.param(BODY.replace("anna", "%ff"), FORM, 422, id="BI-33"),
        pytest.param(BODY.encode().replace(b"Anna", b"\xff\xfe"), FORM, 400, id="BI-33"),
        pytest.param(BODY.encode().replace(b"Anna", "Ännchen".encode()), FORM, 303, id="BI-33"),
        pytest.param(f"{WHOLE}--b--\r\n".encode().replace(b"Anna", b"\xff"), MULTIPART, 400, id="BI-33"),
        pytest.param(BODY, f"{FORM}; charset=utf-7", 400, id="BI-35"),
        pytest.param(BODY, f"{FORM}; charset=utf-16", 400, id="BI-35"),
        pytest.param(BODY, f"{FORM}; charset=latin-1", 400, id="BI-35"),
        pytest.param(BODY, f"{FORM}; charset=bogus", 400, id="BI-36"),
        pytest.param(BODY, f"{FORM}; charset=\xe4", 400, id="BI-36"),
        pytest.param(f"{WHOLE}--b--\r\n", f"{MULTIPART}; charset=utf-16", 400, id="BI-36"),
        pytest.param(BODY, "", 415, id="BI-36"),
        pytest.param(BODY, "text/plain", 415, id="BI-36"),
        pytest.param('{"name": "Anna"}', "application/json", 415, id="BI-36"),
        pytest.param("<a/>", "application/xml", 415, id="BI-36"),
        pytest.param(BODY, "application/x-www-form-urlencodedx", 415, id="BI-36"),
        pytest.param(BODY, "\x00", 415, id="BI-36"),
        pytest.param("&".join("a=b" for _ in range(1001)), FORM, 400, id="BI-37"),
        pytest.param(f"{BODY}&" + "&".join("a=b" for _ in range(101)), FORM, 400, id="BI-37"),
        pytest.param(WHOLE + 101 * part("photo", "x", "a.txt") + "--b--\r\n", MULTIPART, 400, id="BI-37"),
        pytest.param(WHOLE + part("photo", "x", "a.txt") + "--b--\r\n", MULTIPART, 400, id="BI-37"),
        pytest.param(WHOLE, "multipart/form-data", 400, id="BI-37"),
        pytest.param(WHOLE, "multipart/form-data; boundary=", 400, id="BI-37"),
        pytest.param(WHOLE, f"multipart/form-data; boundary={'b' * 300}", 400, id="BI-37"),
        pytest.param(WHOLE, "multipart/form-data; boundary=\xe4", 400, id="BI-37"),
        pytest.param(WHOLE, "multipart/form-data; boundary=other", 422, id="BI-37"),
        pytest.param("a=" + "b" * 3_000_000, FORM, 413, id="BI-38"),
        pytest.param("a=" + "b" * (32 * 1024 - 1), FORM, 413, id="BI-38"),
        pytest.param("a=" + "b" * (32 * 1024 - 2), FORM, 422, id="BI-38"),
        pytest.param("x" * 40_000, "text/plain", 413, id="BI-38"),
        pytest.param(BODY.replace("&", ";"), FORM, 422, id="BI-39"),
        pytest.param("", FORM, 422, id="BI-39"),
        pytest.param("", "", 422, id="BI-39"),
        pytest.param("&&&===&", FORM, 422, id="BI-39"),
        pytest.param(f"{BODY}&email=b%40example.org", FORM, 400, id="BI-22"),
        pytest.param(f"{BODY}&consent=on", FORM, 400, id="BI-42"),
        *[pytest.param(body, FORM, 422, id="BI-34") for body in WITH_NUL],
        pytest.param(f"{BODY}&%00=%00&news=%00", FORM, 303, id="BI-34"),
    ],
)
def test_every_body_gets_its_status(petition, body, kind, status):
    assert sent(body, kind) == status


@pytest.mark.parametrize("length", ["-1", "x", "1.5", "99999999999999999999", "0x10", "1 2"])
def test_a_length_that_is_none_is_a_bad_request(petition, length):
    response = browser().post(PETITION, GOOD, headers={"origin": settings.SITE_ORIGIN}, CONTENT_LENGTH=length)
    assert response.status_code in (400, 413)


@pytest.mark.django_db
@given(st.binary(max_size=300), st.sampled_from([FORM, MULTIPART, "text/plain", "", "multipart/form-data"]))
def test_any_bytes_at_all_are_answered_without_an_error_of_ours(body, kind):
    foreign = {"origin": "https://evil.example"}  # refused before any row is read: there is none here
    assert post(PETITION, body, kind=kind, **foreign).status_code in (400, 403, 415)


# --- methods --------------------------------------------------------------------------------------------------------


METHODS = ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT", "MKCOL", "QUERY", "GARBAGE", "\x00"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/", "/en/", PETITION, "/en/petition/confirm/x/", "/healthz", "/nowhere/", "/staff/"])
def test_a_method_that_nobody_needs_is_not_allowed_WB_23(petition, method, path):
    response = browser().generic(method, path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_a_page_that_only_shows_takes_no_post(petition):
    pages = [page for page in public_pages() if page not in FORMS]
    answers = [post(page, GOOD) for page in pages]
    said = [(answer.status_code, answer.get("Allow"), answer.content.count(b"<h1>")) for answer in answers]
    assert said == [(405, "GET, HEAD", 1)] * len(pages)


def test_head_works_wherever_get_does(petition, confirmed):
    pages = ["/", "/healthz", "/readyz", COUNT, *public_pages(), *token_pages(confirmed())]
    shown = [(page, browser().get(page).status_code) for page in pages]
    assert shown == [(page, browser().head(page).status_code) for page in pages]
    assert [page for page, status in shown if status not in (200, 302)] == []
    assert b"".join(browser().head(page).content for page in pages) == b""


# --- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        pytest.param("/xx/", 404, "", id="BI-41"),
        pytest.param("/de-AT/", 404, "", id="BI-41"),
        pytest.param("/ja/", 404, "", id="BI-41"),
        pytest.param("/DE/", 301, "/de/", id="BI-41"),
        pytest.param("/De/petition/", 301, "/de/petition/", id="BI-41"),
        pytest.param("/DE", 301, "/de", id="BI-41"),
        pytest.param("/en", 301, "/en/", id="BI-41"),
        pytest.param("/en%00/", 404, "", id="BI-41"),
        pytest.param("/en/petition%00/", 404, "", id="BI-34"),
        pytest.param("/%00", 404, "", id="BI-34"),
        pytest.param("/en/" + "a/" * 200, 404, "", id="BI-41"),
        pytest.param("/en/" + "a" * 10_000, 404, "", id="BI-41"),
        pytest.param("/en/petition/confirm//", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/a/", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/" + "A" * 10_240 + "/", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/ä/", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/%ff%fe/", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/../", 404, "", id="BI-43"),
        pytest.param("/en/petition/confirm/..%2f..%2f/", 404, "", id="BI-43"),
        pytest.param("/en/petition/withdraw/a/", 404, "", id="BI-43"),
        pytest.param("/en/petition/not-me/a/", 404, "", id="BI-43"),
        pytest.param("/en/petition/yours/a/", 404, "", id="BI-43"),
        pytest.param("/api/v1/petitions/../count.json", 404, "", id="BI-41"),
        pytest.param("/api/v1/petitions/other/count.json", 404, "", id="BI-41"),
        pytest.param("/.env", 404, "", id="BI-41"),
        pytest.param("/static/../campaign/settings.py", 404, "", id="BI-41"),
        pytest.param("/static/%2e%2e/manage.py", 404, "", id="BI-41"),
        pytest.param("/%ff/", 404, "", id="BI-41"),
        pytest.param("/en/%0d%0aSet-Cookie:a=b/", 404, "", id="BI-41"),
    ],
)
def test_every_address_leads_somewhere_or_nowhere_but_never_astray(petition, path, status, location):
    response = browser().get(path)
    assert (response.status_code, response.get("Location", "")) == (status, location)
    assert post(path).status_code in (403, 404, 405, 301, 303) or status == 301


PAYLOADS = [
    "//evil.example", "/\\evil.example", "///evil.example", "https:evil.example", "https://evil.example",
    "%0d%0aLocation:%20//e", "javascript:alert(1)", "\t//evil.example", "/%09/evil.example", "%5c%5cevil.example",
    "//evil.example/%2e%2e", "?next=//e",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("start", ["/", "/DE/", "/en", "/DE", "/en/petition"])
def test_no_redirect_leaves_the_site_WB_09(db, start, payload):
    for path in (f"{start}{payload}", f"{start}?next={payload}", f"{start}?url={payload}&language={payload}"):
        location = browser().get(path).get("Location", "/")
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\", "/\t"))
        assert not set("\r\n\t") & set(location)


@pytest.mark.parametrize("suffix", ["x.css", "x.js", "a.png", ";x.css", "%3bx.css", "%2fx.css", "../x.css"])
def test_a_personal_page_under_a_false_name_is_nothing_and_is_not_kept_WB_08(sign, suffix):
    for page in token_pages(sign()):
        response = browser().get(page + suffix)
        assert (response.status_code, response["Cache-Control"]) == (404, "no-store")


def test_a_link_of_a_deleted_row_is_unknown_BI_43(sign):
    row = sign()
    pages = [page for page in token_pages(row) if "/petition/" in page]
    row.letters.all().delete()
    row.delete()
    assert [browser().get(page).status_code for page in pages] == [404] * len(pages)
    assert [post(page).status_code for page in pages if "/yours/" not in page] == [404] * (len(pages) - 1)


# --- headers of the request -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wish",
    ["*", "*;q=1e309", "en;q=nan", "de;q=1.0000000001", "a" * 10_240, "de," * 4_000, "\x00", "de\r\nX: y", "xx", "",
     ";;;,,,", "en-GB-oed", "x-private", "de-AT-1996-x-y"],
)  # fmt: skip
def test_an_odd_wish_for_a_language_still_finds_a_page_BI_44(wish):
    location = browser().get("/", headers={"accept-language": wish})["Location"]
    assert location in {f"/{code}/" for code in NATIVE} & {f"/{code}/" for code in settings.LIVE_LANGUAGES}


@pytest.mark.parametrize("header", ["referer", "cookie", "user-agent", "x-requested-with", "if-none-match", "range"])
def test_a_huge_header_changes_nothing_BI_44(petition, header):
    plain = browser().get(PETITION)
    huge = browser().get(PETITION, headers={header: "a=" + "b" * 65_536})
    assert (huge.status_code, huge.content) == (200, plain.content)


@pytest.mark.parametrize(
    "query",
    ["utm_source=<script>alert(1)</script>", "email=a@b.c", "name=Anna&consent=on", "language=de", "next=//e.example",
     "%00", "%ff", "a" * 8_000, "&".join(f"k{n}=v" for n in range(1_000)), "email__startswith=a", "page=-1", "["],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/en/", PETITION, f"{PETITION}check-your-email/", f"{PETITION}thank-you/"])
def test_a_query_is_ignored_BI_47(petition, path, query):
    plain, asked = browser().get(path), browser().get(f"{path}?{query}")
    assert (asked.status_code, asked.content) == (200, plain.content)


def test_a_query_of_a_thousand_keys_does_not_stop_a_signature_BI_47(petition):
    assert post(PETITION + "?" + "&".join(f"k{n}=v" for n in range(1_000)), GOOD).status_code == 303


UNKEYED = """x-forwarded-host x-forwarded-scheme x-forwarded-proto x-forwarded-port x-forwarded-for x-forwarded-prefix
x-forwarded-server x-forwarded-path x-original-url x-rewrite-url x-original-host x-host x-http-host-override
x-http-method-override x-http-method x-method-override forwarded via client-ip x-real-ip x-client-ip true-client-ip
cf-connecting-ip x-custom-ip-authorization x-wap-profile x-requested-with x-csrftoken x-forwarded-user remote-user
accept accept-charset accept-language authorization cookie dnt save-data origin referer user-agent sec-ch-ua
sec-fetch-dest sec-fetch-mode sec-fetch-site purpose x-purpose max-forwards te x-amz-website-redirect-location"""


@pytest.mark.parametrize("path", ["/en/", PETITION, "/en/help/"])
def test_no_header_changes_a_page_that_caches_keep_WB_07(petition, path):
    plain = browser().get(path).content
    changed = [name for name in UNKEYED.split() if browser().get(path, headers={name: "evil.example"}).content != plain]
    assert changed == []
    assert len(UNKEYED.split()) >= 40


# --- hosts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil", "evil.example", "testserver:80:80", "testserver.evil.example", "testserver@evil.example", "a b", "[::1",
     "", "testserver/evil", "testserver\x00", "testserver,evil", "*", "evil#testserver", "-", ".", "testserver:port",
     "[e]"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/en/petition/", "/en", COUNT])
def test_a_host_that_is_not_ours_is_a_bad_request_WB_06(petition, host, path):
    assert browser().get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-host", "forwarded", "x-original-host", "x-forwarded-server"])
def test_no_other_header_names_our_host_WB_06(petition, name):
    page = browser().get(PETITION, headers={name: "host=evil.example" if name == "forwarded" else "evil.example"})
    assert (page.status_code, b"evil.example" in page.content) == (200, False)


def test_a_page_names_its_own_address_by_the_settings_alone_WB_06(petition):
    page = browser().get(PETITION, headers={"host": "localhost"}).content.decode()
    assert f'href="{settings.SITE_ORIGIN}/en/petition/"' in page
    assert "localhost/en" not in page
