"""The guard itself: a page that does what it may not do is seen."""

import pytest

from tests.journeys.guard import Guard

BAD = {
    "a picture from elsewhere": ('<img src="https://elsewhere.example/pixel.png">', "leaves the site"),
    "a style in a tag": ('<p style="color: red">red</p>', "console"),
    "a script in the page": ("<script>alert(1)</script>", "console"),
    "a broken script": ('<script src="/broken.js"></script>', "script error"),
    "a file that is missing": ('<img src="/static/missing.png">', "404"),
}
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; img-src *; style-src 'self'"}


@pytest.mark.parametrize("name", BAD)
def test_the_guard_sees(chromium, demo, name):
    html, complaint = BAD[name]
    context = chromium.new_context(base_url=demo.origin)
    guard = Guard(context, demo.origin)
    context.route("**/bad/", lambda route: route.fulfill(body=html, content_type="text/html", headers=POLICY))
    context.route("**/broken.js", lambda route: route.fulfill(body="no()", content_type="text/javascript"))
    context.new_page().goto("/bad/")
    assert [line for line in guard.complaints() if line.startswith(complaint)] != []
    context.close()


def test_the_guard_sees_a_cookie_where_none_may_be_set(chromium, demo):
    context = chromium.new_context(base_url=demo.origin)
    guard = Guard(context, demo.origin, cookies_below="/nowhere/")
    context.new_page().goto("/staff/")
    assert f"cookie: {demo.origin}/staff/login/?next=/staff/" in guard.complaints()
    context.close()


def test_the_guard_lets_a_good_page_be(chromium, demo):
    context = chromium.new_context(base_url=demo.origin)
    guard = Guard(context, demo.origin)
    context.new_page().goto("/en/help/")
    assert guard.complaints() == []
    context.close()
