"""What a first visit weighs: Chromium says which files it asks for, and each is then fetched as compressed as it comes.

(Chromium itself takes brotli over TLS only, and the laboratory has none.)
"""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.faults.lab.site import Site
from tests.journeys.chromium import PHONE, NoChromium, chromium
from tests.load.grown import LANGUAGES, served_site
from tests.load.probe import ask
from tests.load.result import Options, Result
from tests.load.wrk import Missing

KB = 1000
CAMPAIGN_PAGE = 45
OTHER_SCRIPTS = {"bg", "el"}
# Of a first view, in kilobytes; "requests" are counted.
BUDGET = {"stylesheet": 20, "script": 12, "image": 10, "requests": 8}
DOCUMENTS = {"": 22, "petition/": 18}
LATIN, OTHERS = {"font": 82, "total": 150}, {"font": 120, "total": 190}
HELP = 30


def first_view(browser: Browser, site: Site, path: str) -> dict[str, float]:
    """Kind of file → kilobytes, and how many requests, of a first visit on a phone."""
    asked: list[tuple[str, str]] = []
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.on("request", lambda request: asked.append((request.resource_type, urlsplit(request.url).path)))
    page.goto(f"http://127.0.0.1:{site.port}{path}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    context.close()
    found: dict[str, float] = defaultdict(float)
    for kind, file in asked:
        found[kind] += len(ask(site.port, file, headers={"Accept-Encoding": "br, gzip"}).body) / KB
    total = sum(found.values())
    return found | {"total": total, "requests": len(asked)}


def excesses(found: dict[str, float], limits: dict[str, float]) -> dict[str, float]:
    return {kind: round(found[kind], 1) for kind, most in limits.items() if found.get(kind, 0) > most}


def page_weight(_: Options) -> list[Result]:
    """W1: the campaign page in all languages, and the budgets of the first view."""
    try:
        with chromium() as browser, served_site() as site:
            return list(_weigh(browser, site))
    except NoChromium as missing:
        raise Missing(str(missing)) from missing


def _weigh(browser: Browser, site: Site) -> Iterator[Result]:
    views = {(code, name): first_view(browser, site, f"/{code}/{name}") for code in LANGUAGES for name in DOCUMENTS}
    for name in DOCUMENTS:
        bare = {code: _without_fonts_and_images(views[code, name]) for code in LANGUAGES}
        worst = max(bare, key=lambda code: bare[code])
        what = f"/{name} in 24 languages, without fonts and images"
        ours = f"{bare['en']:.1f} KB in English, {bare[worst]:.1f} KB at most ({worst})"
        yield Result("W1", what, f"≤ {CAMPAIGN_PAGE} KB", "–", ours, None, bare[worst] <= CAMPAIGN_PAGE)
    over = {f"/{code}/{name}": found for (code, name), view in views.items()
            if (found := excesses(view, limits_of(code, name)))}  # fmt: skip
    yield _first_views(views, over)
    helped = first_view(browser, site, "/en/help/")["total"]
    yield Result("W1", "help page, everything", f"≤ {HELP} KB", "–", f"{helped:.1f} KB", None, helped <= HELP)


def _first_views(views: dict[tuple[str, str], dict], over: dict[str, dict]) -> Result:
    heaviest = max(views, key=lambda one: views[one]["total"])
    kinds = ", ".join(f"{kind} {size:.1f}" for kind, size in sorted(views["en", ""].items()))
    most = f"heaviest /{'/'.join(heaviest)} {views[heaviest]['total']:.0f} KB"
    ours = f"over budget: {over or 'none'}; {most}; /en/: {kinds}"
    target = "HTML 22 and 18, CSS 20, JS 12, images 10, fonts 82 (120), all 150 (190) KB, 8 requests"
    return Result("W1", "first view of / and /petition/ in 24 languages", target, "–", ours, None, not over)


def limits_of(code: str, name: str) -> dict[str, float]:
    return BUDGET | {"document": DOCUMENTS[name]} | (OTHERS if code in OTHER_SCRIPTS else LATIN)


def _without_fonts_and_images(found: dict[str, float]) -> float:
    return found["total"] - found.get("font", 0) - found.get("image", 0)
