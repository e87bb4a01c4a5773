"""In a real browser: what gets into a page by force does not run, and our own forms say where they come from."""

import pytest
from playwright.sync_api import expect

FORCE = """() => {
    const add = (html) => document.body.insertAdjacentHTML("beforeend", html);
    const script = document.createElement("script");
    script.textContent = "window.ran = 'inline'";
    document.body.append(script);
    const away = document.createElement("script");
    away.src = "https://evil.example/x.js";
    document.body.append(away);
    add(`<img src="/nowhere.png" onerror="window.ran = 'handler'">`);
    add(`<svg onload="window.ran = 'svg'"></svg>`);
    add(`<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>`);
    add(`<a id="forced" href="javascript:window.ran = 'link'">x</a>`);
    document.getElementById("forced").click();
    add(`<p id="styled" style="color: rgb(1, 2, 3)">x</p>`);
}"""


@pytest.mark.parametrize("path", ["/en/", "/de/petition/", "/en/help/", "/en/nowhere/", "/staff/login/"])
def test_a_script_that_got_into_a_page_does_not_run_WB_02(chromium, demo, path):
    context = chromium.new_context(base_url=demo.origin)
    stopped = {}
    context.on("requestfailed", lambda request: stopped.update({request.url: request.failure}))
    page = context.new_page()
    page.goto(path)
    page.evaluate(FORCE)
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
    assert stopped == {"https://evil.example/x.js": "csp"}
    context.close()


def sent(page, press) -> dict[str, str]:
    """The headers of the POST that a press sends."""
    with page.expect_request(lambda request: request.method == "POST") as asked:
        press()
    return asked.value.all_headers()


def test_every_form_of_ours_says_where_it_comes_from_and_never_null_WB_05(browse, demo):
    page = browse()
    page.goto("/en/petition/")
    page.locator("[name=name]").fill("Vera Policy")
    page.locator("[name=email]").fill("vera.policy@example.org")
    page.locator("[name=country]").select_option("DE")
    page.locator("[name=consent]").check()
    headers = [sent(page, page.locator("form .button").first.click)]
    expect(page).to_have_url(f"{demo.origin}/en/petition/check-your-email/")
    page.goto("/en/stay-informed/")
    page.locator("[name=email]").fill("vera.policy@example.org")
    page.locator("[name=consent]").check()
    headers.append(sent(page, page.locator("main form button").first.click))
    assert [(one["origin"], one["sec-fetch-site"]) for one in headers] == [(demo.origin, "same-origin")] * 2
