"""What a visitor downloads, in bytes on the wire: the budgets of the design. Hosts and cookies are the guard's."""

import brotli
import pytest

from tests.journeys.chromium import PHONE
from tests.journeys.places import FROM_THE_MAP, PUBLIC

KB = 1000
FIRST_VIEW = {"stylesheet": 20, "script": 12, "image": 10}
# Maltese is Latin too, but its own letters stand in the extended files. The fonts hold only the weights in use, half of
# what the design allows: so much may they weigh, and no more.
OF_LANGUAGE = {
    "en": {"font": 45, "total": 150},
    "de": {"font": 45, "total": 150},
    "mt": {"font": 65, "total": 150},
    "el": {"font": 65, "total": 190},
}
REQUESTS = 8
HOME, PETITION, OTHERS = 22, 18, 18
MAIN = ("", "petition/", "asks/listen/")
ASKS = [name for name in FROM_THE_MAP if name.partition("/")[0] == "asks"]
PAGES = {"": HOME, "petition/": PETITION} | {f"{name}/": OTHERS for name in ASKS}


def weight(response) -> int:
    """Bytes on the wire. What the demo leaves as it is, a real site compresses: pages quickly, files once and well."""
    if response.headers.get("content-encoding"):
        return response.request.sizes()["responseBodySize"]
    kind, body = response.request.resource_type, response.body()
    if kind == "font":
        return len(body)
    return len(brotli.compress(body, quality=5 if kind == "document" else 11))


def first_view(browse, address: str) -> dict[str, list[int]]:
    """Kind of resource → weights, of a first visit on a phone."""
    page, responses = browse(**PHONE, locale="en"), []
    page.on("response", lambda response: responses.append(response))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => 0)")
    weights: dict[str, list[int]] = {"icon": icons(page)}
    for response in [one for one in responses if "favicon" not in one.url]:
        weights.setdefault(response.request.resource_type, []).append(weight(response))
    return weights


def icons(page) -> list[int]:
    """The weights of the page's icons. A browser without a window never asks for them, a visitor's does."""
    links = page.locator("link[rel~=icon]").evaluate_all("links => links.map(link => link.href)")
    return [len(brotli.compress(page.request.get(link).body())) for link in links]


def excess(browse, address: str, limits: dict[str, int]) -> dict[str, float]:
    """Kind → kilobytes, of what weighs more than it may; the requests too, if there are too many."""
    weights = first_view(browse, address)
    sizes = {kind: sum(each) / KB for kind, each in weights.items()}
    sizes |= {"total": sum(sizes.values()), "requests": sum(map(len, weights.values()))}
    return {kind: round(size, 1) for kind, size in sizes.items() if size > limits.get(kind, 10)}


def first_excess(browse, language: str, page: str) -> dict[str, float]:
    limits = {"document": PAGES[page], "requests": REQUESTS} | FIRST_VIEW | OF_LANGUAGE[language]
    return excess(browse, f"/{language}/{page}", limits)


@pytest.mark.parametrize("page", MAIN)
@pytest.mark.parametrize("language", OF_LANGUAGE)
def test_the_first_view_keeps_the_budget(browse, language, page):
    assert first_excess(browse, language, page) == {}


@pytest.mark.every_view
@pytest.mark.parametrize("page", [page for page in PAGES if page not in MAIN])
@pytest.mark.parametrize("language", OF_LANGUAGE)
def test_the_first_view_of_every_ask_keeps_the_budget(browse, language, page):
    assert first_excess(browse, language, page) == {}


@pytest.mark.every_view
@pytest.mark.parametrize("language", OF_LANGUAGE)
def test_no_page_asks_for_more_than_eight_things(browse, places, language):
    pages = {name: PUBLIC[name].format(language=language, **places.links) for name in PUBLIC if name != "mailbox"}
    counts = {name: sum(map(len, first_view(browse, address).values())) for name, address in pages.items()}
    assert {name: count for name, count in counts.items() if count > REQUESTS} == {}


def test_the_icon_counts_as_a_request(browse):
    assert len(first_view(browse, "/en/help/")["icon"]) == 1


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_help_page_weighs_almost_nothing(browse, language):
    assert excess(browse, f"/{language}/help/", FIRST_VIEW | {"document": 30, "total": 30}) == {}
