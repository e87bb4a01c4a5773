"""Who may keep which page, and that no page of the public site needs or sets a cookie."""

import pytest
from django.utils import timezone

from petitions import tokens
from tests import everything
from tests.copies import PUBLIC as PUBLIC_RULES

PUBLIC = (
    "/en/", "/en/petition/", "/en/petition/thank-you/", "/en/petition/withdrawn/", "/en/privacy/", "/en/help/",
    "/de/", "/de/petition/", "/en/petition/check-your-email/",
)  # fmt: skip
NOBODY = (
    "/en/petition/confirm/x/", "/en/petition/withdraw/x/", "/en/petition/not-me/x/", "/en/petition/yours/x/",
    "/healthz", "/readyz", "/statusz",
)  # fmt: skip
PERSONAL = {"confirm": tokens.CONFIRM, "withdraw": tokens.WITHDRAW, "not-me": tokens.NOT_ME, "yours": tokens.YOURS}


@pytest.mark.parametrize("page", PUBLIC)
def test_anybody_may_keep_a_public_page_for_ten_seconds(client, petition, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert set(answer["Cache-Control"].split(", ")) == {*PUBLIC_RULES.split(", ")}
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("page", NOBODY)
def test_nobody_may_keep_a_page_about_one_person_or_about_our_health(client, petition, page):
    assert "no-store" in client.get(page)["Cache-Control"]


@pytest.mark.parametrize("page", PUBLIC + NOBODY)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_sets_no_cookie_and_changes_no_row(client, petition, page, method):
    before = everything.rows()
    answer = getattr(client, method)(page)
    assert (answer.cookies.output(), everything.rows()) == ("", before)


@pytest.mark.parametrize("page", PERSONAL)
def test_pages_behind_links_are_not_for_search_machines(client, sign, page):
    token = tokens.make(PERSONAL[page], sign().pk, timezone.now())
    assert b'<meta name="robots" content="noindex">' in client.get(f"/en/petition/{page}/{token}/").content


@pytest.mark.parametrize("page", ["thank-you", "withdrawn"])
def test_pages_after_a_press_know_nobody(client, confirmed, page):
    before = client.get(f"/en/petition/{page}/").content
    confirmed("canary.anna@example.org", name="Canary")
    after = client.get(f"/en/petition/{page}/").content
    assert (b"canary" in after.lower(), after) == (False, before)


@pytest.mark.parametrize("page", ["thank-you", "withdrawn"])
def test_pages_after_a_press_take_no_post(client, petition, same_origin, page):
    assert client.post(f"/en/petition/{page}/", headers=same_origin).status_code == 405


def test_the_page_of_thanks_says_confirmed_and_not_counted(client, petition):
    page = client.get("/en/petition/thank-you/").content.decode()
    assert ("Your signature is confirmed. Thank you." in page, "counts" in page) == (True, False)
