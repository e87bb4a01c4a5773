"""What nobody needs is not allowed: every address of the map refuses every method but those that it names itself."""

import pytest
from django.urls import get_resolver

from campaign.address_map import routes
from tests import everything
from tests.crawl import browser, filled, post

STRANGE = ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT", "get", "PoSt"]
ROUTES = [route for route, _ in routes(get_resolver().url_patterns)]


@pytest.mark.parametrize("route", ROUTES)
def test_no_address_takes_a_method_that_nobody_needs_WB_23(petition, route):
    answers = {method: browser().generic(method, filled(route)) for method in STRANGE}
    assert {answer.status_code for answer in answers.values()} == {405}
    allowed = {"GET, HEAD"} if route.startswith("api/") else {"GET, HEAD, POST"}
    assert {answer["Allow"] for answer in answers.values()} == allowed


@pytest.mark.parametrize("method", ["MKCOL", "LOCK", "GETS", "Get", "post", "head", "GET ", "", "options"])
def test_a_method_is_spelled_as_the_standard_spells_it_WB_23(petition, method):
    assert browser().generic(method, "/en/petition/").status_code == 405


@pytest.mark.parametrize("header", ["x-http-method-override", "x-http-method", "x-method-override"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_no_header_and_no_field_makes_another_method_of_a_get_WB_23(petition, header, method):
    before = everything.rows()
    plain = browser().get("/en/petition/").content
    assert browser().get(f"/en/petition/?_method={method}", headers={header: method}).content == plain
    assert (post("/en/petition/", {"_method": method}, **{header: method}).status_code, everything.rows()) == (
        422,
        before,
    )


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith(("staff/", "anymail/"))])
def test_looking_in_any_way_changes_no_row_EM_01(petition, route):
    before = everything.rows()
    for method in ("GET", "HEAD", "OPTIONS"):
        browser().generic(method, filled(route))
    assert everything.rows() == before


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("anymail/") and "^" not in route])
def test_whoever_tries_the_webhooks_of_all_providers_causes_no_error_WB_24(db, caplog, route):
    seen = [browser().get(filled(route)), post(filled(route), "a=b"), browser().head(filled(route))]
    assert {answer.status_code for answer in seen} <= {200, 400, 404, 405}
    assert [record for record in caplog.records if record.name == "django.request"] == []
